"""Writing a report in its questionnaire: the form that a call chose, pages that save, files that answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from grants.models.answered import Answered, FrozenReport
from grants.rules import agreement as rules
from questionnaires.actions import publish_file
from questionnaires.actions.attaching import attach_answers, detach_answer, refuse_unknown
from questionnaires.forms import Page
from questionnaires.models import AnswerSet, Questionnaire, Saved, Version
from questionnaires.summary import digest
from workflows.errors import NotFromHere, NotYours

FORMS = Path(__file__).resolve().parent.parent / "data"


def usual_form(code: str) -> Version:
    """The newest version of the questionnaire `code`; the one that Tandem brings where nobody wrote another."""
    known = Questionnaire.objects.filter(code=code).first()
    brought = FORMS / f"{code.replace('-', '_')}.yaml"
    return (known.newest if known else None) or publish_file(path=brought)


def empty_answers(chosen: Version | None, code: str) -> AnswerSet:
    """Nothing answered yet, in the form that a call chose, else in the usual one with that `code`."""
    return AnswerSet.objects.create(questions=chosen or usual_form(code))


def _being_written(report: Answered, by: Any) -> Any:
    owner = report.files_of
    type(owner)._default_manager.select_for_update(of=("self",)).get(pk=owner.pk)
    fresh: Any = type(report)._default_manager.get(pk=report.pk)
    if not rules.is_grantee(by, fresh.agreement):
        raise NotYours(rules.is_grantee.why_not(by, fresh.agreement))
    if not fresh.is_written:
        raise NotFromHere([_("This report is not written now: it is handed in or over.")])
    return fresh


@transaction.atomic
def save_words(*, report: Answered, typed: Mapping[str, Any], page: Page, by: Any) -> Saved:
    """Keep what was typed into an open `page`. Raises NotYours, or NotFromHere once it was handed in."""
    saved: Saved = _being_written(report, by).answers.save_typed(
        typed, seen=page.seen, page=page.token
    )
    return saved


@transaction.atomic
def attach_to_report(
    *, report: Answered, uploads: Mapping[str, Iterable[UploadedFile[bytes]]], by: Any
) -> list[str]:
    """Keep `uploads` by key of their question; a sentence for each that was not taken. Raises as `save_words`."""
    fresh = _being_written(report, by)
    asked = {block.key: block for block in fresh.questions()}
    return [
        sentence
        for key, files in uploads.items()
        for sentence in attach_answers(
            answers=fresh.answers,
            owner=fresh.files_of,
            block=refuse_unknown(asked.get(key)),
            uploads=files,
            by=by,
        )
    ]


@transaction.atomic
def detach_from_report(*, report: Answered, key: str, file: str, by: Any) -> None:
    """Take the file with the key `file` from the answer to `key`. Raises as `save_words`."""
    fresh = _being_written(report, by)
    detach_answer(answers=fresh.answers, owner=fresh.files_of, key=key, file=file)


def freeze(
    submissions: type[FrozenReport], *, report: Any, content: Mapping[str, Any], entry: Any
) -> None:
    """Keep `content` as the next of `submissions`, with its digest."""
    rows: Any = submissions._default_manager
    rows.create(
        report=report,
        ordinal=report.submissions.count() + 1,
        content=content,
        digest=digest(content),
        submitted_at=entry.at,
        submitted_by=entry.by,
    )
