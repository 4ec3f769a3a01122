"""Keeping a filter of a list under a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from programmes.models import LONGEST_QUERY, Programme, SavedFilter


class SavedFilterForm(forms.ModelForm[SavedFilter]):
    """Its name, and with whose team it is shared; whoever runs no programme shares with nobody."""

    class Meta:
        model = SavedFilter
        fields = ["name", "shared_with"]
        labels = {"shared_with": _("Who uses it")}
        error_messages = {"name": {"required": _("Give the filter a name.")}}

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        run = Programme.objects.run_by(user)
        shared: Any = self.fields["shared_with"]
        shared.queryset, shared.empty_label = run, _("I alone")
        shared.label_from_instance = lambda one: _("The team of %(programme)s") % {"programme": one}
        if not run.exists():
            del self.fields["shared_with"]

    def clean(self) -> dict[str, Any]:
        """Refuse what keeps nothing, or more than can be kept."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance.query:
            raise ValidationError(_("The list shows everything. Choose something in it first."))
        if len(self.instance.query) > LONGEST_QUERY:
            raise ValidationError(_("This filter is too long to keep. Choose less."))
        return values

    def _get_validation_exclusions(self) -> set[str]:
        """Have the name compared with the owner's other filters of this list, whom no field names."""
        return super()._get_validation_exclusions() - {"owner", "place"}  # type: ignore[misc]
