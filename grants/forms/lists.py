"""Filters of the lists that follow a decision; they read as a sentence."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import pgettext_lazy

from grants.models import Agreement, Call
from programmes.forms.listing import ListFilter, in_state


class AgreementFilter(ListFilter):
    """Show agreements from a call, in a state."""

    call = django_filters.ModelChoiceFilter(
        queryset=Call.objects.none(),
        label=pgettext_lazy("filter", "from"),
        empty_label=pgettext_lazy("filter", "every call"),
    )
    state = in_state(Agreement.States.choices)

    class Meta:
        model = Agreement
        fields = ["call", "state"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        agreements = Agreement.objects.visible_to(self.request.user)
        self.offer("call", Call.objects.filter(pk__in=agreements.order_by().values("call")))
