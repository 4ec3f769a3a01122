"""Every address of Tandem as everybody of the scene, read to the bottom: pages, files, tables, papers, letters."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any

from django.apps import apps
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, reverse
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from cms.access import our_routes
from grants.models import Agreement, Application, Call, Submission
from tests.contracts.canary.scene import Scene, Secret
from workflows.models import Message, StoredFile
from workflows.moves import moves_of

#: What the addresses below a prefix are about: the longest prefix of a route's name decides.
ABOUT = {
    "grants:call": "grants.Call",
    "grants:application-start": "grants.Call",
    "grants:application": "grants.Application",
    "grants:assessment": "grants.Assessment",
    "grants:meeting": "grants.Meeting",
    "grants:appeal": "grants.Appeal",
    "grants:agreement": "grants.Agreement",
    "grants:agreement-template": "grants.Call",
    "grants:account": "grants.BankAccount",
    "grants:account-new": "grants.Agreement",
    "grants:bankaccount": "grants.BankAccount",
    "grants:co-author": "grants.CoAuthor",
    "grants:coauthor": "grants.CoAuthor",
    "grants:change-new": "grants.Agreement",
    "grants:annex-new": "grants.Agreement",
    "grants:aid-new": "grants.Agreement",
    "grants:cuts": "grants.Agreement",
    "grants:settlement": "grants.Agreement",
    "grants:signature": "grants.Agreement",
    "grants:report": "grants.Agreement",
    "grants:register": "grants.Agreement",
    "grants:volunteering": "grants.Agreement",
    "grants:ranking-change": "grants.Call",
    "grants_public:": "grants.Call",
    "finance:budget": "finance.Budget",
    "finance:line-new": "finance.Budget",
    "finance:payment": "finance.PaymentOrder",
    "finance:programme-budget": "programmes.Programme",
    "finance:transfer-new": "programmes.Programme",
    "finance:statement-new": "programmes.Programme",
    "finance:payer": "programmes.Programme",
    "people:person": "people.Person",
    "people:organisation": "people.Organisation",
    "programmes:": "programmes.Programme",
    "programmes:activity": "programmes.Activity",
    "reporting:programme": "programmes.Programme",
    "reporting:report-new": "programmes.Programme",
    "questionnaires:": "questionnaires.Questionnaire",
    "workflows:mail": "workflows.Message",
}
FEW = 3  # objects of another room that are asked about; the first persons and letters are the blind call's
OWN_KEYS = {
    "chapter": ["opening", "money", "judging", "duties"],
    "kind": ["docx", "pdf"],
    "form": ["pdf", "zip"],
}
NUMBERS = [1, 2, 3]
TOLD = ["application", "assessment", "call", "agreement", "appeal", "meeting"]
SMALLEST_PDF = 100  # bytes; what factories attach in its place has no pages
HEADS = ("Content-Disposition", "Location")


def addresses() -> Iterator[tuple[str, str]]:
    """Route and address for every object of the scene that an address may be about."""
    for route, found in our_routes().items():
        names = re.findall(r"<(?:\w+:)?(\w+)>", found.path)
        for kwargs in _all_of(route, found.pattern, names):
            try:
                yield route, reverse(route, kwargs=kwargs)
            except NoReverseMatch:
                continue


def _all_of(route: str, pattern: Any, names: list[str]) -> Iterator[dict[str, Any]]:
    if not names:
        yield {}
    elif route == "grants_public:receipt":
        yield from ({"token": one.receipt_token} for one in Submission.objects.all())
    elif "key" in names and route.startswith("workflows:file"):
        yield from ({"key": one.key} for one in StoredFile.objects.all())
    elif "app_label" in names:
        yield from _around()
    else:
        yield from _of_objects(route, pattern, names)


def _around() -> Iterator[dict[str, Any]]:
    for name in TOLD:
        for obj in apps.get_model("grants", name)._default_manager.all():
            yield {"app_label": "grants", "model": name, "pk": obj.pk}


def _of_objects(route: str, pattern: Any, names: list[str]) -> Iterator[dict[str, Any]]:
    model = getattr(getattr(pattern.callback, "view_class", None), "model", None)
    prefixes = sorted((each for each in ABOUT if route.startswith(each)), key=len)
    if prefixes:
        model = apps.get_model(ABOUT[prefixes[-1]])
    if model is None:
        return
    rows = model._default_manager.order_by("pk")
    for obj in rows if route.startswith("grants") else rows[:FEW]:
        choices = [_values(name, obj, model) for name in names]
        for chosen in product(*choices):
            yield dict(zip(names, chosen, strict=True))


def _values(name: str, obj: Any, model: Any) -> list[Any]:
    if name in {"pk", "code"} and not (name == "pk" and model is Call):
        return [getattr(obj, name)]
    if name == "pk":
        return list(Application.objects.filter(call=obj).values_list("pk", flat=True))
    if name == "move":
        return [move.name for move in moves_of(model) if move.leaves(obj.state)]
    if name == "party" and isinstance(obj, Agreement):
        return list(obj.signatories.values_list("pk", flat=True))
    return OWN_KEYS.get(name, NUMBERS)


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
        if part not in one.readers and route not in one.elsewhere and one.word in text
    ]


def leaked_to(scene: Scene, part: str, client: Client, only: str = "") -> list[str]:
    """What `part` reads that is not for them: a line for each address, in the whole of Tandem or below `only`."""
    found = []
    for route, url in addresses():
        if not route.startswith(only):
            continue
        words = leaks(scene.secrets, part, route, reads(client, url))
        if words:
            found.append(f"{route} {url}: {', '.join(words)}")
    return found


def answers_to_a_search(client: Client, url: str, words: str) -> str:
    """What a list at `url` says to a search for `words`, without the words themselves and what differs each time."""
    text = reads(client, f"{url}?q={words}").replace(words, "")
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)


def leaked_by_letter(scene: Scene) -> list[str]:
    """What letters in the outbox tell those who may not read it."""
    parts = {user.email: part for part, user in scene.people.items()}
    found = []
    for letter in Message.objects.all():
        part = parts.get(letter.address, "nobody of the scene")
        words = leaks(scene.secrets, part, "", f"{letter.subject}\n{letter.body}")
        if words:
            found.append(f"{letter.template} to {part}: {', '.join(words)}")
    return found
