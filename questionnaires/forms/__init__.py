"""Forms made of blocks: asking them, and saying what came back."""

from questionnaires.blocks import is_asked

from .answers import AnswersForm, Missing, Section, Step
from .blocks import BlockForm
from .posting import Page, buttons_of, part_of, posted, touched, typed, uploads

__all__ = [
    "AnswersForm",
    "BlockForm",
    "Missing",
    "Page",
    "Section",
    "Step",
    "buttons_of",
    "is_asked",
    "part_of",
    "posted",
    "touched",
    "typed",
    "uploads",
]
