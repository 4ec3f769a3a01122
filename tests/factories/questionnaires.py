"""Questionnaires and answers for tests."""

from itertools import count
from typing import Any

from questionnaires.models import AnswerSet, Questionnaire, Version
from tests.remembering import remembered

_numbers = count(1)


def texts(pl: str, en: str = "") -> dict[str, str]:
    """A map by language."""
    return {"pl": pl, "en": en or pl}


def question(kind: str, key: str = "", **options: Any) -> dict[str, Any]:
    """One block as JSON; its key is its kind unless said otherwise."""
    return {"kind": kind, "key": key or kind, "label": texts(f"Pytanie {key or kind}"), **options}


@remembered
def make_version(*blocks: dict[str, Any], published: bool = True) -> Version:
    """A version with `blocks`, or with one text; published unless said otherwise."""
    number = next(_numbers)
    questionnaire = Questionnaire.objects.create(code=f"form-{number}", name=f"Formularz {number}")
    version = Version(
        questionnaire=questionnaire, number=1, blocks=list(blocks) or [question("text")]
    )
    if published:
        version.publish()
    else:
        version.save()
    return version


@remembered
def make_answers(version: Version | None = None, **values: Any) -> AnswerSet:
    """Answers as typed."""
    answers = AnswerSet.objects.create(questions=version or make_version())
    answers.save_typed(values, seen=0)
    return answers
