"""A call assessed on paper: the sheets come in from a table, all or nothing, the difference first.

Each row is one criterion of one sheet: the application's number, the assessor's e-mail, the criterion (its title or
key), the points, and the words where the call asks for them. A sheet that was handed in already stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grants.actions.assignment import ask_assessors
from grants.actions.desk import desk_of
from grants.models import Application, Assessment, Call, Criterion
from grants.rules.scoring import missing_comments, points_shown, read_sheet
from people.models import User
from workflows.moves import SYSTEM
from workflows.spreadsheets import UnreadableTable, read_table

COLUMNS = ("application", "assessor", "criterion", "points", "comment")
Sheet = dict[str, dict[str, str]]
Pair = tuple[str, str]


@dataclass
class Plan:
    """What an import would do: `new` and `same` sheets by (number, e-mail), and what stands in the way.

    A problem names row and column as a spreadsheet shows them: "row 4, column B: …".
    """

    call: Call
    new: dict[Pair, Sheet] = field(default_factory=dict)
    same: list[Pair] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to bring in and nothing in the way."""
        return bool(self.new) and not self.problems


def plan_import(call: Call, content: bytes) -> Plan:
    """Read the XLSX `content` and compare it with what `call` has; changes nothing."""
    plan = Plan(call)
    try:
        rows = read_table(content)
    except UnreadableTable as reason:
        plan.problems.append(str(reason))
        return plan
    reader = Reader(plan)
    for number, row in enumerate(rows[1:], start=2):
        cells = [_text(value) for value in [*row, *[None] * len(COLUMNS)][: len(COLUMNS)]]
        if any(cells):
            reader.read(number, dict(zip(COLUMNS, cells, strict=True)))
    reader.judge()
    return plan


def _text(value: Any) -> str:
    """A cell as people read it: 8.0 is 8, 7.5 stays."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value).strip()


class Reader:
    """Collects rows into sheets and notes what is wrong with them."""

    def __init__(self, plan: Plan) -> None:
        """Read once what the rows are compared with."""
        self.plan, self.desk = plan, desk_of(plan.call)
        self.applications = {one.number: one for one in self.desk.applications}
        self.assessors = {one.email.casefold(): one for one in self.desk.assessors}
        self.criteria: list[Criterion] = list(plan.call.criteria.all())
        self.by_name = {
            name.casefold(): one for one in self.criteria for name in (one.key, one.title)
        }
        self.sheets: dict[Pair, Sheet] = defaultdict(dict)
        self.first_rows: dict[Pair, int] = {}

    def read(self, number: int, cells: dict[str, str]) -> None:
        """Take one row in, or say which cell cannot be read."""
        application = self.applications.get(cells["application"])
        assessor = self.assessors.get(cells["assessor"].casefold())
        criterion = self.by_name.get(cells["criterion"].casefold())
        if application is None:
            self._note(number, "A", _("no application with this number is in assessment"))
        if assessor is None:
            self._note(number, "B", _("nobody with this e-mail is an assessor of the call"))
        if criterion is None:
            self._note(number, "C", _("the call has no such criterion"))
        if application is None or assessor is None or criterion is None:
            return
        pair = (application.number, assessor.email)
        self.first_rows.setdefault(pair, number)
        if criterion.key in self.sheets[pair]:
            self._note(number, "C", _("this criterion stands twice for one sheet"))
            return
        entry = {"points": cells["points"].replace(".", ","), "comment": cells["comment"]}
        self.sheets[pair][criterion.key] = entry
        if sentence := read_sheet({criterion.key: entry}, [criterion])[1].get(criterion.key):
            self._note(number, "D", sentence)
        if missing_comments({criterion.key: entry}, [criterion]):
            self._note(number, "E", _("the call asks for a justification here"))

    def _note(self, number: int, column: str, sentence: str) -> None:
        place = _("row %(row)d, column %(column)s") % {"row": number, "column": column}
        self.plan.problems.append(f"{place}: {sentence}")

    def judge(self) -> None:
        """Sort whole sheets into new and same; say what is missing, tied, or handed in otherwise."""
        for pair, sheet in self.sheets.items():
            application, assessor = self.applications[pair[0]], self.assessors[pair[1].casefold()]
            missing = [one.title for one in self.criteria if one.key not in sheet]
            if missing:
                self._about(pair, _("no points for: %(what)s") % {"what": "; ".join(missing)})
            elif reasons := self.desk.why_not(assessor, application):
                self._about(pair, "; ".join(reasons))
            else:
                self._sort(pair, sheet, application, assessor)
        if not self.sheets and not self.plan.problems:
            self.plan.problems.append(_("The table has no rows below its head."))

    def _sort(self, pair: Pair, sheet: Sheet, application: Application, assessor: User) -> None:
        standing = next(
            (one for one in self.desk.live_of(application) if one.assessor_id == assessor.pk), None
        )
        if standing is None or standing.state != Assessment.States.SUBMITTED:
            self.plan.new[pair] = sheet
        elif standing.points() == read_sheet(sheet, self.criteria)[0]:
            self.plan.same.append(pair)
        else:
            self._about(pair, _("this sheet was handed in with other points; it stays frozen"))

    def _about(self, pair: Pair, sentence: str) -> None:
        where = _("row %(row)d (application %(number)s, %(assessor)s)") % {
            "row": self.first_rows[pair],
            "number": pair[0],
            "assessor": pair[1],
        }
        self.plan.problems.append(f"{where}: {sentence}")


@transaction.atomic
def apply_plan(plan: Plan, *, by: Any) -> int:
    """Bring the new sheets in, in the name of their assessors, with a note of who entered them; return how many.

    `by` is the staff who enters them. Raises what asking and handing in raise; then nothing was changed.
    """
    people = {one.email: one for one in desk_of(plan.call).assessors}
    numbers = {one.number: one for one in plan.call.applications.in_state("admitted")}
    for (number, email), sheet in plan.new.items():
        _hand_in(plan.call, numbers[number], people[email], sheet, by=by)
    return len(plan.new)


def _hand_in(
    call: Call, application: Application, assessor: User, sheet: Sheet, *, by: Any
) -> None:
    ask_assessors(call=call, wanted={application.pk: [assessor.pk]}, due_at=None, by=by)
    assessment = Assessment.objects.of_application(application).live().get(assessor=assessor)
    note = _("From the paper sheet, entered by %(person)s.") % {"person": by}
    if assessment.state == Assessment.States.ASSIGNED:
        assessment.declare_no_conflict(by=SYSTEM, confirmed=True, note=note)
    assessment.sheet = sheet
    assessment.save_draft(seen=assessment.version, fields=["sheet"])
    assessment.submit(by=SYSTEM, note=note)


def template_rows(call: Call) -> Iterable[list[Any]]:
    """The head and, for each assessment that is not handed in, a row for each criterion, to be filled in."""
    yield [
        _("Application"),
        _("Assessor"),
        _("Criterion"),
        _("Points"),
        _("Justification"),
        _("At most"),
    ]
    desk = desk_of(call)
    criteria = list(call.criteria.all())
    for application in desk.applications:
        for one in desk.live_of(application):
            if one.state != Assessment.States.SUBMITTED:
                for criterion in criteria:
                    most = points_shown(criterion.maximum)
                    yield [
                        application.number,
                        one.assessor.email,
                        criterion.title,
                        None,
                        None,
                        most,
                    ]
