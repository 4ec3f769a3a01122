"""The assessor's forms: declaration, recusal, and the sheet with points and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.models import Assessment, Criterion
from grants.rules.merit import TOTAL, WITHOUT_BONUS
from grants.rules.scoring import (
    COMMENT_LENGTH,
    missing_comments,
    points_shown,
    read_sheet,
    total_of,
)
from workflows.forms import InstantField


class DeclareForm(forms.Form):
    """The declaration of impartiality."""

    confirmed = forms.BooleanField(
        label=_(
            "Nothing ties me to the applicant: neither family, nor work, nor membership, nor a dispute."
        ),
        error_messages={
            "required": _("Confirm that nothing ties you to the applicant, or hand it back.")
        },
    )


class RecuseForm(forms.Form):
    """Why an assessor steps back."""

    reason = forms.CharField(
        label=_("What ties you to the applicant?"),
        help_text=_("A few words are enough. The staff of the call read them."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what ties you to the applicant, in a few words.")},
    )


def _why(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why: the people concerned will read it.")},
    )


class ReopenForm(forms.Form):
    """Why a handed-in sheet is opened again, and until when it is corrected."""

    note = _why(_("Why is it opened again?"), _("The assessor reads this."))
    due_at = InstantField(
        label=_("Until when?"),
        error_messages={"required": _("Say until when the sheet is corrected.")},
    )


class SetAsideForm(forms.Form):
    """What ties the assessor to the applicant, and who assesses instead."""

    note = _why(
        _("Which conflict was found?"),
        _("The assessor and the staff read this; it stays on record."),
    )
    successor = forms.TypedChoiceField(
        label=_("Who assesses instead?"),
        help_text=_("Only people without a known conflict; whoever has least to do stands first."),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, successors: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["successor"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 -- declared above
        field.choices = [*successors, ("", _("Nobody yet: I ask later"))]
        field.initial = successors[0][0] if successors else ""


@dataclass(frozen=True)
class Line:
    """One criterion with its two fields."""

    criterion: Criterion
    points: forms.BoundField
    comment: forms.BoundField


@dataclass(frozen=True)
class Sum:
    """Points so far against a bar; `key` is TOTAL, WITHOUT_BONUS or a group's key, `least` None where there is no bar."""

    key: str
    label: Any
    points: Decimal
    most: Decimal
    least: Decimal | None


def _sum(
    key: str,
    label: Any,
    points: Mapping[str, Decimal],
    criteria: list[Criterion],
    least: Decimal | None,
) -> Sum:
    most = sum((one.weighted_maximum for one in criteria), Decimal(0))
    return Sum(key, label, total_of(points, criteria), most, least)


class KeptField(forms.CharField):
    """A field that is asked for but takes anything: what is typed is kept, and judged only when handed in."""

    def clean(self, value: Any) -> str:
        """What was typed."""
        return str(value or "")


class SheetForm(forms.Form):
    """Points and a comment for each criterion. Anything may be typed and kept; `judge()` says what is amiss."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, assessment: Assessment) -> None:
        self.call = assessment.application.call
        self.criteria = list(self.call.criteria.select_related("group"))
        super().__init__(data, initial=flat(assessment.sheet, self.criteria))
        for criterion in self.criteria:
            self.fields[f"points_{criterion.key}"] = _points_field(criterion)
            self.fields[f"comment_{criterion.key}"] = _comment_field(criterion)

    def lines(self) -> Iterator[Line]:
        """The criteria in their order, each with its fields."""
        for criterion in self.criteria:
            yield Line(criterion, self[f"points_{criterion.key}"], self[f"comment_{criterion.key}"])

    def sheet(self) -> dict[str, dict[str, str]]:
        """What stands in the form, as typed."""
        values = {name: str(self[name].value() or "") for name in self.fields}
        return nested(values, self.criteria)

    def sums(self) -> Iterator[Sum]:
        """What the points that can be read so far come to against every bar; `sheet.js` counts the same."""
        points = read_sheet(self.sheet(), self.criteria)[0]
        yield _sum(TOTAL, _("Together"), points, self.criteria, self.call.threshold_total)
        if self.call.threshold_without_bonus is not None:
            plain = [one for one in self.criteria if not one.is_bonus]
            least = self.call.threshold_without_bonus
            yield _sum(WITHOUT_BONUS, _("Without the bonus"), points, plain, least)
        for group in self.call.criterion_groups.all():
            if group.threshold is not None:
                inside = [one for one in self.criteria if one.group_id == group.pk]
                yield _sum(group.key, group.title, points, inside, group.threshold)

    def judge(self) -> bool:
        """Whether the sheet can be handed in; puts a sentence at each field that stands in the way."""
        if not self.is_valid():
            return False
        sheet = self.sheet()
        for key, sentence in read_sheet(sheet, self.criteria)[1].items():
            self.add_error(f"points_{key}", sentence)
        for key in missing_comments(sheet, self.criteria):
            self.add_error(
                f"comment_{key}",
                _("Write one sentence that justifies the points; the applicant reads it."),
            )
        return not self.errors


def flat(sheet: Any, criteria: list[Criterion]) -> dict[str, str]:
    """A sheet as the values of the form's fields."""
    return {
        f"{part}_{one.key}": (sheet.get(one.key) or {}).get(part, "")
        for one in criteria
        for part in ("points", "comment")
    }


def nested(values: Any, criteria: list[Criterion]) -> dict[str, dict[str, str]]:
    """The values of the form's fields as a sheet."""
    return {
        one.key: {part: str(values.get(f"{part}_{one.key}", "")) for part in ("points", "comment")}
        for one in criteria
    }


def _points_field(criterion: Criterion) -> KeptField:
    return KeptField(
        label=_("Points from 0 to %(most)s") % {"most": points_shown(criterion.maximum)},
        widget=forms.TextInput(
            attrs={
                "inputmode": "decimal",
                "autocomplete": "off",
                "data-points": str(criterion.maximum),
                "data-weight": str(criterion.weight),
                **({"data-bonus": ""} if criterion.is_bonus else {}),
                **({"data-group": criterion.group.key} if criterion.group else {}),
            }
        ),
    )


def _comment_field(criterion: Criterion) -> KeptField:
    return KeptField(
        label=_("Justification") if criterion.needs_justification else _("Words, if you like"),
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": COMMENT_LENGTH}),
    )
