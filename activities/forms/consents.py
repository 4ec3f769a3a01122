"""Explicit consent beside what tells of somebody's health."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import ConsentClause, ConsentWay, Person

READ_BY_ORGANISERS = _("Only the organisers see this; never employers.")
NEEDS = "needs"
TELLING = ("diet", "access_needs")


class AsksNeeds(forms.BaseForm):
    """The part of a form that asks for diet and access needs.

    They tell of health or belief, so they are kept with an explicit consent alone (GDPR, art. 9(2)(a)); without them
    nobody is asked for one.
    """

    needs_clause: ConsentClause | None = None
    way = ConsentWay.PAGE

    def ask_needs(self, person: Person | None, *, in_their_place: bool = False) -> None:
        """Add the tick, unless the person has agreed already; staff say that they were told so."""
        agreed = person is not None and person.consents.standing().to(NEEDS).exists()
        self.needs_clause = (
            None if agreed else ConsentClause.objects.newest().filter(key=NEEDS).first()
        )
        if in_their_place:
            self.way = ConsentWay.SPOKEN
        if self.needs_clause:
            field = forms.BooleanField(label=self.needs_clause.text, required=False)
            if in_their_place:
                field.help_text = _("Tick it once the person has told you so.")
            self.fields[NEEDS] = field

    def clean(self) -> dict[str, Any]:
        """What tells of health is not kept without the tick."""
        given: dict[str, Any] = super().clean() or {}
        told = any(given.get(name, "").strip() for name in TELLING)
        if self.needs_clause and told and not given.get(NEEDS):
            self.add_error(
                NEEDS,
                _("Agree that we keep what you need, or leave diet and access needs empty."),
            )
        return given

    def needs_agreed(self) -> ConsentClause | None:
        """The clause just agreed to; nothing where nothing was told that would need it."""
        told = any(self.cleaned_data.get(name, "").strip() for name in TELLING)
        return self.needs_clause if told and self.cleaned_data.get(NEEDS) else None
