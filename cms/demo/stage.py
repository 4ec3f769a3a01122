"""The demo: five programmes played through by invented people, by the real moves, under a demo clock."""

from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from django.db import transaction

from workflows.outbox import silence

from . import (
    activities,
    afterwards,
    awards,
    beside_grants,
    edition,
    filters,
    grants,
    in_kind,
    inspecting,
    letters_to_groups,
    mentoring,
    more_calls,
    neighbourhood,
    nine_months,
    own_data,
    patrons,
    programmes,
    questions,
    reporting,
    site,
    together,
    topics,
)
from .cast import cast as gather_cast

Say = Callable[[str], None]
Made = TypeVar("Made")


def play(say: Say, *, full: bool = False) -> None:
    """Fill an empty database; all or nothing; `full` adds an edition of 150 applications.

    `say` is told each act and how long it took (seconds).

    One transaction, because SQLite with full synchronisation would wait for the disk at each of thousands.
    """
    with transaction.atomic(), silence("demo"):
        people = _act(say, "people", gather_cast)
        running = _act(say, "programmes", lambda: programmes.play(people))
        _act(say, "activities", lambda: activities.play(people, running))
        _act(say, "mentoring", lambda: mentoring.play(people, running))
        calls = _act(say, "calls and applications", lambda: grants.play(people, running))
        _act(
            say, "assessment, agreements, settlements", lambda: awards.play(people, running, calls)
        )
        stage = grants.Stage(people, running[grants.PROGRAMME])
        _act(say, "signatures, accounts, payments", lambda: afterwards.play(stage))
        _act(say, "checks of grants", lambda: inspecting.play(stage))
        _act(say, "a form of one's own", lambda: neighbourhood.play(stage))
        _act(say, "groups with a patron", lambda: patrons.play(stage))
        _act(say, "calls of other kinds", lambda: more_calls.play(stage))
        _act(say, "a local initiative", lambda: in_kind.play(stage))
        _act(say, "help beside a grant", lambda: beside_grants.play(stage))
        _act(say, "questions", lambda: questions.play(stage))
        _act(say, "topics of assessors", lambda: topics.play(stage))
        if full:
            _act(say, "an edition of 150 applications", lambda: edition.play(stage))
            _act(say, "nine months of mentoring", lambda: nine_months.play(people, running))
        _act(say, "writing together", lambda: together.play(stage))
        _act(say, "saved filters", lambda: filters.play(stage.staff, running[grants.PROGRAMME]))
        _act(say, "letters to groups", lambda: letters_to_groups.play(stage.staff))
        _act(say, "requests about data", lambda: own_data.play(people))
        _act(say, "reports", lambda: reporting.play(people, running))
        _act(say, "pages", lambda: site.play(people, running))


def _act(say: Say, name: str, scene: Callable[[], Made]) -> Made:
    start = monotonic()
    made = scene()
    say(f"  {name}: {monotonic() - start:.1f} s")
    return made
