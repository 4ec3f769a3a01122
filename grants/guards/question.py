"""Facts about a question that its moves ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import CallQuestion

WORDS = ("wording_pl", "answer_pl", "wording_en", "answer_en")


@guard(_("Write the answer; the asker will read it."))
def has_answer(question: CallQuestion, answer: str) -> bool:
    return bool(answer.strip())


@guard
def has_public_words(question: CallQuestion, words: dict[str, str]) -> Iterator[str | Promise]:
    """In one language at least there are both a question and an answer, and in none there is half."""
    given = {name for name in WORDS if words.get(name, "").strip()}
    if not given:
        yield _("Write the question and the answer, in Polish or in English or in both.")
    for language, sentence in (
        ("pl", _("In Polish write both the question and the answer, or neither.")),
        ("en", _("In English write both the question and the answer, or neither.")),
    ):
        if len(given & {f"wording_{language}", f"answer_{language}"}) == 1:
            yield sentence
