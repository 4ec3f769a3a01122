"""From a block to the form field that asks it."""

from __future__ import annotations

from decimal import Decimal
from functools import singledispatch
from typing import Any

from django import forms
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext_lazy as _

from questionnaires.blocks import (
    Amount,
    Checkbox,
    Choice,
    ConsentBlock,
    Costs,
    Day,
    Files,
    Lines,
    LongText,
    MultipleChoice,
    Number,
    People,
    Question,
    Rows,
    Schedule,
    Text,
    say,
)

from .figures import AMOUNT_AT_MOST, DayField, NumberField
from .kept import ConsentField, FilesField
from .prose import LinesField, ProseField
from .rows import rows_field

HIGH = 1000  # characters from which a text area is drawn high


@singledispatch
def field_for(block: Question) -> forms.Field:
    """The form field that asks `block`."""
    raise NotImplementedError(f"No form field for {block.kind}.")


def _common(block: Question, missing: Any) -> dict[str, Any]:
    return {
        "label": block.title,
        "help_text": linebreaksbr(block.hint),  # escapes: the component trusts help texts
        "required": block.required,
        "error_messages": {
            "required": say(block.missing) or missing,
            "max_length": _(
                "These are %(show_value)d characters; at most %(limit_value)d fit here."
            ),
            "invalid_choice": _("Choose one of the answers given."),
        },
    }


@field_for.register
def _text(block: Text) -> forms.Field:
    return ProseField(**_common(block, _("Write the answer.")), max_length=block.max_length)


@field_for.register
def _long_text(block: LongText) -> forms.Field:
    common = _common(block, _("Write the answer."))
    field = ProseField(**common, max_length=block.max_length, widget=forms.Textarea)
    field.widget.attrs["rows"] = 5 if block.max_length < HIGH else 9
    return field


@field_for.register
def _lines(block: Lines) -> forms.Field:
    field = LinesField(block=block, **_common(block, _("Write at least one line.")))
    field.widget.attrs["rows"] = max(4, block.minimum + 1)
    return field


@field_for.register
def _number(block: Number) -> forms.Field:
    return NumberField(
        **_common(block, _("Write a number.")),
        places=block.places,
        low=block.minimum,
        high=block.maximum,
        currency="",
    )


@field_for.register
def _amount(block: Amount) -> forms.Field:
    low = block.minimum if block.minimum is not None else Decimal(0)
    high = block.maximum if block.maximum is not None else AMOUNT_AT_MOST
    return NumberField(
        **_common(block, _("Write an amount.")),
        places=2,
        low=low,
        high=high,
        currency=block.currency,
    )


@field_for.register
def _choice(block: Choice) -> forms.Field:
    choices = [(option.key, str(option)) for option in block.options]
    return forms.ChoiceField(
        **_common(block, _("Choose one answer.")), choices=choices, widget=forms.RadioSelect
    )


@field_for.register
def _choices(block: MultipleChoice) -> forms.Field:
    return forms.MultipleChoiceField(
        **_common(block, _("Choose at least one answer.")),
        choices=[(option.key, str(option)) for option in block.options],
        widget=forms.CheckboxSelectMultiple,
    )


@field_for.register
def _day(block: Day) -> forms.Field:
    field = DayField(block=block, **_common(block, _("Give a date.")))
    field.error_messages["invalid"] = _("Give a date as year-month-day, for example 2026-05-31.")
    return field


@field_for.register
def _checkbox(block: Checkbox) -> forms.Field:
    return forms.BooleanField(
        **_common(block, _("Tick this statement if it is true; without it the form cannot go."))
    )


@field_for.register
def _consent(block: ConsentBlock) -> forms.Field:
    said = _("Read the words and tick the consent; without it the form cannot go.")
    return ConsentField(block=block, **_common(block, said))


@field_for.register
def _files(block: Files) -> forms.Field:
    return FilesField(block=block, **_common(block, _("Attach at least one file.")))


@field_for.register
def _rows(block: Rows) -> forms.Field:
    missing = {
        Costs.kind: _("Add at least one cost."),
        Schedule.kind: _("Add at least one step."),
        People.kind: _("Add at least one person."),
    }
    said = missing.get(block.kind, _("Fill in at least one row."))
    return rows_field(block, **_common(block, said))
