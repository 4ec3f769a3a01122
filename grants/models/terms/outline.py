"""The rules of a call in chapters: what pages, files, copies and amendments walk through.

One description serves them all, so that a rule added here is edited, loaded, copied and amended at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WRITING = frozenset({"open"})
CHOSEN_FORMS = ("questionnaire", "interim_form", "report_form")  # named in files by their code
UNTIL_DECIDED = frozenset({"open", "closed", "assessment"})
NEVER_AMENDED = frozenset({"activity", "code", "kind"})
OVER_ONCE_CLOSED = frozenset({"opens_at", "closes_at"})


@dataclass(frozen=True)
class Rows:
    """A table of a call: its related name, its columns, and whether a row is known by `key` or by its place."""

    name: str
    fields: tuple[str, ...]
    keyed: bool = True


@dataclass(frozen=True)
class Chapter:
    """One short page of rules. `amended_in` are the states after the opening in which it may still change."""

    key: str
    title: str | Promise
    fields: tuple[str, ...] = ()
    rows: tuple[Rows, ...] = ()
    amended_in: frozenset[str] = WRITING

    def may_change_in(self, state: str) -> bool:
        """Whether the chapter can be changed while its call is in `state`."""
        return state == "draft" or state in self.amended_in

    def fields_in(self, state: str) -> tuple[str, ...]:
        """The fields that can be changed while the call is in `state`."""
        fixed = NEVER_AMENDED if state != "draft" else frozenset()
        if state not in {"draft", "open"}:
            fixed |= OVER_ONCE_CLOSED
        return tuple(name for name in self.fields if name not in fixed)


CHAPTERS = (
    Chapter(
        "basics",
        _("What it is"),
        ("activity", "code", "kind", "title", "summary", "further_rules"),
        amended_in=UNTIL_DECIDED,
    ),
    Chapter(
        "dates",
        _("Dates"),
        (
            "opens_at",
            "closes_at",
            "questions_until",
            "eligible_from",
            "eligible_to",
            "assessment_due_at",
        ),
        amended_in=UNTIL_DECIDED,
    ),
    Chapter(
        "applicants",
        _("Who may apply"),
        (
            "who_may_apply",
            "ngo_max_months",
            "ngo_max_revenue",
            "group_min_adults",
            "territory",
            "organisation_applies",
            "line_up_applies",
            "line_up_match",
        ),
    ),
    Chapter(
        "money",
        _("Money and tracks"),
        ("pool", "min_grant", "max_grant", "partial_awards", "partial_min"),
        (Rows("tracks", ("title", "pool", "min_grant", "max_grant", "who_may_apply")),),
        amended_in=UNTIL_DECIDED,
    ),
    Chapter("paid_from", _("Paid from"), ("budget_line",), amended_in=frozenset()),
    Chapter(
        "contribution",
        _("Own contribution"),
        (
            "own_contribution_min",
            "own_contribution_base",
            "own_cash_min",
            "own_in_kind_min",
            "own_work_min",
            "lone_groups_without_cash",
        ),
        (Rows("work_rates", ("title", "rate")),),
    ),
    Chapter(
        "costs",
        _("Categories of costs"),
        rows=(Rows("cost_categories", ("title", "cap_percent", "cap_amount")),),
    ),
    Chapter("form", _("The form"), ("questionnaire",)),
    Chapter(
        "formal",
        _("Formal check"),
        ("check_days", "correction_days", "formal_appeal_days", "formal_appeal_answer_days"),
        (Rows("checklist", ("text",), keyed=False),),
    ),
    Chapter(
        "groups",
        _("Groups of criteria"),
        rows=(Rows("criterion_groups", ("title", "threshold")),),
    ),
    Chapter(
        "criteria",
        _("Criteria and points"),
        ("threshold_total", "threshold_without_bonus"),
        (
            Rows(
                "criteria",
                (
                    "group",
                    "title",
                    "help",
                    "maximum",
                    "threshold",
                    "weight",
                    "is_bonus",
                    "needs_justification",
                ),
            ),
        ),
    ),
    Chapter(
        "assessment",
        _("Assessment and committee"),
        (
            "assessments_needed",
            "is_blind",
            "assessors_see_others",
            "third_gap_percent",
            "third_gap_points",
            "third_on_split",
            "third_counts",
            "third_tie",
            "tie_breaks",
            "lot_seed_rule",
            "committee_min",
            "quorum",
            "needs_meeting",
        ),
    ),
    Chapter(
        "results",
        _("Results and appeals"),
        (
            "keeps_reserve",
            "reserve_offer_days",
            "reserve_passes_over",
            "public_lists",
            "assessors_named",
            "merit_appeal_days",
            "merit_appeal_answer_days",
        ),
        amended_in=UNTIL_DECIDED,
    ),
    Chapter(
        "duties",
        _("Payment and reports"),
        (
            "shift_limit_single",
            "shift_limit_cumulative",
            "interim_report_on",
            "interim_form",
            "report_days",
            "report_form",
            "refund_days",
            "misuse_refund_days",
            "de_minimis",
        ),
        (Rows("tranches", ("percent", "condition", "days", "not_before"), keyed=False),),
        amended_in=UNTIL_DECIDED,
    ),
    Chapter(
        "inspections",
        _("Checks of running grants"),
        ("inspection_notice_days", "inspection_objection_days"),
        (Rows("inspection_items", ("kind", "text"), keyed=False),),
        amended_in=UNTIL_DECIDED | {"decided"},
    ),
)

ALL_ROWS = tuple(rows for chapter in CHAPTERS for rows in chapter.rows)
ALL_FIELDS = tuple(name for chapter in CHAPTERS for name in chapter.fields)
FILE_FIELDS = tuple(name for name in ALL_FIELDS if name != "budget_line")  # a line has no code


def chapter_named(key: str, chapters: Iterable[Chapter] = CHAPTERS) -> Chapter | None:
    """The chapter with that key, or None."""
    return next((chapter for chapter in chapters if chapter.key == key), None)


def chapter_of(name: str) -> Chapter:
    """The chapter in which a field or a table stands; LookupError for a name that there is not."""
    for chapter in CHAPTERS:
        if name in chapter.fields or name in {rows.name for rows in chapter.rows}:
            return chapter
    raise LookupError(name)
