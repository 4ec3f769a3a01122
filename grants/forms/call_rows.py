"""The tables of a call: tracks, rates, categories, the formal card, criteria, tranches."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

from django import forms
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from grants.actions.call import free_key
from grants.models import Call, Criterion, Track
from grants.models.terms.outline import ALL_ROWS, Rows
from grants.models.terms.snapshot import columns

from .call_fields import form_field, lines_of, refuse_unthinkable_days

SPARE = 2
MOST = 40


class RowForm(forms.ModelForm[Any]):
    """One row; it gets a key that stays when its words change."""

    def clean(self) -> dict[str, Any]:
        """Refuse limits that cross and impossible days, at the field that can be changed."""
        given = super().clean() or {}
        refuse_unthinkable_days(self)
        crossing = {
            Criterion: ("threshold", "maximum", _("More points are needed than can be given.")),
            Track: (
                "max_grant",
                "min_grant",
                _("The largest grant is smaller than the smallest one."),
            ),
        }.get(self._meta.model)
        if crossing:
            low, high = given.get(crossing[0]), given.get(crossing[1])
            if self._meta.model is Track:
                low, high = high, low
            if low is not None and high is not None and low > high:
                self.add_error(crossing[0], crossing[2])
        return given

    def lines(self) -> list[list[forms.BoundField]]:
        """The fields line by line; only a row that is kept can be moved or taken away."""
        shown = self.visible_fields()
        if not self.instance.pk:
            shown = [
                one for one in shown if one.name not in {DELETION_FIELD_NAME, ORDERING_FIELD_NAME}
            ]
        return lines_of(shown)

    def save(self, commit: bool = True) -> Any:
        """Save, under a free key where rows have keys."""
        if hasattr(self.instance, "key") and not self.instance.key:
            siblings = self._meta.model.objects.filter(call=self.instance.call)
            taken = siblings.values_list("key", flat=True)
            self.instance.key = free_key(self.cleaned_data["title_pl"], taken)
        return super().save(commit)


class OrderedFormSet(forms.BaseInlineFormSet):
    """Rows that keep the order in which they stand on the page until somebody moves them."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Let a row be moved, and a criterion choose among the groups of its own call."""
        super().add_fields(form, index)
        if ORDERING_FIELD_NAME in form.fields:
            form.fields[ORDERING_FIELD_NAME].label = _("Place in the order")
        if "group" in form.fields:
            form.fields["group"].queryset = self.instance.criterion_groups.all()
            form.fields["group"].choices = self.groups

    def save(self, commit: bool = True) -> Any:
        """Save the rows, and those that were moved at their new places; of two at one place the earlier row is first."""
        saved = super().save(commit)
        for place, form in enumerate(self.ordered_forms, start=1):
            if form.instance.pk and form.instance.position != place:
                form.instance.position = place
                form.instance.save(update_fields=["position"])
        return saved

    def save_new(self, form: Any, commit: bool = True) -> Any:
        """Save a new row after those before it."""
        form.instance.position = self.forms.index(form) + 1
        return super().save_new(form, commit)

    @cached_property
    def groups(self) -> list[tuple[Any, str]]:
        """The groups to choose from, read once for all rows."""
        found = self.instance.criterion_groups.all()
        return [("", "–"), *((group.pk, str(group)) for group in found)]

    @property
    def title(self) -> str:
        """What the rows are."""
        model: Any = self.model
        return str(model._meta.verbose_name_plural)

    @property
    def row_title(self) -> str:
        """What one row is."""
        model: Any = self.model
        return str(model._meta.verbose_name)


@cache
def formset_for(name: str) -> type[OrderedFormSet]:
    """The formset of the table `name` of a call."""
    rows = next(one for one in ALL_ROWS if one.name == name)
    model: type[models.Model] = Call._meta.get_field(name).related_model  # type: ignore[assignment]
    made: Any = forms.inlineformset_factory(
        Call,
        model,
        form=RowForm,
        formset=OrderedFormSet,
        fields=columns(model, rows.fields),
        formfield_callback=form_field,
        extra=SPARE,
        max_num=MOST,
        validate_max=True,
        can_order=True,
    )
    return made


def formsets_of(rows: tuple[Rows, ...], call: Call, data: Any) -> list[OrderedFormSet]:
    """The tables of one chapter, in their order."""
    return [formset_for(one.name)(data, instance=call, prefix=one.name) for one in rows]
