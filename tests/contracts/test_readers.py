"""Who reads it stands at every field of the rooms of pairs and of journeys that takes words, files or sensitive data."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.utils.translation import override

from mentoring.forms import GoalForm, SessionForm
from tests.factories.mentoring import make_pair
from workflows.forms import SaysWhoReads
from workflows.lifecycle import Lifecycle
from workflows.moves import moves_of

ROOMS = ("activities.forms", "mentoring.forms")

#: Sensitive though no free words.
SENSITIVE = {"birth_date", "room"}

#: Shown to whoever types and to nobody else: they narrow a list.
NARROW = {"activities.forms.lists"}

TAKES_WORDS = (forms.TextInput, forms.Textarea, forms.FileInput)
NO_WORDS = (forms.NumberInput, forms.DateInput, forms.TimeInput, forms.DateTimeInput)


def forms_of(room: str) -> Iterator[Any]:
    """Every form that a room defines."""
    for each in iter_modules(import_module(room).__path__, f"{room}."):
        for one in vars(import_module(each.name)).values():
            is_form = isinstance(one, type) and issubclass(one, forms.BaseForm)
            if (
                is_form
                and hasattr(one, "base_fields")
                and one.__module__ == each.name
                and each.name not in NARROW
            ):
                yield one


def asks(name: str, field: Any) -> bool:
    """Whether words, a file or something sensitive is typed there."""
    widget = field.widget
    if widget.is_hidden or name in SENSITIVE:
        return not widget.is_hidden
    amount = hasattr(field, "max_digits")
    return isinstance(widget, TAKES_WORDS) and not isinstance(widget, NO_WORDS) and not amount


FORMS = [form for room in ROOMS for form in forms_of(room)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_every_field_with_words_files_or_sensitive_data_says_who_reads_it(form):
    asked = {name for name, field in form.base_fields.items() if asks(name, field)}
    said = set(form.readers) if issubclass(form, SaysWhoReads) else set()

    assert asked <= said, f"{form.__name__}: who reads {sorted(asked - said)}?"
    with override("pl"):
        assert all(str(sentence).strip() for sentence in getattr(form, "readers", {}).values())


def test_the_rooms_have_forms():
    assert len(FORMS) > 40
    assert sum(issubclass(form, SaysWhoReads) for form in FORMS) > 25


@pytest.mark.django_db
def test_it_stands_below_the_field_once_and_is_read_aloud_with_it():
    with override("pl"):
        bound = GoalForm(instance=make_pair())["goal"]
        says = str(GoalForm.readers["goal"])

        assert str(bound.help_text).count(says) == 1
        assert bound.help_text.startswith(str(GoalForm.base_fields["goal"].help_text))
        assert "helptext" in str(bound.aria_describedby)
        form = SessionForm(pairing=make_pair())
        assert str(form["note"].help_text) == "Zobaczysz to tylko Ty."
        assert str(form["note"].help_text) == str(form["note"].help_text)


def test_employers_of_mentees_never_read_what_a_pair_writes():
    with override("pl"):
        for form in (GoalForm, SessionForm):
            assert any("racodaw" in str(sentence) for sentence in form.readers.values())


LIVES = [
    model
    for label in ("activities", "mentoring")
    for model in apps.get_app_config(label).get_models()
    if issubclass(model, Lifecycle) and any(move.note != "none" for move in moves_of(model))
]


@pytest.mark.parametrize("model", LIVES, ids=lambda model: model.__name__)
def test_every_step_that_asks_for_words_says_who_reads_them(model):
    assert str(model.note_readers) != str(Lifecycle.note_readers), f"{model.__name__}: who?"


def test_the_rooms_have_steps_that_ask_for_words():
    assert len(LIVES) > 12


#: Pages of the team alone; there staff choose below the words who reads them.
OF_THE_TEAM = {"Edition", "Event", "StudyVisit"}
#: Shown on the page of their pair.
NO_PAGE = {"Deputy"}


def test_every_page_where_one_writes_a_comment_says_who_reads_it():
    silent = {
        model.__name__
        for label in ("activities", "mentoring")
        for model in apps.get_app_config(label).get_models()
        if issubclass(model, Lifecycle) and not model.comment_readers
    }

    assert silent - OF_THE_TEAM == NO_PAGE
