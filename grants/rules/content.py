"""What an application must contain to be complete: the form's own questions and what the call adds to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grants.rules.blind import named_in, names_written, says_who
from grants.rules.eligibility import Facts, refusals
from grants.rules.estimate import about_costs
from grants.rules.line_up import people_in
from people.numbers import digits, validate_nip
from questionnaires.blocks import Block, Costs
from questionnaires.forms import AnswersForm
from questionnaires.summary import total
from workflows import clock

if TYPE_CHECKING:
    from grants.models import Call, Track


# Under which question a rule's sentence stands, where it has another name than its fact.
ASKED_AS = {
    "kind": "applicant_kind",
    "registered_on": "organisation_registered_on",
    "revenue": "organisation_revenue",
    "adults": "group_members",
    "place": "applicant_place",
}


class ContentForm(AnswersForm):
    """The whole application of one call as one form; `on` is the day for which it is judged, today unless given."""

    def __init__(
        self,
        blocks: Sequence[Block],
        values: Mapping[str, Any] | None = None,
        *,
        call: Call,
        check: bool = False,
        part: int = 1,
        on: date | None = None,
    ) -> None:
        self.call, self.on = call, on or clock.today()
        super().__init__(blocks, values, check=check, part=part)

    def judged(self) -> ContentForm:
        """The same questions and answers, judged."""
        return ContentForm(
            self.blocks, self.typed, call=self.call, check=True, part=self.part, on=self.on
        )

    def clean(self) -> dict[str, Any]:
        """Add what no single question can know: dates in order, costs within the call's limits, real numbers."""
        cleaned = super().clean()
        self._read_people(cleaned)
        for verdict in refusals(self.call, self.facts()):
            key = ASKED_AS.get(verdict.key, verdict.key)
            self.add_error(key if key in self.fields else None, str(verdict))
        for key in ("organisation_nip", "patron_nip"):
            self._check_nip(key)
        for block in self.blocks:
            if isinstance(block, Costs) and cleaned.get(block.key):
                self._check_costs(block, cleaned[block.key])
        if self.call.is_blind:
            self._check_names(cleaned)
        return cleaned

    def _read_people(self, cleaned: dict[str, Any]) -> None:
        try:
            if cleaned.get("group_members"):
                cleaned["group_members"] = people_in(cleaned["group_members"])
        except ValidationError as error:
            self.add_error("group_members", error)

    def _check_names(self, cleaned: Mapping[str, Any]) -> None:
        """In a blind call, nothing that the committee reads may name the applicant."""
        names = names_written(cleaned)
        for block in self.blocks:
            written = cleaned.get(block.key)
            if not isinstance(written, str) or says_who(block):
                continue
            if name := named_in(written, names):
                sentence = _(
                    "The committee of this call reads without learning who applies. Leave “%(name)s” out here."
                )
                self.add_error(block.key, sentence % {"name": name})

    def kind(self) -> str:
        """As whom they apply: what was chosen, or the one kind that the call admits."""
        kinds = self.call.who_may_apply
        return self.cleaned_data.get("applicant_kind") or (kinds[0] if len(kinds) == 1 else "")

    def facts(self) -> Facts:
        """What the answers say of applicant and project; the size is judged with the costs."""
        given = self.cleaned_data
        members = given.get("group_members")
        return Facts(
            kind=self.kind(),
            on=self.on,
            registered_on=given.get("organisation_registered_on") or None,
            revenue=given.get("organisation_revenue"),
            adults=len(members) if members else None,
            place=given.get("applicant_place") or None,
            track=self.track(),
            starts_on=given.get("starts_on") or None,
            ends_on=given.get("ends_on") or None,
        )

    def _check_costs(self, block: Costs, rows: list[dict[str, Any]]) -> None:
        for sentence in about_costs(block, rows, self.call, track=self.track(), kind=self.kind()):
            self.add_error(block.key, sentence)

    def _check_nip(self, key: str) -> None:
        if self.cleaned_data.get(key):
            self.cleaned_data[key] = digits(self.cleaned_data[key])
            try:
                validate_nip(self.cleaned_data[key])
            except ValidationError as error:
                self.add_error(key, error)

    def track(self) -> Track | None:
        """The track that was chosen; None where the call has none, or nothing readable was chosen."""
        chosen = self.cleaned_data.get("track")
        return next((one for one in self.call.tracks.all() if one.key == chosen), None)

    def requested(self) -> Decimal | None:
        """The total asked from the grant, as far as the table of costs can be read."""
        for block in self.blocks:
            if isinstance(block, Costs) and self.cleaned_data.get(block.key):
                return total(self.cleaned_data[block.key])
        return None
