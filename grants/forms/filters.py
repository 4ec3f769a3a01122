"""Filters that read as a sentence."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import pgettext_lazy

from finance.money import AmountFormField
from grants.models import Application, Call, Track
from programmes.forms.listing import ListFilter, in_state, one_of, ordered_by, with_words

SHOWN = [choice for choice in Application.States.choices if choice[0] not in {"draft", "unsent"}]
WHO = (
    ("mine", pgettext_lazy("whose move", "mine")),
    ("author", pgettext_lazy("whose move", "the applicant's")),
    ("staff", pgettext_lazy("whose move", "the staff's")),
    ("nobody", pgettext_lazy("whose move", "nobody's")),
)
# What a list may be ordered by.
ORDERS = {
    "newest": ("-submitted_at", "-pk"),
    "number": ("call", "ordinal"),
    "title": ("title", "pk"),
    "applicant": ("applicant", "pk"),
    "most": ("-requested_amount", "pk"),
    "least": ("requested_amount", "pk"),
    "state": ("state", "ordinal", "pk"),
}
ORDER_NAMES = (
    ("newest", pgettext_lazy("ordered by", "the newest first")),
    ("number", pgettext_lazy("ordered by", "their number")),
    ("title", pgettext_lazy("ordered by", "their title")),
    ("applicant", pgettext_lazy("ordered by", "the applicant")),
    ("most", pgettext_lazy("ordered by", "the largest request first")),
    ("least", pgettext_lazy("ordered by", "the smallest request first")),
    ("state", pgettext_lazy("ordered by", "their state")),
)


class AmountFilter(django_filters.Filter):
    """A bound of an amount, typed as people write it."""

    field_class = AmountFormField


def asked_for(label: Any, bound: str) -> AmountFilter:
    """A bound of the requested amount."""
    widget = forms.TextInput(attrs={"size": 9, "maxlength": 20})
    return AmountFilter(
        field_name="requested_amount", lookup_expr=bound, label=label, widget=widget
    )


class ApplicationFilter(ListFilter):
    """Show applications from a call, in a state, with words, by what they ask for and whose move it is."""

    orders = ORDERS
    call = django_filters.ModelChoiceFilter(
        queryset=Call.objects.none(),
        label=pgettext_lazy("filter", "from"),
        empty_label=pgettext_lazy("filter", "every call"),
    )
    track = django_filters.ModelChoiceFilter(
        queryset=Track.objects.none(),
        label=pgettext_lazy("filter", "in the track"),
        empty_label=pgettext_lazy("filter", "any track"),
    )
    state = in_state(SHOWN)
    least = asked_for(pgettext_lazy("filter", "asking for at least"), "gte")
    most = asked_for(pgettext_lazy("filter", "and at most"), "lte")
    whose = one_of(
        WHO,
        pgettext_lazy("filter", "whose next move is"),
        pgettext_lazy("filter", "anybody's"),
        "with_move_of",
    )
    late = django_filters.BooleanFilter(
        method="only_late",
        label=pgettext_lazy("filter", "only late ones"),
        widget=forms.CheckboxInput,
    )
    words = with_words()
    sort = ordered_by(ORDER_NAMES)

    class Meta:
        model = Application
        fields = ["call", "track", "state", "least", "most", "whose", "late", "words", "sort"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        calls = Call.objects.visible_to(self.request.user)
        self.offer("call", calls)
        chosen = str((self.data or {}).get("call", ""))
        tracks = Track.objects.filter(call__in=calls.order_by().values("pk"))
        if chosen.isascii() and chosen.isdecimal() and len(chosen) < 10:
            tracks = tracks.filter(call=int(chosen))
        if tracks.exists():
            self.offer("track", tracks)
        else:
            del self.filters["track"], self.form.fields["track"]

    def with_move_of(self, rows: Any, name: str, who: str) -> Any:
        """Rows whose next move is `who`'s."""
        return rows.moved_by(who, self.request.user)

    def only_late(self, rows: Any, name: str, wanted: bool) -> Any:
        """Rows whose next move is late, where they are `wanted`."""
        return rows.late() if wanted else rows
