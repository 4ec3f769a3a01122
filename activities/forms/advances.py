"""Money before the journey as it is typed: tickets that the organiser bought, advances, limits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities import rules
from activities.models import Leg, Registration, StudyVisit
from finance.forms.banking import AccountNumberField
from finance.money import AmountFormField
from workflows.forms import SaysWhoReads

ABOVE_ZERO = _("Write an amount above zero.")


def _of_the_group(visit: StudyVisit) -> Any:
    return visit.going()


class PositiveAmountField(AmountFormField):
    """An amount above zero."""

    def clean(self, value: Any) -> Decimal | None:
        """Refuse nothing and less."""
        amount: Decimal | None = super().clean(value)
        if amount is not None and amount <= 0:
            raise forms.ValidationError(ABOVE_ZERO)
        return amount


class TicketForm(SaysWhoReads, forms.Form):
    """A ticket that the organiser paid."""

    readers = {"what": _("The person who travels and the team read this.")}

    registration = forms.ModelChoiceField(
        Registration.objects.none(),
        label=_("For whom"),
        error_messages={"required": _("Choose for whom it is.")},
    )
    leg = forms.ChoiceField(label=_("Which way"), choices=Leg.choices)
    what = forms.CharField(
        label=_("From where to where"),
        max_length=200,
        help_text=_("For example: train Gdańsk–Lublin and back."),
        error_messages={"required": _("Write from where to where.")},
    )
    amount = PositiveAmountField(
        label=_("Price"), error_messages={"required": _("Write the price of the ticket.")}
    )

    def __init__(self, *args: Any, visit: StudyVisit, **options: Any) -> None:
        super().__init__(*args, **options)
        chooser: Any = self.fields["registration"]
        chooser.queryset = _of_the_group(visit)
        chooser.label_from_instance = lambda place: str(place.person)


class AdvanceForm(SaysWhoReads, forms.Form):
    """An advance for one of the group."""

    readers = {"account": rules.READ_BY_WHO_PAYS}

    registration = forms.ModelChoiceField(
        Registration.objects.none(),
        label=_("For whom"),
        error_messages={"required": _("Choose for whom it is.")},
    )
    amount = PositiveAmountField(
        label=_("Advance"), error_messages={"required": _("Write how much.")}
    )
    account = AccountNumberField(
        label=_("Account number of this person"),
        help_text=_("26 digits."),
        error_messages={"required": _("Write the number of the account.")},
    )

    def __init__(self, *args: Any, visit: StudyVisit, **options: Any) -> None:
        super().__init__(*args, **options)
        chooser: Any = self.fields["registration"]
        chooser.queryset = _of_the_group(visit).filter(advance=None)
        chooser.label_from_instance = lambda place: str(place.person)


class LimitForm(forms.Form):
    """The most that all visits of an activity and of its programme spend on travel, together and on one person."""

    activity = PositiveAmountField(
        label=_("All visits of this activity together, at most"),
        required=False,
        help_text=_("Costs paid back and tickets you bought count together. Empty: no limit."),
    )
    activity_person = PositiveAmountField(
        label=_("One person over all visits of this activity, at most"), required=False
    )
    programme = PositiveAmountField(
        label=_("All visits of the programme together, at most"),
        required=False,
        help_text=_("Over every activity of the programme that has study visits."),
    )
    programme_person = PositiveAmountField(
        label=_("One person over all visits of the programme, at most"),
        required=False,
        help_text=_(
            "Costs beyond it are not paid back, and the person reads why. Everybody who writes costs down reads these limits."
        ),
    )
