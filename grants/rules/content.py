"""What an application must contain to be complete: the form's own questions and what the call adds to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grants.rules.estimate import about_costs
from people.numbers import digits, validate_nip
from questionnaires.blocks import Block, Costs
from questionnaires.forms import AnswersForm
from questionnaires.summary import total

if TYPE_CHECKING:
    from grants.models import Call, Track


class ContentForm(AnswersForm):
    """The whole application of one call as one form."""

    def __init__(
        self,
        blocks: Sequence[Block],
        values: Mapping[str, Any] | None = None,
        *,
        call: Call,
        check: bool = False,
        part: int = 1,
    ) -> None:
        self.call = call
        super().__init__(blocks, values, check=check, part=part)

    def judged(self) -> ContentForm:
        """The same questions and answers, judged."""
        return ContentForm(self.blocks, self.typed, call=self.call, check=True, part=self.part)

    def clean(self) -> dict[str, Any]:
        """Add what no single question can know: dates in order, costs within the call's limits, real numbers."""
        cleaned = super().clean()
        if (
            cleaned.get("starts_on")
            and cleaned.get("ends_on")
            and cleaned["ends_on"] < cleaned["starts_on"]
        ):
            self.add_error("ends_on", _("The project ends before it starts."))
        for key in ("organisation_nip", "patron_nip"):
            self._check_nip(key)
        for block in self.blocks:
            if isinstance(block, Costs) and cleaned.get(block.key):
                self._check_costs(block, cleaned[block.key])
        return cleaned

    def _check_costs(self, block: Costs, rows: list[dict[str, Any]]) -> None:
        kinds = self.call.who_may_apply
        kind = self.cleaned_data.get("applicant_kind") or (kinds[0] if len(kinds) == 1 else "")
        for sentence in about_costs(block, rows, self.call, track=self.track(), kind=kind):
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
