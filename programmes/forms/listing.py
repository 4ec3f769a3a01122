"""What filters of lists share: words in any order, a state, an order; they read as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import django_filters
from django import forms
from django.utils.translation import pgettext_lazy

Choices = Iterable[tuple[Any, Any]]


def in_state(choices: Choices) -> django_filters.ChoiceFilter:
    """The state that the rows are in."""
    return one_of(choices, pgettext_lazy("filter", "in the state"), pgettext_lazy("filter", "any"))


def one_of(
    choices: Choices, label: Any, whichever: Any, method: str | None = None
) -> django_filters.ChoiceFilter:
    """One of `choices`; `whichever` is the word for none chosen, `method` what filters, else the column."""
    return django_filters.ChoiceFilter(
        choices=choices, label=label, empty_label=whichever, method=method
    )


def with_words() -> django_filters.CharFilter:
    """Words that the rows are searched for."""
    return django_filters.CharFilter(
        method="search",
        label=pgettext_lazy("filter", "with the words"),
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100}),
    )


def ordered_by(choices: Choices) -> django_filters.ChoiceFilter:
    """The order of the rows, one of `orders`."""
    return django_filters.ChoiceFilter(
        choices=choices,
        method="in_order",
        label=pgettext_lazy("filter", "ordered by"),
        empty_label=None,
    )


class ListFilter(django_filters.FilterSet):
    """A filter over rows whose queryset has `search(words)`.

    `orders` are the columns of each order; the last one breaks ties, so that pages never show a row twice.
    """

    orders: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def offer(self, name: str, rows: Any) -> None:
        """Have the filter `name` choose among `rows`."""
        self.filters[name].queryset = rows
        self.form.fields[name].queryset = rows

    def search(self, rows: Any, name: str, words: str) -> Any:
        """Rows that have every word."""
        return rows.search(words[:100])

    def in_order(self, rows: Any, name: str, order: str) -> Any:
        """Rows in one of the orders."""
        return rows.order_by(*self.orders[order])
