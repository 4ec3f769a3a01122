"""What people do around an object: attach, take away, comment, give more time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from . import clock, filetypes, policies, scanning, uploading
from .errors import GuardsFailed, NotYours
from .models import Comment, Extension, StoredFile
from .models.file import private_storage, small_place
from .models.link import type_of
from .pictures import without_place
from .storage import new_place
from .turns import refresh_turns


def attach_file(
    *, obj: models.Model, upload: UploadedFile[bytes], by: Any, purpose: str = ""
) -> StoredFile:
    """Keep `upload` privately as a file of `obj`: bytes first, row last. `by` is an account or None.

    A photo is kept without the place where it was taken. Raises GuardsFailed with a sentence when kind or size are not allowed. Who may attach is asked by
    the caller (`policies.may_add_file` or the move that takes the file).
    """
    name, size = upload.name or "", upload.size or 0
    if against := filetypes.sentences_against(name, size, upload, limit=settings.TANDEM_FILE_LIMIT):
        raise GuardsFailed(against)
    if against := scanning.sentences_against(upload):
        raise GuardsFailed(against)
    content_type = filetypes.content_type_of(name, upload) or ""
    kept = without_place(upload, content_type)
    if kept is None:
        raise GuardsFailed([filetypes.says_something_else(name)])
    place = private_storage().save(new_place(), kept)
    try:
        file = StoredFile.objects.create(
            about_type=type_of(obj),
            about_id=obj.pk,
            place=place,
            purpose=purpose,
            name=filetypes.clean_name(name),
            content_type=content_type,
            size=kept.size or 0,
            sha256=_sha256(kept),
            uploaded_by=by,
            uploaded_at=clock.now(),
            at_version=getattr(obj, "version", 0),
            scan=scanning.noted(upload),
        )
    except BaseException:
        private_storage().delete(place)
        raise
    if isinstance(upload, uploading.KeptUpload):
        uploading.forget(upload.upload)
    if file.scan == StoredFile.Scan.NOT:
        scanning.wake()
    return file


@transaction.atomic
def attach_files(
    *, obj: models.Model, uploads: Iterable[UploadedFile[bytes]], by: Any, purpose: str = ""
) -> list[StoredFile]:
    """Keep each of the `uploads` as `attach_file` does, all of them or none; raises what it raises."""
    return [attach_file(obj=obj, upload=each, by=by, purpose=purpose) for each in uploads]


def _sha256(upload: UploadedFile[bytes]) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


@transaction.atomic
def remove_file(*, file: StoredFile, by: Any) -> None:
    """Take `file` away. Nothing moved since it came: it is gone; else the record of what was sent stays.

    Raises NotYours when `by` may not.
    """
    if not policies.may_remove_file(by, file):
        raise NotYours(
            [_("Only the person who attached a file takes it away, while it is still their move.")]
        )
    if not forget_file(file=file):
        file.removed_at, file.removed_by = clock.now(), by
        file.save(update_fields=["removed_at", "removed_by"])


def forget_file(*, file: StoredFile) -> bool:
    """Delete `file` with its bytes if its owner made no move since it came; say whether that was so.

    Inside a transaction. Who may is asked by the caller.
    """
    if file.at_version != getattr(file.about, "version", 0):
        return False
    delete_file(file=file)
    return True


def delete_file(*, file: StoredFile) -> None:
    """Delete `file`, its bytes after the commit. Who may is asked by the caller."""
    file.delete()
    for place in (file.place, small_place(file.place)):
        transaction.on_commit(partial(private_storage().delete, place))


def add_comment(
    *, obj: models.Model, text: str, by: Any, audience: str = Comment.Audience.EVERYONE
) -> Comment:
    """Write `text` under `obj`. Raises NotYours when `by` may not comment here, or not internally."""
    internal = audience == Comment.Audience.INTERNAL
    if not policies.may_comment(by, obj) or (internal and not policies.may_read_internal(by, obj)):
        raise NotYours([_("Those who take part in this write comments here.")])
    return Comment.objects.create(
        about_type=type_of(obj),
        about_id=obj.pk,
        author=by,
        text=text,
        audience=audience,
        at=clock.now(),
    )


@transaction.atomic
def extend_deadline(*, obj: Any, deadline: str, until: datetime, reason: str, by: Any) -> Extension:
    """Give `obj` until `until` for its `deadline`, on record with the reason; its open moves get the new day.

    Who may is asked by the caller. Raises GuardsFailed without a reason or for an instant already past.
    """
    if not reason.strip():
        raise GuardsFailed([_("Say why: the people concerned will read it.")])
    if until <= clock.now():
        raise GuardsFailed([_("Choose a time that is still to come.")])
    extension = Extension.objects.create(
        about_type=type_of(obj),
        about_id=obj.pk,
        deadline=deadline,
        until=until,
        reason=reason,
        by=by,
        at=clock.now(),
    )
    refresh_turns([obj])
    return extension
