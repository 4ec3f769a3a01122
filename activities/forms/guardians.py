"""Who may come to an event: people of some regions, and those under age with their guardian's consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Event
from people.models import ConsentClause
from people.querysets import GUARDIAN
from people.regions import Region

MINOR = "is_minor"


class AsksWhoMayCome(forms.BaseForm):
    """The part of a form that asks where somebody comes from, and who answers for them."""

    event: Event | None = None
    guardian_clause: ConsentClause | None = None

    def ask_as_the_event_wants(self, event: Event) -> None:
        """Add the questions of this event; none where everybody may come."""
        self.event = event
        if event.regions:
            self.fields["region"] = forms.ChoiceField(
                label=_("Where do you come from?"),
                choices=[("", _("Choose")), *Region.choices],
                error_messages={"required": _("Choose your voivodeship.")},
            )
        if event.for_minors:
            self._ask_for_a_guardian()

    def _ask_for_a_guardian(self) -> None:
        self.guardian_clause = ConsentClause.objects.newest().filter(key=GUARDIAN).first()
        self.fields[MINOR] = forms.BooleanField(
            label=_("The person who comes is under 18"),
            required=False,
            help_text=_("Then a parent or guardian fills in the next three fields."),
        )
        self.fields["guardian_name"] = forms.CharField(
            label=_("Name of the parent or guardian"), max_length=160, required=False
        )
        self.fields["guardian_contact"] = forms.CharField(
            label=_("Telephone or e-mail of the parent or guardian"),
            max_length=160,
            required=False,
        )
        if self.guardian_clause:
            self.fields[GUARDIAN] = forms.BooleanField(
                label=self.guardian_clause.text, required=False
            )

    def clean_region(self) -> str:
        """Of one of the regions of this event."""
        region: str = self.cleaned_data["region"]
        if self.event and region not in self.event.regions:
            raise forms.ValidationError(
                _("This meeting is for people from: %(regions)s."),
                params={"regions": ", ".join(self.event.region_names())},
            )
        return region

    def clean(self) -> dict[str, Any]:
        """Of somebody under age a guardian is named and agrees; of others nothing of that kind is kept."""
        given: dict[str, Any] = super().clean() or {}
        if MINOR not in self.fields:
            return given
        if not given.get(MINOR):
            given["guardian_name"] = given["guardian_contact"] = ""
            given[GUARDIAN] = False
            return given
        for name, sentence in (
            ("guardian_name", _("Write the name of the parent or guardian.")),
            ("guardian_contact", _("Write how we reach the parent or guardian.")),
            (
                GUARDIAN,
                _("Without the consent of a parent or guardian we can not take the registration."),
            ),
        ):
            if name in self.fields and not given.get(name):
                self.add_error(name, sentence)
        return given

    def guardian_agreed(self) -> ConsentClause | None:
        """The clause the guardian has just agreed to."""
        return self.guardian_clause if self.cleaned_data.get(GUARDIAN) else None
