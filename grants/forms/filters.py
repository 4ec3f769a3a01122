"""Filters that read as a sentence."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import pgettext_lazy

from grants.models import Application, Call

SHOWN = [choice for choice in Application.States.choices if choice[0] not in {"draft", "unsent"}]


class ApplicationFilter(django_filters.FilterSet):
    """Show applications from a call, in a state, with words."""

    call = django_filters.ModelChoiceFilter(
        queryset=Call.objects.none(),
        label=pgettext_lazy("filter", "from"),
        empty_label=pgettext_lazy("filter", "every call"),
    )
    state = django_filters.ChoiceFilter(
        choices=SHOWN,
        label=pgettext_lazy("filter", "in the state"),
        empty_label=pgettext_lazy("filter", "any"),
    )
    words = django_filters.CharFilter(
        method="with_words",
        label=pgettext_lazy("filter", "with the words"),
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100}),
    )

    class Meta:
        model = Application
        fields = ["call", "state", "words"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        calls = Call.objects.visible_to(self.request.user)
        self.filters["call"].queryset = calls
        self.form.fields["call"].queryset = calls

    def with_words(self, rows: Any, name: str, words: str) -> Any:
        """Rows in which every word occurs."""
        return rows.search(words[:100])
