"""The same walk over what follows: a decision nobody was told of, grants, pairs, journeys, the desks of a programme."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from tests.contracts.canary.addresses import UNASKED, addresses, unasked
from tests.contracts.canary.awarded import Awarded
from tests.contracts.canary.decided import Decided
from tests.contracts.canary.office import Office
from tests.contracts.canary.scene import Scene
from tests.contracts.canary.together import Together
from tests.contracts.canary.walk import (
    leaked_by_letter,
    leaked_to,
    leaked_to_questions,
    reads,
)
from tests.contracts.canary.words import browsers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
SCENES = (Scene, Decided, Awarded, Together, Office)
#: Those with the most to gain walk every day, below the addresses of their room; everybody everywhere in the long form.
DAILY = [
    (Decided, "winner", "grants"),
    (Decided, "scorer", "grants"),
    (Awarded, "rival", "grants"),
    (Together, "mentor", "mentoring"),
    (Together, "employer", "mentoring"),
    (Together, "companion", "activities"),
    (Office, "funder", "reporting"),
]
ASKING = [
    (Scene, "chair"), (Scene, "deputy"), (Scene, "scorer"), (Scene, "rival"),
    (Decided, "winner"), (Decided, "scorer"), (Together, "other_mentor"), (Office, "editor"),
]  # fmt: skip


@pytest.fixture
def quiet() -> Iterator[None]:
    """Without a line in the log for each of a thousand refusals."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def named(value: object) -> str:
    return getattr(value, "__name__", str(value))


@pytest.mark.parametrize(("make", "part", "room"), DAILY, ids=named)
def test_nothing_reaches_whom_it_is_not_for(make, part, room):
    scene = make()

    assert leaked_to(scene, part, browsers(scene)[part], room) == []


@pytest.mark.soak
@pytest.mark.parametrize("make", SCENES[1:], ids=named)
def test_nothing_reaches_anybody_anywhere(make):
    scene = make()

    found = {part: leaked_to(scene, part, client) for part, client in browsers(scene).items()}

    assert {part: lines for part, lines in found.items() if lines} == {}


@pytest.mark.parametrize("make", SCENES[1:], ids=named)
def test_no_letter_tells_what_is_not_for_its_reader(make):
    assert leaked_by_letter(make()) == []


@pytest.mark.parametrize(("make", "part"), ASKING, ids=named)
def test_no_filter_no_order_and_no_file_of_a_list_tells_more_than_the_list(make, part):
    scene = make()

    assert leaked_to_questions(scene, part, browsers(scene)[part]) == []


def test_no_route_of_ours_is_skipped():
    left = set.intersection(*(left_out_of(make) for make in SCENES))

    assert left - set(UNASKED) == set(), "Lead to them in tests/contracts/canary/addresses.py."
    assert set(UNASKED) - left == set(), "These are asked by now: take them out of UNASKED."


def left_out_of(make) -> set[str]:
    with undone():
        make()
        return set(unasked())


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside did not."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.soak
@pytest.mark.parametrize("make", SCENES, ids=named)
def test_every_word_is_read_by_somebody_for_whom_it_is(make):
    """A word that nobody reads anywhere proves nothing by being nowhere; figures have spellings of which one is enough."""
    scene = make()
    parts = browsers(scene)
    readers = {part for one in scene.secrets for part in one.readers if part in parts}

    texts = {part: everything(parts[part]) for part in readers}

    unread = [
        one.word
        for one in scene.secrets
        if one.word.casefold().startswith("kan")
        and not any(one.word in texts[part] for part in one.readers & texts.keys())
    ]
    assert unread == []


def everything(client) -> str:
    return "\n".join(reads(client, url) for _route, url in addresses())
