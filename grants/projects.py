"""Funded projects, for the rooms that have help to offer to those who carry them out."""

from __future__ import annotations

from typing import Any

from grants.models import Agreement
from grants.rules import agreement as rules
from programmes.registries.projects import Project, projects

KIND = "grant"
LONGEST = 3000
#: Where the forms that Tandem ships, and their copies, ask for the idea.
ASKED_UNDER = ("need", "actions")


def project_of(agreement: Agreement, user: Any) -> Project | None:
    """The project of an agreement that is not over, for its grantee and those who run its programme."""
    author = agreement.application.author
    person = getattr(author, "person", None)
    may = rules.is_grantee(user, agreement) or rules.is_staff(user, agreement)
    if not may or person is None or agreement.state in rules.OVER:
        return None
    answers = agreement.application.answers.values
    told = [answers.get(key) for key in ASKED_UNDER]
    return Project(
        name=f"{KIND}-{agreement.pk}",
        title=agreement.application.title_line,
        idea="\n\n".join(text for text in told if isinstance(text, str) and text)[:LONGEST],
        url=agreement.get_absolute_url(),
        programme=agreement.call.programme,
        person=person,
    )


def find(user: Any, key: str) -> Project | None:
    """The project of the agreement with this key, if `user` sees it and may arrange help for it."""
    rows = Agreement.objects.visible_to(user).select_related(
        "application__author__person", "application__answers", "call__activity__programme"
    )
    found = rows.filter(pk=int(key)).first()
    return project_of(found, user) if found else None


projects.add(KIND, find)
