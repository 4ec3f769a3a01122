"""The system checks: a lifecycle that is not whole stops the start, and says what is wrong with it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models
from django.test.utils import isolate_apps

from workflows import checks, triggers
from workflows.inbox import lifecycle_models
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import moves_of, transition
from workflows.predicates import nobody


class States(BaseStates):
    ASKED = "asked", Category.IN_HANDS, "zapytane"
    LENT = "lent", Category.YOURS, "wypożyczone"
    PAUSED = "paused", Category.PAUSED, "wstrzymane"
    BACK = "back", Category.DONE, "oddane"


def move(source, target):
    def body(self, *, by):
        pass

    body.__name__ = f"to_{target}"
    return transition(source=source, target=target, may=nobody, label=target)(body)


def owners(*states):
    return {state: [Owes("x", "x", who=lambda obj: [])] for state in states}


def loan(name="Loan", bases=(Lifecycle,), **changes):
    """A lifecycle of things lent, whole but for the `changes`; None takes something away."""
    body = {
        "States": States,
        "state": StateField(States, default=States.ASKED),
        "owes": owners(States.ASKED, States.LENT, States.PAUSED),
        "path": [States.ASKED, States.LENT, States.BACK],
        "to_lent": move([States.ASKED, States.PAUSED], States.LENT),
        "to_paused": move(States.LENT, States.PAUSED),
        "to_back": move(States.LENT, States.BACK),
        **changes,
    }
    kept = {key: value for key, value in body.items() if value is not None}
    meta = type("Meta", (), {"app_label": "workflows"})
    return type(name, bases, {"__module__": __name__, "Meta": meta, **kept})


@isolate_apps("workflows")
def test_a_whole_lifecycle_has_no_fault():
    assert checks.faults(loan()) == []


@isolate_apps("workflows")
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"state": None}, "It has no StateField called “state”."),
        (
            {"state": models.CharField(max_length=9, default="asked")},
            "It has no StateField called “state”.",
        ),
        ({"to_back": None}, "No move leads to “back”."),
        ({"to_lent": move("paused", "lent")}, "No move leads to “lent”."),
        (
            {"to_back": None, "to_bakc": move("lent", "bakc")},
            "“bakc” is named, but there is no such state.",
        ),
        ({"path": ["asked", "lost"]}, "“lost” is named, but there is no such state."),
        ({"owes": {}}, "Nobody has the move in “asked”."),
        ({"owes": {}}, "Nobody has the move in “lent”."),
        ({"to_lent": move("asked", "lent")}, "Nothing leads out of “paused”."),
        (
            {"to_paused": None, "to_back": None},
            "Nothing leads out of “lent”.",
        ),
    ],
)
def test_a_fault_of_a_lifecycle_is_named(changes, says):
    assert says in checks.faults(loan(**changes))


@isolate_apps("workflows")
def test_a_pause_for_good_needs_nobody():
    model = loan(owes=owners(States.ASKED, States.LENT), to_lent=move("asked", "lent"))

    assert checks.faults(model) == []


def base(**body):
    meta = type("Meta", (), {"app_label": "workflows", "abstract": True})
    return type("Base", (Lifecycle,), {"__module__": __name__, "Meta": meta, **body})


@isolate_apps("workflows")
def test_a_state_field_on_a_base_class_is_refused():
    """django-fsm drops the moves of an abstract base's field that a model overrides, without a word."""
    above = base(state=StateField(States, default=States.ASKED))

    for model in (loan("Inherits", (above,), state=None), loan("Overrides", (above,))):
        assert any("stands on a base class" in fault for fault in checks.faults(model))


@isolate_apps("workflows")
def test_moves_shared_by_two_models_are_refused():
    """django-fsm keeps them for the first model and forgets them for the second."""
    above = base(to_lent=move(["asked", "paused"], "lent"))
    first, second = (loan(name, (above,), to_lent=None) for name in ("First", "Second"))

    assert checks.faults(first) == []
    assert checks.faults(second) == ["Its field knows nothing of the moves to_lent."]


def test_every_lifecycle_of_tandem_is_whole():
    assert checks.check_lifecycles(None) == []


def test_every_lifecycle_of_tandem_keeps_its_state_and_its_moves_on_itself():
    for model in lifecycle_models():
        field = model._meta.get_field("state")
        assert field.model is model
        assert set(field.transitions[model]) == {each.name for each in moves_of(model)}


def test_a_fault_stops_the_start(monkeypatch):
    with isolate_apps("workflows"):
        broken = loan(owes={})
    monkeypatch.setattr(checks, "lifecycle_models", lambda: [broken])

    found = checks.check_lifecycles(None)

    assert {message.id for message in found} == {"workflows.E001"}
    assert all(message.is_serious() for message in found)


@pytest.mark.django_db
def test_a_missing_trigger_is_a_warning_that_says_what_to_do():
    assert checks.check_triggers(None, databases=["default"]) == []
    triggers.lift()

    found = checks.check_triggers(None, databases=["default"])

    assert len(found) == len(triggers.missing()) > 0
    assert "migrate" in str(found[0].hint)


@pytest.mark.django_db
def test_a_database_before_its_first_migrate_is_not_warned_about(monkeypatch):
    monkeypatch.setattr(triggers, "TABLES", ("workflows_not_yet",))

    assert checks.check_triggers(None, databases=["default"]) == []
    assert checks.check_triggers(None, databases=None) == []


@pytest.mark.django_db
def test_the_check_of_the_database_runs_with_the_others():
    out = StringIO()

    call_command("check", databases=["default"], stdout=out)

    assert "no issues" in out.getvalue()
