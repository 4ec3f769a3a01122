"""Takes files in pieces: begun, gone on with where it stopped, named by a form, swept when nobody came back."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import clock
from .errors import GuardsFailed
from .filetypes import clean_name
from .models import Upload, UploadPiece
from .models.file import private_storage
from .storage import new_place

AT_ONCE = 30  # uploads of one account that no form took yet
KEPT = timedelta(days=1)
PIECE = 1024 * 1024  # bytes: what a page sends in one request, and the most that one is taken in
IN_MEMORY = 2 * PIECE


class WrongOffset(Exception):
    """The piece does not begin where the upload stands: it came already, or another one is missing."""


class KeptUpload(UploadedFile):  # type: ignore[type-arg]  # a base class while Django starts
    """An upload that arrived whole, as forms and actions know uploads. `key` names it in the page."""

    def __init__(self, upload: Upload, file: IO[bytes]) -> None:
        super().__init__(file, upload.name, size=upload.size)
        self.key = str(upload.key)
        self.upload = upload


def begin(*, by: Any, name: str, size: int) -> Upload:
    """Begin to take a file of `size` bytes. Raises GuardsFailed when it is too large, empty, or one too many."""
    if not 0 < size <= settings.TANDEM_FILE_LIMIT:
        megabytes = settings.TANDEM_FILE_LIMIT // (1024 * 1024)
        said = _("“%(name)s” is too large: a file may have up to %(limit)d MB.")
        raise GuardsFailed([said % {"name": clean_name(name), "limit": megabytes}])
    if Upload.objects.filter(owner=by).count() >= AT_ONCE:
        said = ngettext(
            "Send %(n)d file first; then there is room for more.",
            "Send these %(n)d files first; then there is room for more.",
            AT_ONCE,
        )
        raise GuardsFailed([said % {"n": AT_ONCE}])
    return Upload.objects.create(owner=by, name=clean_name(name), size=size, begun_at=clock.now())


def take_piece(*, upload: Upload, offset: int, content: bytes) -> int:
    """Keep the bytes of `upload` from `offset` on; return where it stands then.

    Bytes first, row last: of two that bring the same piece one wins, the other raises WrongOffset. GuardsFailed
    when there is nothing in it, or more than was announced.
    """
    if not content or offset + len(content) > upload.size:
        raise GuardsFailed([_("This is not the file that was begun. Choose it again.")])
    if offset != upload.offset:
        raise WrongOffset
    place = private_storage().save(new_place(), ContentFile(content))
    try:
        with transaction.atomic():
            stands = Upload.objects.filter(pk=upload.pk, offset=offset)
            if not stands.update(offset=F("offset") + len(content)):
                raise WrongOffset
            UploadPiece.objects.create(upload=upload, offset=offset, place=place)
    except BaseException:
        private_storage().delete(place)
        raise
    return offset + len(content)


def whole(upload: Upload) -> KeptUpload:
    """The file that arrived, put together. Raises FileNotFoundError when a piece is gone."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- lives as long as the request
    for piece in upload.pieces.all():
        with private_storage().open(piece.place, "rb") as content:
            file.write(content.read())
    file.seek(0)
    return KeptUpload(upload, file)


def forget(upload: Upload) -> None:
    """Delete `upload`, its bytes after the commit."""
    places = list(upload.pieces.values_list("place", flat=True))
    upload.delete()
    for place in places:
        transaction.on_commit(partial(private_storage().delete, place))


def sweep() -> int:
    """Forget what nobody came back for; return how many."""
    old = list(Upload.objects.filter(begun_at__lt=clock.now() - KEPT))
    for upload in old:
        forget(upload)
    return len(old)
