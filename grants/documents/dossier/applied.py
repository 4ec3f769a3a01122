"""The file up to the decision: what was applied for, corrected, checked, assessed, decided, appealed against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from finance.money import format_money
from grants.documents.application import answered
from grants.models import Application, Assessment
from grants.rules import assessment as assessment_rules
from grants.rules.difference import REMOVED, SAME, Piece, differences
from grants.rules.scoring import points_shown

from .words import Blocks, chapter, fact, heading, instant, table, text

if TYPE_CHECKING:
    from people.models import User


def applied(application: Application, user: User) -> Blocks:
    """Every chapter up to the decision, as far as `user` reads it."""
    yield from _submitted(application)
    yield from _people(application)
    yield from _checked(application)
    yield from _assessed(application, user)
    yield from _decided(application)
    yield from _appeals(application)


def _submitted(application: Application) -> Blocks:
    frozen = list(application.submissions.all())
    if not frozen:
        return
    last = frozen[-1]
    yield chapter(_("Application"))
    yield fact(_("Submitted"), *(f"{instant(one.submitted_at)} · {one.digest}" for one in frozen))
    yield from answered(last.read())
    for before, after in pairwise(frozen):
        yield heading(
            _("What changed in the correction of %(when)s") % {"when": instant(after.submitted_at)}
        )
        changes = differences(before.read(), after.read())
        for changed in changes:
            yield fact(changed.title, *(_told(row) for row in changed.rows if _is_changed(row)))
        if not changes:
            yield text(_("Not a word: every answer is as it was."))


def _is_changed(row: Iterable[Piece]) -> bool:
    return any(piece.kind != SAME for piece in row)


def _told(row: Iterable[Piece]) -> str:
    """A row with what went and what came in brackets, since a paper is read without colours too."""
    return "".join(_piece(piece) for piece in row)


def _piece(piece: Piece) -> str:
    words = piece.text.strip()
    if piece.kind == SAME or not words:
        return piece.text
    said = _("[removed: %(words)s]") if piece.kind == REMOVED else _("[added: %(words)s]")
    return said % {"words": words}


def _people(application: Application) -> Blocks:
    rows = [[application.author, _("author"), instant(application.created_at)]]
    rows += [
        [one.user, f"{one.get_part_display()} · {one.get_state_display()}", instant(one.joined_at)]
        for one in application.co_authors.select_related("user")
    ]
    rows += [
        [
            f"{one.organisation_name} ({one.user})",
            _("patron: %(state)s") % {"state": one.get_state_display()},
            instant(one.answered_at),
        ]
        for one in application.patronages.select_related("user")
    ]
    yield heading(_("Who writes the application"))
    yield from table([_("Who"), _("As"), _("Since")], rows)


def _checked(application: Application) -> Blocks:
    yield chapter(_("Formal check"))
    marks = application.formal_marks.select_related("item", "marked_by")
    said = {True: _("in order"), False: _("not in order"), None: ""}
    yield from table(
        [_("What is checked"), _("Finding"), _("Note"), _("By")],
        ([one.item, said[one.passed], one.note, one.marked_by] for one in marks),
    )
    if application.correction_reasons:
        yield fact(_("What to correct"), application.correction_reasons)
    if application.rejection_grounds:
        yield fact(_("Grounds of the rejection"), application.rejection_grounds)


def _assessed(application: Application, user: User) -> Blocks:
    rows = Assessment.objects.visible_to(user).of_application(application).for_lists()
    sheets = list(rows.prefetch_related("scores__criterion"))
    if not sheets:
        return
    yield chapter(_("Assessment"))
    for sheet in sheets:
        yield heading(f"{sheet.assessor} · {sheet.get_state_display()}")
        if sheet.recusal_reason:
            yield fact(_("Why it was handed back"), sheet.recusal_reason)
        if sheet.state == Assessment.States.SUBMITTED:
            yield from _points(sheet, user)


def _points(sheet: Assessment, user: User) -> Blocks:
    """The sheet; while others are at work its points are for nobody but its assessor."""
    if reasons := assessment_rules.can_see_scores.why_not(user, sheet):
        yield text(" ".join(str(one) for one in reasons))
        return
    scores = [one for one in sheet.scores.all() if one.round == sheet.round]
    yield from table(
        [_("Criterion"), _("Points"), _("Justification")],
        ([one.criterion, points_shown(one.points), one.comment] for one in scores),
    )
    if sheet.total is not None:
        yield fact(_("Together"), points_shown(sheet.total))


def _decided(application: Application) -> Blocks:
    rows = application.decision_rows.select_related("decision__decided_by").order_by(
        "decision__decided_at", "pk"
    )
    titles = {one.key: str(one) for one in application.call.criteria.all()}
    for place, row in enumerate(rows):
        if not place:
            yield chapter(_("Decision"))
        yield heading(instant(row.decision.decided_at))
        granted = format_money(row.granted, application.call.currency)
        yield from table(
            [_("Place"), _("Points"), _("Outcome"), _("Granted"), _("By")],
            [
                [
                    row.place,
                    points_shown(row.points),
                    row.get_outcome_display(),
                    granted,
                    row.decision.decided_by,
                ]
            ],
        )
        if row.decision.note:
            yield fact(_("Note of the committee"), row.decision.note)
        yield from _justified(row.details, titles)


def _justified(details: Any, titles: Mapping[str, str]) -> Blocks:
    """What the applicant was told on each criterion, and what the assessors wrote where staff put it otherwise."""
    for one in details:
        label = _("%(criterion)s: %(mean)s of %(most)s") % {
            "criterion": titles.get(one["key"], one["key"]),
            "mean": points_shown(Decimal(one["mean"])),
            "most": points_shown(Decimal(one["most"])),
        }
        yield fact(label, *one["comments"])
        if one.get("original"):
            yield fact(_("The assessors' own words"), *one["original"])


def _appeals(application: Application) -> Blocks:
    for place, one in enumerate(application.appeals.order_by("filed_at", "pk")):
        if not place:
            yield chapter(_("Appeals"))
        yield heading(f"{one.get_kind_display()} · {one.get_state_display()}")
        yield fact(_("Filed"), instant(one.filed_at))
        yield fact(_("Grounds of the appeal"), one.grounds)
        yield fact(_("Answer"), one.answer)
