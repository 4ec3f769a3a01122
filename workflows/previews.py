"""How a file is shown: a small picture of it, the browser's own viewer, or its name, kind and size."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse

from .filetypes import TYPES, ending_of
from .models import StoredFile
from .models.file import HeldBack, private_storage, small_place
from .pictures import FORMATS, small_picture

# What a browser may draw on a page of its own, told by content when it came in. A picture runs in a sandbox;
# a PDF can't (Chrome draws none there): its viewer is kept apart by the browser, and the page may load nothing.
OPENED = {
    **dict.fromkeys(FORMATS, "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    "application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}


@dataclass(frozen=True)
class File:
    """A file in a list: name, size in bytes and addresses; an address is empty where there is nothing at it."""

    name: str
    size: int
    url: str
    opens: str = ""
    small: str = ""
    at: datetime | None = None
    by: str = ""
    remove_url: str = ""
    detach: str = ""
    held_back: str = ""

    @property
    def kind(self) -> str:
        """The ending as people say it: PDF, JPG."""
        return ending_of(self.name).upper()


def file_shown(*, key: Any, name: str, size: int, **more: Any) -> File:
    """The file with this `key` in a list; what it may be shown as follows from its name, as content does."""
    content_type = TYPES[ending_of(name)][0] if ending_of(name) in TYPES else ""
    return File(
        name=name,
        size=size,
        url=reverse("workflows:file", args=[key]),
        opens=reverse("workflows:file-open", args=[key]) if content_type in OPENED else "",
        small=reverse("workflows:file-small", args=[key]) if content_type in FORMATS else "",
        **more,
    )


def files_shown(files: Iterable[StoredFile]) -> list[File]:
    """The same for rows of files. Whether somebody may fetch them was asked by the caller."""
    return [
        file_shown(key=each.key, name=each.name, size=each.size, held_back=each.held_back)
        for each in files
    ]


def small_of(file: StoredFile) -> Any:
    """The small picture of `file`, opened for reading; made by whoever asks first, kept beside the bytes.

    Raises FileNotFoundError where `file` is no picture, is broken or gone.
    """
    if file.content_type not in FORMATS:
        raise FileNotFoundError(file.name)
    if said := file.held_back:
        raise HeldBack(said)
    place = small_place(file.place)
    if private_storage().exists(place):
        return private_storage().open(place, "rb")
    with file.open() as whole:
        made = small_picture(whole, file.content_type)
    private_storage().save(place, ContentFile(made))
    return io.BytesIO(made)
