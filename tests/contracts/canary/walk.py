"""Every address of Tandem as everybody of the scene, read to the bottom: pages, files, tables, papers, letters."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.contracts.canary.addresses import addresses, questions
from tests.contracts.canary.words import Scenery, Secret
from tests.contracts.refusals import NOWHERE, short_refusals
from workflows.models import Message

SMALLEST_PDF = 100  # bytes; what factories attach in its place has no pages
HEADS = ("Content-Disposition", "Location")


def reads(client: Client, url: str) -> str:
    """Everything that `url` gives to whoever holds `client`, as text; its writes are undone."""
    with transaction.atomic():
        response = client.get(url)
        text = text_of(response)
        transaction.set_rollback(True)
    for close in response._resource_closers:  # response.close() would end the database as well
        close()
    return text


def text_of(response: HttpResponseBase) -> str:
    """Body and telling headers; files are opened and read inside."""
    heads = " ".join(str(response[name]) for name in HEADS if name in response)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{heads}\n{inside(body)}"


def inside(body: bytes) -> str:
    """The words in a file: of a PDF or a package its text and what it says of itself, else the bytes as they are."""
    raw = body.decode("utf-8", "ignore")
    if body.startswith(b"%PDF") and len(body) > SMALLEST_PDF:
        reader = PdfReader(io.BytesIO(body))
        pages = "\n".join(page.extract_text() for page in reader.pages)
        return f"{raw}\n{reader.metadata or ''}\n{pages}"
    if body.startswith(b"PK"):
        return "\n".join(_packed(body))
    return raw


def _packed(body: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        names = package.namelist()
        for name in names:
            yield name
            yield inside(package.read(name))
    if "word/document.xml" in names:
        yield "\n".join(one.text for one in Document(io.BytesIO(body)).paragraphs)
    if "xl/workbook.xml" in names:
        book = load_workbook(io.BytesIO(body))
        yield "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row)


def leaks(secrets: list[Secret], part: str, route: str, text: str) -> list[str]:
    """The words in `text` that are not for `part` at `route`."""
    return [
        one.word
        for one in secrets
        if part not in one.readers and route not in one.elsewhere and stands_in(one.word, text)
    ]


def stands_in(word: str, text: str) -> bool:
    """Whether `word` is in `text`; a number only by itself, since the bytes of a PDF count in larger ones."""
    if not word[0].isdigit():
        return word in text
    return re.search(rf"(?<!\d){re.escape(word)}(?!\d)", text) is not None


def leaked_to(scene: Scenery, part: str, client: Client, only: str = "") -> list[str]:
    """What `part` reads that is not for them: a line for each address, in the whole of Tandem or below `only`."""
    asked = ((route, url) for route, url in addresses() if route.startswith(only))
    return _leaked(scene, part, client, asked)


def leaked_to_questions(scene: Scenery, part: str, client: Client, only: str = "") -> list[str]:
    """The same for every list that is filtered, ordered or taken along as a file."""
    return _leaked(scene, part, client, questions(only))


def _leaked(
    scene: Scenery, part: str, client: Client, asked: Iterable[tuple[str, str]]
) -> list[str]:
    found = [*_told(scene, part, client, "nowhere", NOWHERE)]
    with short_refusals():
        for route, url in asked:
            found += _told(scene, part, client, route, url)
    return found


def _told(scene: Scenery, part: str, client: Client, route: str, url: str) -> Iterator[str]:
    words = leaks(scene.secrets, part, route, reads(client, url))
    if words:
        yield f"{route} {url}: {', '.join(words)}"


def answers_to_a_search(client: Client, url: str, words: str) -> str:
    """What a list at `url` says to a search for `words`, without the words themselves and what differs each time.

    Lists name the field for words one way or the other; what a list does not know it leaves alone.
    """
    text = reads(client, f"{url}?q={words}&words={words}").replace(words, "")
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)


def leaked_by_letter(scene: Scenery, template: str = "") -> list[str]:
    """What letters in the outbox, or those of one `template`, tell those who may not read it."""
    parts = {user.email: part for part, user in scene.people.items()}
    found = []
    letters = Message.objects.filter(template=template) if template else Message.objects.all()
    for letter in letters:
        part = parts.get(letter.address, "nobody of the scene")
        words = leaks(scene.secrets, part, "", f"{letter.subject}\n{letter.body}")
        if words:
            found.append(f"{letter.template} to {part}: {', '.join(words)}")
    return found
