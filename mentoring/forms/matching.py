"""How staff propose a pair and ask about one, and how people say whom they would like."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.models import Edition, Enrolment, MatchRun, Wish
from workflows.forms import SaysWhoReads

from .terms import named


class ProposalForm(SaysWhoReads, forms.Form):
    readers = {"note": _("The mentor and the programme's coordinators read this.")}

    mentee = forms.ModelChoiceField(
        Enrolment.objects.none(),
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": _("This person has a mentor already, or is not accepted.")
        },
    )
    mentor = forms.ModelChoiceField(
        Enrolment.objects.none(),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a mentor."),
            "invalid_choice": _("This mentor cannot be chosen now."),
        },
    )
    note = forms.CharField(
        label=_("Why these two fit"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    lifted = forms.BooleanField(
        label=_("Propose them although they were a pair before, or a proposal was declined"),
        required=False,
    )

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, rows in (
            ("mentee", edition.enrolments.without_mentor()),
            ("mentor", edition.enrolments.accepted_as("mentor")),
        ):
            field: Any = self.fields[name]
            field.queryset = rows


class AskForm(forms.Form):
    """Any mentee and any mentor of a run: why are these two no pair?"""

    def __init__(self, *, mentees: Iterable[Enrolment], mentors: Iterable[Enrolment]) -> None:
        super().__init__()
        for name, label, people in (
            ("mentee", _("Mentee"), mentees),
            ("mentor", _("Mentor"), mentors),
        ):
            choices = [(each.pk, named(each)) for each in people]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices)


class PublishForm(forms.Form):
    plan = forms.ChoiceField(choices=MatchRun.Plan.choices)


class WishesForm(forms.Form):
    """Up to three people one would like to work with, and those one cannot work with."""

    def __init__(self, *args: Any, enrolment: Enrolment, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = enrolment.other_side().select_related("person").order_by("person__sort_key", "pk")
        others = {str(each.pk): each for each in rows}
        people = [(key, named(each)) for key, each in others.items()]
        labels = (_("I would most like to work with"), _("Second wish"), _("Third wish"))
        said = {wish.rank: wish.about_id for wish in enrolment.wishes.all()}
        for rank, label in enumerate(labels, start=1):
            self.fields[f"wish{rank}"] = forms.TypedChoiceField(
                label=label,
                choices=[("", "–"), *people],
                coerce=others.__getitem__,
                empty_value=None,
                required=False,
                initial=said.get(rank),
            )
        self.fields["excluded"] = forms.TypedMultipleChoiceField(
            label=_("I cannot work with"),
            choices=people,
            coerce=others.__getitem__,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=list(enrolment.excludes.values_list("pk", flat=True)),
            help_text=_(
                "In confidence: only the organisers see it. You need not say why; you will not be paired."
            ),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wanted = self.wanted()
        if len(set(wanted)) < len(wanted):
            self.add_error(None, _("Name each person once."))
        if set(wanted) & set(given.get("excluded") or ()):
            self.add_error(
                "excluded", _("You wish for this person and cannot work with them: choose one.")
            )
        return given

    def wanted(self) -> list[Enrolment]:
        """The people wished for, the dearest first."""
        found = (self.cleaned_data.get(f"wish{rank}") for rank in range(1, Wish.MOST + 1))
        return [each for each in found if each]
