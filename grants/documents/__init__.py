"""Papers of an agreement, made from its data: DOCX from a template, and the same text as PDF."""

from .paper import agreement_papers, annex_paper, annex_papers, draft, pdf_of

__all__ = ["agreement_papers", "annex_paper", "annex_papers", "draft", "pdf_of"]
