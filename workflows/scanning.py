"""Viruses: one scanner, named by a setting, is asked about every file before anybody gets it.

`TANDEM_SCANNER` is empty (nothing is scanned, and the page “Is everything working” says so), the address of a clamd,
or the dotted name of a function from an open file to what was found in it ("" for nothing), which raises
`clamd.ScannerDown` when it can't say. An upload is scanned while its form is read, before any transaction; whatever
was not (the scanner was down, Tandem made the file itself) waits for the task, and nobody gets it until then.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import IO, Any

from celery import signature
from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from . import clamd, found_later
from .clamd import ScannerDown
from .filetypes import clean_name
from .models import StoredFile
from .models.file import private_storage

logger = logging.getLogger(__name__)

BATCH = 200
GIVES_UP = (
    3  # files in a row without a verdict: the scanner is down, the rest waits for the next round
)
Scan = StoredFile.Scan


def scanner() -> Callable[[IO[bytes]], str] | None:
    """The function that says what is in a file; None when no scanner is set."""
    named = settings.TANDEM_SCANNER
    if not named:
        return None
    if named.startswith("clamd:"):
        return partial(clamd.asks, named)
    return import_string(named)  # type: ignore[no-any-return]


def look_at(upload: Any) -> None:
    """Let the scanner look at `upload`, once, and note on it what it said; nothing when it can't say.

    Slow: to be called outside a transaction. Whoever attaches the file reads what was noted.
    """
    scan = scanner()
    if scan is None or hasattr(upload, "found"):
        return
    upload.seek(0)
    try:
        upload.found = scan(upload)
    except ScannerDown as trouble:
        logger.warning("a file waits to be scanned: %s", trouble)
    upload.seek(0)


def sentences_against(upload: Any) -> list[str]:
    """Why this `upload` is not taken, after `look_at`; empty when nothing was found in it."""
    found = getattr(upload, "found", "")
    if not found:
        return []
    said = _(
        "“%(name)s” was not taken: the virus scanner found “%(found)s” in it. Send a clean copy, or scan your device first."
    )
    return [said % {"name": clean_name(upload.name or ""), "found": found}]


def noted(upload: Any) -> str:
    """The state in which a file made of `upload` begins."""
    return Scan.CLEAN if getattr(upload, "found", None) == "" else Scan.NOT


def wake() -> None:
    """Ask a worker to scan now what waits; when nobody listens, the next round will."""
    if settings.TANDEM_SCANNER:
        send = partial(signature("workflows.scan").apply_async, ignore_result=True, retry=False)
        transaction.on_commit(send)


def waiting() -> models.QuerySet[StoredFile]:
    """The files that wait for the scanner; none where none is set."""
    rows = StoredFile.objects.filter(scan=Scan.NOT)
    return rows if settings.TANDEM_SCANNER else rows.none()


def infected() -> models.QuerySet[StoredFile]:
    """The files in which something was found after they had come in, and that were not taken away since."""
    return StoredFile.objects.present().filter(scan=Scan.INFECTED)


def scan_waiting(limit: int = BATCH) -> int:
    """Scan up to `limit` files that wait, the oldest first; return how many got a verdict."""
    scan, told, silent = scanner(), 0, 0
    if scan is None:
        return 0
    for file in waiting().order_by("pk")[:limit]:
        try:
            with private_storage().open(file.place, "rb") as content:
                found = scan(content)
        except FileNotFoundError:
            continue  # bytes that are gone: `verify_integrity` names them
        except ScannerDown as trouble:
            logger.warning("file %s waits to be scanned: %s", file.key, trouble)
            silent += 1
            if silent == GIVES_UP:
                break
            continue
        told, silent = told + 1, 0
        _note(file, found[:120])
    return told


@transaction.atomic
def _note(file: StoredFile, found: str) -> None:
    """Keep the verdict on `file`; of something bad its people hear, from whichever worker was first."""
    file.scan, file.found = (Scan.INFECTED if found else Scan.CLEAN), found
    first = waiting().filter(pk=file.pk).update(scan=file.scan, found=found)
    if found and first:
        found_later.tell(file)
