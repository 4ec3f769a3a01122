"""A decided ranking as blocks of a document: how every result came about, list after list, and the sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.money import format_money
from grants.models import Application, Decision, DecisionRow, MeetingItem
from grants.rules.merit import means_of, rounded, total, total_of_sheet
from grants.rules.ranking import Outcome, Row, Terms, drawn, lot
from grants.rules.record import rank_again as ranked
from grants.rules.record import read_terms
from grants.rules.scoring import points_shown
from grants.rules.third import third_reasons

from .judged import conflict_blocks, missed_bars, rules_blocks, titles_in

Block = dict[str, Any]
Blocks = Iterator[Block]
LOT_SHOWN = 12
USUAL_SHEETS = 2  # a third one is opened where these two differ


def results_in_words(item: MeetingItem) -> list[str]:
    """What was voted on, a line for each application: its place, outcome and grant at that instant."""
    found = {one.pk: one for one in Application.objects.filter(pk__in=map(int, item.results))}
    currency = item.meeting.call.currency
    return [
        _("%(number)s: place %(place)d, %(outcome)s, %(amount)s")
        % {
            "number": found[int(key)].number,
            "place": place,
            "outcome": DecisionRow.Outcome(outcome).label,
            "amount": format_money(Decimal(amount), currency),
        }
        for key, (place, outcome, amount) in item.results.items()
    ]


def decided_blocks(decision: Decision) -> Blocks:
    """The whole decision: who took it, the ranking of each list with its arithmetic, the sum against the pool."""
    currency = decision.call.currency
    titles = {track.key: str(track) for track in decision.call.tracks.all()}
    rows = decision.rows.select_related("application__organisation", "application__author")
    for row in rows:
        row.application.call = decision.call  # its titles and rules are read once, not once a line
    applications = {row.application_id: row.application for row in rows}
    yield {"kind": "heading", "lines": [_("Decision")]}
    when = date_format(timezone.localtime(decision.decided_at), "DATETIME_FORMAT")
    lines = [
        _("Decided by %(person)s, %(when)s.") % {"person": decision.decided_by, "when": when},
        _("Pool: %(pool)s. Granted altogether: %(granted)s. Left: %(left)s.")
        % {
            "pool": format_money(decision.pool, currency),
            "granted": format_money(decision.granted_total, currency),
            "left": format_money(decision.pool - decision.granted_total, currency),
        },
    ]
    yield {"kind": "text", "lines": [*lines, *decision.note.splitlines()]}
    yield from rules_blocks(decision.call)
    for part in decision.record["lists"]:
        yield from _list(part, titles.get(part["track"], ""), applications, currency)
    yield from conflict_blocks(decision.call)
    yield {
        "kind": "text",
        "lines": [_("Digest of the ranking (SHA-256)") + f": {decision.digest}"],
    }
    if changed := list(_changed_on_appeal(decision, currency)):
        yield {"kind": "heading", "lines": [_("Changed on appeal")]}
        yield {"kind": "text", "lines": changed}


def _changed_on_appeal(decision: Decision, currency: str) -> Iterator[str]:
    """What an appeal changed afterwards, in the order of the answers: points, place, outcome, and the words."""
    later = decision.call.decisions.filter(corrects__isnull=False).order_by("pk")
    for one in later.prefetch_related("rows__application"):
        number = one.record["application"]
        mine = next((row for row in one.rows.all() if row.application.number == number), None)
        if mine is None:
            continue
        earlier = DecisionRow.objects.filter(application=mine.application, pk__lt=mine.pk)
        before = earlier.order_by("pk").last()
        yield _(
            "%(number)s, %(day)s: points %(old)s → %(new)s, place %(was)d → %(place)d, %(outcome)s, %(amount)s. %(reason)s"
        ) % {
            "number": number,
            "day": date_format(timezone.localtime(one.decided_at), "DATE_FORMAT"),
            "old": points_shown(before.points) if before else "–",
            "new": points_shown(mine.points),
            "was": before.place if before else mine.place,
            "place": mine.place,
            "outcome": mine.get_outcome_display(),
            "amount": format_money(mine.granted, currency),
            "reason": one.note,
        }


def _list(
    part: Mapping[str, Any], title: str, applications: Mapping[int, Application], currency: str
) -> Blocks:
    terms, rows = read_terms(part), ranked(part)
    yield {"kind": "heading", "lines": [title or _("Ranking")]}
    if title:
        given = sum((row.granted for row in rows), Decimal(0))
        yield {
            "kind": "text",
            "lines": [
                _("Pool of the track: %(pool)s. Granted: %(granted)s.")
                % {
                    "pool": format_money(terms.pool, currency),
                    "granted": format_money(given, currency),
                }
            ],
        }
    yield {"kind": "table", "rows": [_heads(), *_lines(rows, terms, applications, currency)]}
    if notes := list(_notes(rows, terms, applications, currency)):
        yield {"kind": "text", "lines": notes}


def _heads() -> list[str]:
    return [
        _("Place"),
        _("Application"),
        _("Sheets"),
        pgettext("points", "Mean"),
        _("Points"),
        pgettext("grant", "Asked for"),
        _("Granted"),
        _("Outcome"),
    ]


def _lines(
    rows: list[Row], terms: Terms, applications: Mapping[int, Application], currency: str
) -> Iterator[list[str]]:
    for row in rows:
        one, application = row.candidate, applications[row.candidate.key]
        yield [
            str(row.place),
            f"{application.number} {application.title_line}, {application.applicant}".rstrip(", "),
            "; ".join(_sums(row, terms)),
            points_shown(rounded(_raw(row, terms))),
            points_shown(row.points),
            format_money(one.requested, currency),
            format_money(row.granted, currency),
            str(DecisionRow.Outcome(row.outcome.value).label),
        ]


def _sums(row: Row, terms: Terms) -> list[str]:
    """What each sheet came to, in the order in which they were handed in."""
    measures = terms.card.measures
    return [points_shown(rounded(total_of_sheet(one, measures))) for one in row.candidate.sheets]


def _raw(row: Row, terms: Terms) -> Fraction:
    """The mean of the sheets that count, before any change by the committee."""
    counted = terms.divergence.counted(row.candidate.sheets, terms.card)
    return total(terms.card.measures, means_of(counted, terms.card.measures))


def _notes(
    rows: list[Row], terms: Terms, applications: Mapping[int, Application], currency: str
) -> Iterator[str]:
    numbers = {key: one.number for key, one in applications.items()}
    titles = titles_in(next(iter(applications.values())).call) if applications else {}
    for row in rows:
        if len(row.candidate.sheets) > USUAL_SHEETS:
            yield _third(row, terms, applications[row.candidate.key])
    for row in rows:
        if row.failed:
            yield _("%(number)s is below: %(bars)s.") % {
                "number": numbers[row.candidate.key],
                "bars": missed_bars(row, terms, titles),
            }
    for row in rows:
        if row.is_partial:
            yield _(
                "%(number)s gets a part: %(granted)s of %(proposed)s, the rest of the pool."
            ) % {
                "number": numbers[row.candidate.key],
                "granted": format_money(row.granted, currency),
                "proposed": format_money(row.candidate.proposed, currency),
            }
    yield from _lots(rows, terms, numbers)
    reserve = [numbers[row.candidate.key] for row in rows if row.outcome is Outcome.RESERVE]
    if reserve:
        yield _("Reserve list, in this order: %(numbers)s.") % {"numbers": ", ".join(reserve)}


def _third(row: Row, terms: Terms, application: Application) -> str:
    counted = terms.divergence.counted(row.candidate.sheets, terms.card)
    sums = [points_shown(rounded(total_of_sheet(one, terms.card.measures))) for one in counted]
    said = _("%(number)s has a third assessment: %(third)s points; the mean is of %(counted)s.") % {
        "number": application.number,
        "third": _sums(row, terms)[-1],
        "counted": "; ".join(sums),
    }
    return " ".join([said, *third_reasons(application)])


def _lots(rows: list[Row], terms: Terms, numbers: Mapping[int, str]) -> Iterator[str]:
    tied = [row for group in drawn(rows, terms) for row in group]
    if not tied:
        return
    draws = ", ".join(
        f"{numbers[row.candidate.key]} ({lot(terms.seed, row.candidate.number)[:LOT_SHOWN]})"
        for row in tied
    )
    yield _(
        "Equal in everything else: %(drawn)s. The lot decided; its seed is “%(seed)s”, the smaller draw stands higher."
    ) % {"drawn": draws, "seed": terms.seed}
