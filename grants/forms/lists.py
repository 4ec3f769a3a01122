"""Filters of the lists that follow a decision; they read as a sentence."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from grants.models import Agreement, Call


class AgreementFilter(django_filters.FilterSet):
    """Show agreements from a call, in a state."""

    call = django_filters.ModelChoiceFilter(
        queryset=Call.objects.none(), label=_("from"), empty_label=_("every call")
    )
    state = django_filters.ChoiceFilter(
        choices=Agreement.States.choices, label=_("in the state"), empty_label=_("any")
    )

    class Meta:
        model = Agreement
        fields = ["call", "state"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        agreements = Agreement.objects.visible_to(self.request.user)
        calls = Call.objects.filter(pk__in=agreements.order_by().values("call"))
        self.filters["call"].queryset = calls
        self.form.fields["call"].queryset = calls
