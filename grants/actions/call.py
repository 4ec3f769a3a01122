"""Setting up a call with its criteria and its formal card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from grants.models import Call
from people.names import slug
from questionnaires.actions import publish_file
from questionnaires.models import Version

if TYPE_CHECKING:
    from people.models import User

DATA = Path(__file__).resolve().parent.parent / "data"
FORM, FORM_IN_KIND = DATA / "micro_grant.yaml", DATA / "local_initiative.yaml"
USUAL_CHECKLIST = (
    ("Wniosek złożono w terminie.", "The application came in time."),
    (
        "Wnioskodawca należy do grona uprawnionych w tym naborze.",
        "The applicant is among those who may apply.",
    ),
    (
        "Wniosek wypełniono w całości i zrozumiale.",
        "The application is filled in completely and clearly.",
    ),
    (
        "Projekt mieści się w okresie podanym w naborze.",
        "The project lies within the period of the call.",
    ),
    (
        "Kwota i wkład własny mieszczą się w granicach naboru.",
        "The amount and own contribution keep to the limits.",
    ),
    ("Złożono wymagane oświadczenia.", "The required statements are there."),
)


def publish_default_form(*, by: User | None = None) -> Version:
    """Publish the form that a new call is offered; a second time changes nothing."""
    return publish_file(path=FORM, by=by)


def publish_form_in_kind(*, by: User | None = None) -> Version:
    """Publish the form of a local initiative; a second time changes nothing."""
    return publish_file(path=FORM_IN_KIND, by=by)


def plant_default_form(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Publish the forms of both kinds of call after migrating, so that one can be set up at once."""
    if Version._meta.db_table in connections[using].introspection.table_names():
        publish_default_form()
        publish_form_in_kind()


@transaction.atomic
def create_call(
    *,
    by: User,
    criteria: Iterable[Mapping[str, Any]],
    checklist: Iterable[Mapping[str, Any]],
    **fields: Any,
) -> Call:
    """Make a call in preparation; `criteria` and `checklist` are the fields of their rows, in order."""
    call = Call.objects.begin(by=by, **fields)
    add_criteria(call=call, rows=criteria)
    for position, row in enumerate(checklist, start=1):
        call.checklist.create(position=position, **row)
    return call


def add_criteria(*, call: Call, rows: Iterable[Mapping[str, Any]]) -> None:
    """Give `call` criteria with `rows` as fields, each under a key that stays when the words change."""
    taken = set(call.criteria.values_list("key", flat=True))
    for position, row in enumerate(rows, start=1):
        key = free_key(str(row.get("title_pl") or row.get("title") or ""), taken)
        taken.add(key)
        call.criteria.create(**{"position": position, "key": key, **row})


def free_key(title: str, taken: Iterable[str]) -> str:
    """A short key made of `title` that is not yet `taken`."""
    base = slug(title)[:40] or "criterion"
    used = set(taken)
    return next(
        key
        for number in range(len(used) + 1)
        if (key := f"{base}-{number + 1}" if number else base) not in used
    )
