"""Files as answers: kept under the policy of whatever was answered about, named in the answers by their record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaires.blocks import Files
from questionnaires.models import AnswerSet
from workflows import scanning
from workflows.actions import attach_file, forget_file
from workflows.errors import GuardsFailed
from workflows.filetypes import clean_name, ending_of, sentences_against
from workflows.models import StoredFile

ANSWER = "answer"
MEGABYTE = 1024 * 1024


def attach_answers(
    *,
    answers: AnswerSet,
    owner: models.Model,
    block: Files,
    uploads: Iterable[UploadedFile[bytes]],
    by: Any,
) -> list[str]:
    """Keep `uploads` as files of `owner` that answer `block`; return a sentence for each that was not taken.

    Who may is asked by the caller.
    """
    came = list(uploads)
    for upload in came:
        scanning.look_at(upload)
    return _attach(answers, owner, block, came, by)


@transaction.atomic
def _attach(
    answers: AnswerSet,
    owner: models.Model,
    block: Files,
    uploads: list[UploadedFile[bytes]],
    by: Any,
) -> list[str]:
    fresh = AnswerSet.objects.select_for_update().get(pk=answers.pk)
    records = list(fresh.values.get(block.key) or [])
    refused: list[str] = []
    for upload in uploads:
        against = _against(block, upload, len(records))
        if not against:
            records.append(_kept(owner, upload, by))
        refused += against
    if records != fresh.values.get(block.key, []):
        fresh.keep_records(block.key, records)
    answers.refresh_from_db()
    return refused


def _against(block: Files, upload: UploadedFile[bytes], already: int) -> list[str]:
    name = clean_name(upload.name or "")
    if already >= block.maximum:
        sentence = ngettext(
            "“%(name)s” was not attached: at most %(count)d file fits here.",
            "“%(name)s” was not attached: at most %(count)d files fit here.",
            block.maximum,
        )
        return [sentence % {"name": name, "count": block.maximum}]
    if block.endings and ending_of(name) not in block.endings:
        kinds = ", ".join(block.endings)
        return [
            _("“%(name)s” was not attached: only %(kinds)s are taken here.")
            % {"name": name, "kinds": kinds}
        ]
    limit = min(block.megabytes * MEGABYTE, settings.TANDEM_FILE_LIMIT)
    against = sentences_against(upload.name or "", upload.size or 0, upload, limit=limit)
    return against or scanning.sentences_against(upload)


def _kept(owner: models.Model, upload: UploadedFile[bytes], by: Any) -> dict[str, Any]:
    file = attach_file(obj=owner, upload=upload, by=by, purpose=ANSWER)
    return {"key": str(file.key), "name": file.name, "size": file.size, "sha256": file.sha256}


@transaction.atomic
def detach_answer(*, answers: AnswerSet, owner: models.Model, key: str, file: str) -> None:
    """Take the file with the key `file` from the answer to `key`; one that is not there is gone already.

    Its bytes go too, unless `owner` made a move since: then what was sent with them stays readable.
    Who may is asked by the caller.
    """
    fresh = AnswerSet.objects.select_for_update().get(pk=answers.pk)
    records = list(fresh.values.get(key) or [])
    left = [one for one in records if one["key"] != file]
    if len(left) == len(records):
        return
    fresh.keep_records(key, left)
    answers.refresh_from_db()
    stored = StoredFile.objects.of(owner).about_a(ANSWER).filter(key=file).first()
    if stored is not None:
        forget_file(file=stored)


def refuse_unknown(block: Any) -> Files:
    """`block` as a question for files. Raises GuardsFailed for any other."""
    if isinstance(block, Files):
        return block
    raise GuardsFailed([_("This question takes no files.")])
