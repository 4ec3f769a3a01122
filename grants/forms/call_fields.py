"""Fields of a call that need more than their column says: instants, lists of codes, an order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from grants.models.terms.award import PublicList
from grants.models.terms.judging import TieBreak
from grants.models.terms.outline import CHOSEN_FORMS
from grants.rules.parties import ApplicantKind
from grants.rules.soundness import is_thinkable
from questionnaires.models import Version
from workflows.forms import InstantField

from .paid_from import LineField

LANGUAGES = {"pl": _("in Polish"), "en": _("in English")}
AREAS = {"summary": 3, "further_rules": 6, "help": 2, "text": 2}
NO_CHOICE = [("", "–")]


def refuse_unthinkable_days(form: forms.BaseForm) -> None:
    """Add an error at each day or instant from which no window could be counted on."""
    for name, value in list(form.cleaned_data.items()):
        if isinstance(value, date) and not is_thinkable(value):
            form.add_error(name, _("Choose a year between 2000 and 2100."))


class CodesField(forms.CharField):
    """TERYT codes typed with commas, spaces or lines between them."""

    def __init__(self, **options: Any) -> None:
        options.pop("encoder", None), options.pop("decoder", None)
        super().__init__(max_length=2000, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [code for code in re.split(r"[\s,;]+", super().clean(value)) if code]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class OrderWidget(forms.MultiWidget):
    """As many choices as there are places."""

    use_fieldset = True

    def __init__(self, choices: Any) -> None:
        places = range(1, len(choices) + 1)
        super().__init__(
            [
                forms.Select(
                    attrs={"aria-label": format_lazy("{} {}", _("Place"), place)},
                    choices=[*NO_CHOICE, *choices],
                )
                for place in places
            ]
        )

    def decompress(self, value: Any) -> list[Any]:
        return list(value or [])


class OrderField(forms.MultiValueField):
    """An order: what decides first, then, then; places may stay empty."""

    def __init__(self, *, choices: Any, **options: Any) -> None:
        fields = [forms.ChoiceField(choices=choices, required=False) for _place in choices]
        super().__init__(fields, widget=OrderWidget(choices), require_all_fields=False, **options)

    def compress(self, data_list: Any) -> list[str]:
        return [one for one in data_list or [] if one]


def several(choices: Any, **options: Any) -> forms.MultipleChoiceField:
    """Boxes to tick."""
    return forms.MultipleChoiceField(
        choices=choices, widget=forms.CheckboxSelectMultiple, **options
    )


def form_field(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """The form field of a column of a call or of one of its tables."""
    label, required = _label(column), not column.blank
    special = {
        "who_may_apply": lambda: several(ApplicantKind.choices, label=label, required=required),
        "public_lists": lambda: several(PublicList.choices, label=label, required=False),
        "tie_breaks": lambda: OrderField(choices=TieBreak.choices, label=label),
        "budget_line": lambda: LineField(label=label),
        "territory": lambda: CodesField(label=label),
        **dict.fromkeys(CHOSEN_FORMS, lambda: _published_form(label)),
    }
    if column.name in special:
        return special[column.name]()
    if isinstance(column, models.DateTimeField):
        return InstantField(label=label, required=required, help_text=_("Warsaw time."))
    return _plain(column, label, options)


def _published_form(label: Any) -> forms.Field:
    versions = Version.objects.published().select_related("questionnaire")
    return forms.ModelChoiceField(versions, label=label, required=False)


def _plain(column: models.Field[Any, Any], label: Any, options: Any) -> forms.Field | None:
    base = column.name.rpartition("_")[0] if column.name[-3:] in {"_pl", "_en"} else column.name
    if isinstance(column, models.DateField):
        options["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    elif base in AREAS:
        options["widget"] = forms.Textarea(attrs={"rows": AREAS[base]})
    elif isinstance(column, models.DecimalField):
        options["localize"] = True
    field = column.formfield(**options)
    if field is not None:
        field.label = label
        field.required = column.name in {"title_pl", "text_pl"} or (
            field.required and not column.name.endswith("_en")
        )
    return field


def _label(column: models.Field[Any, Any]) -> Any:
    # lazy: forms are kept once they are made, and the next reader may have another language
    base = getattr(column, "translated_field", None)
    if base is None:
        return capfirst(column.verbose_name)
    return format_lazy("{} ({})", capfirst(base.verbose_name), LANGUAGES[column.name[-2:]])


def lines_of(fields: Iterable[forms.BoundField]) -> list[list[forms.BoundField]]:
    """`fields` line by line: short ones of a kind stand side by side, two to a line."""
    lines: list[list[forms.BoundField]] = []
    for field in fields:
        last = lines[-1] if lines else []
        if len(last) == 1 and _is_short(last[0]) and _is_short(field):
            last.append(field)
        else:
            lines.append([field])
    return lines


def _is_short(field: forms.BoundField) -> bool:
    return isinstance(
        field.field, forms.DecimalField | forms.IntegerField | forms.DateField | forms.DateTimeField
    )
