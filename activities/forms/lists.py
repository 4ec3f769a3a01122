"""Filters of the lists of events and visits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programmes.models import Activity


class ListFilter(forms.Form):
    """Reads as a sentence: “from the activity …, in the state …”. Wrong values filter nothing."""

    activity: Any = forms.ModelChoiceField(
        Activity.objects.none(), label=_("from the activity"), required=False
    )
    state = forms.ChoiceField(label=_("in the state"), required=False)

    def __init__(self, *args: Any, rows: QuerySet[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        chooser: Any = self.fields["activity"]
        states: Any = self.fields["state"]
        used = rows.order_by().values("activity")
        chooser.queryset = (
            Activity.objects.filter(pk__in=used)
            .select_related("programme")
            .order_by("programme", "position")
        )
        chooser.empty_label = _("any")
        chooser.label_from_instance = lambda activity: f"{activity.programme}: {activity}"
        states.choices = [("", _("any")), *rows.model.States.choices]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """`rows` as far as the filter says."""
        if not self.is_valid():
            return rows
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return rows.filter(**chosen)
