"""What staff ask of a plan: what matters, limits, pairs that are settled before it is computed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.actions import Terms, is_about
from mentoring.models import Enrolment
from people.regions import Region

#: What each part of a fit is called, and what it means.
PARTS = {
    "topics": (
        _("Topics"),
        _("Which share of the mentee's topics the mentor knows."),
    ),
    "region": (_("Region"), _("Both live in the same region.")),
    "availability": (
        _("Time"),
        _("In which share of the mentee's hours the mentor has time as well."),
    ),
    "forms": (_("Form of meeting"), _("There is a form in which both can meet.")),
    "mentee_wish": (
        _("The mentee's wish"),
        _("First wish 100, second 67, third 33."),
    ),
    "mentor_wish": (
        _("The mentor's wish"),
        _("First wish 100, second 67, third 33."),
    ),
}

#: The terms that are limits, and what each counts.
SIDES = {
    "limits": _("mentees from the region"),
    "mentor_limits": _("mentees of mentors from the region"),
}

#: The terms about single pairs, as a choice.
HOW = {
    "pins": _("shall be a pair"),
    "bans": _("shall be no pair"),
    "lifts": _("may be a pair once more"),
}

EMPTY_LIMITS = 3


def named(enrolment: Enrolment) -> str:
    """A person of an edition as lists name them."""
    return f"{enrolment.person} · {enrolment.get_region_display()}"


class LimitForm(forms.Form):
    """One line: at most so many, of which side, from which region."""

    most = forms.IntegerField(label=_("At most"), min_value=0, max_value=10_000, required=False)
    side = forms.ChoiceField(label=_("Of whom"), choices=list(SIDES.items()), required=False)
    region = forms.ChoiceField(
        label=_("Region"), choices=[("", _("no limit")), *Region.choices], required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        region, most = given.get("region"), given.get("most")
        if region and most is None and "most" not in self.errors:
            self.add_error("most", _("Write how many from this region at most."))
        if most is not None and not region:
            self.add_error("region", _("Choose the region that the limit is for."))
        return given


class OneLimitEach(forms.BaseFormSet[LimitForm]):
    def clean(self) -> None:
        """A region has one limit for each side."""
        said = [
            (each.cleaned_data.get("side"), each.cleaned_data["region"])
            for each in self.forms
            if each.is_valid() and each.cleaned_data.get("region")
        ]
        if len(set(said)) < len(said):
            raise forms.ValidationError(_("Give each region one limit for each side."))


LimitFormSet = forms.formset_factory(
    LimitForm, formset=OneLimitEach, extra=EMPTY_LIMITS, max_num=40, absolute_max=40
)


class TermsForm(forms.Form):
    """How much each part of a fit matters, limits, and pairs settled before anything is computed.

    It begins with `terms`, those of the latest run. The reader settles nothing about themselves; what others settled
    about them goes on unseen.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        terms: Terms,
        mentees: Sequence[Enrolment],
        mentors: Sequence[Enrolment],
        reader: Any,
    ) -> None:
        super().__init__(data)
        self.before, self.mentees, self.reader = terms, mentees, reader
        for name, (label, means) in PARTS.items():
            self.fields[name] = forms.IntegerField(
                label=label,
                help_text=means,
                min_value=0,
                max_value=10,
                initial=getattr(terms.weights, name),
            )
        self.known = {each.pk: each for each in (*mentees, *mentors)}
        self._settle(mentees, mentors)
        self.limits = LimitFormSet(
            data,
            prefix="limits",
            initial=[
                {"side": side, "region": region, "most": most}
                for side in SIDES
                for region, most in getattr(terms, side).items()
            ],
        )

    def _settle(self, mentees: Sequence[Enrolment], mentors: Sequence[Enrolment]) -> None:
        """What stands from the latest run, each to be taken out; and one more pair."""
        kept = [
            (
                f"{how}:{one}:{other}",
                f"{self.known[one].person} – {self.known[other].person}: {says}",
            )
            for how, says in HOW.items()
            for one, other in self._standing(how)
        ]
        if kept:
            self.fields["kept"] = forms.MultipleChoiceField(
                label=_("Settled before"),
                choices=kept,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[value for value, _label in kept],
                help_text=_("Untick what shall no longer hold."),
            )
        for name, label, people in (
            ("mentee", _("Mentee"), mentees),
            ("mentor", _("Mentor"), mentors),
        ):
            choices = [(each.pk, named(each)) for each in people if not is_about(self.reader, each)]
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=[("", "–"), *choices],
                coerce=int,
                empty_value=None,
                required=False,
            )
        self.fields["how"] = forms.ChoiceField(
            label=_("What shall hold for these two"),
            choices=list(HOW.items()),
            required=False,
            initial="pins",
        )

    def _standing(self, how: str, *, mine: bool = False) -> list[list[int]]:
        """Pairs of the latest run whose two are still to be planned; those about the reader apart."""
        here = [
            [one, other]
            for one, other in getattr(self.before, how)
            if {one, other} <= set(self.known)
        ]
        return [
            pair
            for pair in here
            if is_about(self.reader, *(self.known[each] for each in pair)) is mine
        ]

    @cached_property
    def fit_fields(self) -> list[Any]:
        """The weights, for the page."""
        return [self[name] for name in PARTS]

    @cached_property
    def pair_fields(self) -> list[Any]:
        """What is settled about single pairs, for the page."""
        return [self[name] for name in self.fields if name not in PARTS]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.limits.is_valid():
            self.add_error(None, self.limits.non_form_errors() or [_("Look at the limits.")])
        if bool(given.get("mentee")) != bool(given.get("mentor")):
            missing = "mentor" if given.get("mentee") else "mentee"
            self.add_error(missing, _("Choose both, or neither."))
        return given

    def terms(self) -> dict[str, Any]:
        """The terms by name, as `start_run` takes them."""
        given = self.cleaned_data
        asked: dict[str, Any] = {"weights": {name: given[name] for name in PARTS}}
        for how in HOW:
            asked[how] = self._standing(how, mine=True)
        for value in given.get("kept", []):
            how, one, other = value.split(":")
            asked[how].append([int(one), int(other)])
        if given["mentee"]:
            asked[given["how"] or "pins"].append([given["mentee"], given["mentor"]])
        for side in SIDES:
            asked[side] = {
                line["region"]: line["most"]
                for line in self.limits.cleaned_data
                if line.get("region") and line["side"] == side
            }
        return asked
