"""Every account × every state × every move: a page's buttons and the door say the same."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from cms.access import ACCOUNTS
from tests.contracts.world.access import account
from workflows import clock
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.inbox import lifecycle_models
from workflows.moves import Move, moves_of
from workflows.options import options_for
from workflows.predicates import nobody
from workflows.timeline import state_label

MODELS = {model._meta.label: model for model in lifecycle_models()}
OF_EACH_STATE = 2


def typed(move: Move) -> dict[str, Any]:
    """Something for each input that a move asks for: what a person could type there."""
    soon, today = clock.now() + timedelta(days=400), clock.today()
    words = dict.fromkeys(
        ("reasons", "grounds", "reason", "question", "answer", "objection", "snapshot", "digest"),
        "Bo tak wyszło.",
    )
    known = {
        **words,
        **dict.fromkeys(("due_at", "until"), soon),
        **dict.fromkeys(("signed_on", "paid_on", "refunded_on", "held_on"), today),
        **dict.fromkeys(("day", "longer_until"), soon.date()),
        **dict.fromkeys(("amount", "accepted", "misused"), Decimal("1.00")),
        "account": "PL61109010140000071219812874",
        "capacity": "prezeska zarządu",
        "agreed": True,
        "confirmed": True,
        "scan": None,
        "scanned": True,
        "number": "N/1",
        "seed": "3 11 19 27 40 44",
        "topic": "other",
        "done": "Rozmowa z obiema stronami.",
        "outcome": "better",
        "answers": None,
        "words": {"wording_pl": "Czy tak?", "answer_pl": "Tak."},
        "ordinal": 9_999,
    }
    asked = set(move.takes).union(*(each.asks_for for each in move.guards))
    return {name: known[name] for name in asked - {"by", "at", "note"} - set(move.defaults)}


def samples(model: Any) -> list[Any]:
    """Objects of the demo in each state that it has of them."""
    rows = model._default_manager.order_by("pk")
    return [row for state in model.States for row in rows.filter(state=state)[:OF_EACH_STATE]]


def at_the_door(obj: Any, move: Move, user: Any) -> Exception | None:
    """What comes of making the move, all of it undone: the refusal, or None."""
    fresh = type(obj)._base_manager.get(pk=obj.pk)
    try:
        with transaction.atomic():
            getattr(fresh, move.name)(by=user, note="Bo tak wyszło.", **typed(move))
            transaction.set_rollback(True)
    except (GuardsFailed, NotFromHere, NotYours) as refusal:
        return refusal
    return None


def differs(obj: Any, move: Move, user: Any) -> str | None:
    """How the buttons and the door disagree, or nothing."""
    shown = {option.move: option for option in options_for(obj, user)}
    refusal = at_the_door(obj, move, user)
    if not move.leaves(obj.state):
        return None if move not in shown and isinstance(refusal, NotFromHere) else "from elsewhere"
    if move not in shown:
        return None if isinstance(refusal, NotYours) else f"no button, but the door says {refusal}"
    if not shown[move].possible:
        said = set(refusal.sentences) if isinstance(refusal, GuardsFailed) else set()
        return None if said.issuperset(shown[move].reasons) else f"greyed, but {refusal}"
    given = {
        **move.defaults,
        "by": user,
        "at": clock.now(),
        "note": "Bo tak wyszło.",
        **typed(move),
    }
    later = [each for each in move.guards if not each.can_be_asked_with({"by", "at"})]
    known = {sentence for each in later for sentence in each.sentences(obj, given)}
    if refusal is None or (
        isinstance(refusal, GuardsFailed) and known.issuperset(refusal.sentences)
    ):
        return None
    return f"a button, but the door says {refusal}"


@pytest.mark.parametrize("label", MODELS)
def test_buttons_and_door_agree(world, label):
    model, wrong = MODELS[label], []
    users = {name: account(name) for name in ACCOUNTS}
    for obj in samples(model):
        for move in moves_of(model):
            # a move that does not leave this state is refused before anybody is asked who they are
            asked = users if move.leaves(obj.state) else {"admin": users["admin"]}
            for name, user in asked.items():
                if found := differs(obj, move, user):
                    wrong.append(f"{name}@ {move.name} of {obj.pk} ({obj.state}): {found}")

    assert wrong == []


def test_the_demo_shows_every_lifecycle(world):
    assert [label for label, model in MODELS.items() if not samples(model)] == []


@pytest.mark.parametrize("label", MODELS)
def test_a_move_that_only_follows_is_nobodys(label):
    for move in moves_of(MODELS[label]):
        if move.may is nobody:
            assert not any(move.may(user, None) for user in (object(), None))


@pytest.mark.parametrize("label", MODELS)
def test_every_state_and_every_move_has_its_polish_words(label):
    model = MODELS[label]
    for state in model.States:
        with translation.override("pl"):
            polish = state_label(model, state)
        with translation.override("en"):
            assert polish != state_label(model, state), state
    for move in moves_of(model):
        with translation.override("pl"):
            polish = str(move.label)
        with translation.override("en"):
            assert polish != str(move.label), move
