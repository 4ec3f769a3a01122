"""The pages of the public site."""

from .articles import ArticleIndexPage, ArticlePage
from .base import SitePage
from .home import HomePage
from .installation import Installation
from .programmes import ProgrammeIndexPage, ProgrammePage
from .section import SectionPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "HomePage",
    "Installation",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "SectionPage",
    "SitePage",
]
