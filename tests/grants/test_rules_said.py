"""Every rule of a call is told to everybody in plain words, or stands in a short list with the reason why not."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from grants.models import Call
from grants.models.terms.outline import ALL_FIELDS, ALL_ROWS
from grants.rules.words import rules_of
from tests.factories.grants import make_call

pytestmark = pytest.mark.django_db

UNSAID = {
    "activity": "the page shows the programme it belongs to",
    "code": "it is in the address",
    "budget_line": "whose budget pays is the office's own business",
    "questionnaire": "the form itself is what applicants see",
    "interim_form": "a grantee sees it when the report is due",
    "report_form": "a grantee sees it when the report is due",
}
ON_THE_PAGE = ("title", "summary", "further_rules")
LATER = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
THIRD = {"third_on_split": True, "threshold_total": Decimal(8)}
MEETS = {"needs_meeting": True}
OWN = {"own_contribution_min": Decimal(30)}
# Field → another value, and what else has to hold for the rule to mean anything.
CHANGED: dict[str, tuple[Any, dict[str, Any]]] = {
    "kind": ("local_initiative", {}),
    "opens_at": (LATER, {}),
    "closes_at": (LATER, {}),
    "questions_until": (date(2031, 5, 1), {"closes_at": LATER}),
    "eligible_from": (date(2031, 5, 6), {}),
    "eligible_to": (date(2031, 5, 6), {}),
    "assessment_due_at": (LATER, {}),
    "who_may_apply": (["ngo"], {}),
    "ngo_max_months": (60, {}),
    "ngo_max_revenue": (Decimal(50_000), {}),
    "group_min_adults": (9, {}),
    "territory": (["2412"], {}),
    "organisation_applies": ("call", {}),
    "line_up_applies": ("year", {}),
    "line_up_match": ("whole", {"line_up_applies": "year"}),
    "pool": (Decimal(77_000), {}),
    "min_grant": (Decimal(1_234), {}),
    "max_grant": (Decimal(8_765), {}),
    "partial_awards": (True, {}),
    "partial_min": (Decimal(61), {"partial_awards": True}),
    "own_contribution_min": (Decimal(12), {}),
    "own_contribution_base": ("total", OWN | {"own_contribution_base": "grant"}),
    "own_cash_min": (Decimal(7), OWN),
    "own_in_kind_min": (Decimal(7), OWN),
    "own_work_min": (Decimal(7), OWN),
    "lone_groups_without_cash": (True, OWN),
    "check_days": (21, {}),
    "correction_days": (19, {}),
    "formal_appeal_days": (6, {"formal_appeal_days": 3}),
    "formal_appeal_answer_days": (11, {"formal_appeal_days": 3}),
    "threshold_total": (Decimal("7.5"), {}),
    "threshold_without_bonus": (Decimal("6.5"), {}),
    "assessments_needed": (4, {}),
    "is_blind": (True, {}),
    "assessors_see_others": (True, {}),
    "third_gap_percent": (Decimal(33), {}),
    "third_gap_points": (Decimal(6), {}),
    "third_on_split": (True, {}),
    "third_counts": ("nearer", THIRD),
    "third_tie": ("lower", THIRD | {"third_counts": "nearer"}),
    "tie_breaks": (["earlier"], {}),
    "lot_seed_rule": ("Lotto", {"tie_breaks": ["lot"]}),
    "committee_min": (5, {}),
    "quorum": (3, MEETS),
    "needs_meeting": (True, {}),
    "keeps_reserve": (False, {}),
    "reserve_offer_days": (4, {}),
    "reserve_passes_over": (True, {}),
    "public_lists": (["funded", "not_funded"], {}),
    "assessors_named": (True, {}),
    "merit_appeal_days": (6, {"merit_appeal_days": 3}),
    "merit_appeal_answer_days": (11, {"merit_appeal_days": 3}),
    "shift_limit_single": (Decimal(9), {}),
    "shift_limit_cumulative": (Decimal(9), {}),
    "interim_report_on": (date(2031, 5, 6), {}),
    "report_days": (33, {}),
    "refund_days": (41, {}),
    "misuse_refund_days": (42, {}),
    "de_minimis": (True, {}),
    "inspection_notice_days": (17, {}),
    "inspection_objection_days": (16, {}),
}
# Table → a row that says everything a row can say, and which of its words must be read where.
ROWS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "tracks": (
        {"key": "t", "title_pl": "Ścieżka Sąsiedzka", "pool": Decimal(5432), "min_grant": Decimal(1111), "max_grant": Decimal(2222), "who_may_apply": ["ngo"]},
        ("Ścieżka Sąsiedzka", "5\xa0432", "1\xa0111", "2\xa0222", "organizacja"),
    ),
    "work_rates": ({"key": "r", "title_pl": "Praca fachowa", "rate": Decimal(87)}, ("Praca fachowa", "87,00")),
    "cost_categories": (
        {"key": "c", "title_pl": "Promocja", "cap_percent": Decimal(13), "cap_amount": Decimal(777)},
        ("Promocja", "13%", "777,00"),
    ),
    "checklist": ({"text_pl": "Podpisał, kto mógł"}, ("Podpisał, kto mógł",)),
    "criterion_groups": ({"key": "g", "title_pl": "Grupa Ważna", "threshold": Decimal(3)}, ("Grupa Ważna", "co najmniej 3")),
    "tranches": (
        {"percent": Decimal(37), "condition": "signed", "days": 23, "not_before": date(2031, 9, 1)},
        ("37%", "nie wcześniej niż 1 września 2031", "23 dni"),
    ),
    "inspection_items": ({"kind": "visit", "text_pl": "Tablica z logo"}, ("Tablica z logo", "wizyta")),
}  # fmt: skip
CRITERION = {
    "key": "k",
    "title_pl": "Kryterium Dodatkowe",
    "help_pl": "Patrzymy na sąsiadów.",
    "maximum": Decimal("7.5"),
    "threshold": Decimal("2.5"),
    "weight": Decimal("1.5"),
    "is_bonus": True,
    "needs_justification": True,
}


def said(call: Call) -> str:
    return " ".join(map(str, rules_of(call)))


def test_every_field_is_said_or_has_a_reason_not_to_be():
    assert {*CHANGED, *ON_THE_PAGE, *UNSAID} == set(ALL_FIELDS)
    assert {*ROWS, "criteria"} == {rows.name for rows in ALL_ROWS}
    assert all(UNSAID.values())


@pytest.mark.parametrize("field", CHANGED)
def test_another_value_reads_otherwise(field):
    value, beside = CHANGED[field]
    call = make_call("draft")
    for name, given in beside.items():
        setattr(call, name, given)
    before = said(call)

    setattr(call, field, value)

    assert said(call) != before


@pytest.mark.parametrize("name", ROWS)
def test_every_word_of_a_row_is_read(name):
    fields, words = ROWS[name]
    call = make_call("draft")

    getattr(call, name).create(position=9, **fields)

    text = said(Call.objects.get(pk=call.pk))
    assert [word for word in words if word not in text] == []


def test_what_is_written_in_words_and_the_criteria_stand_on_the_page(client):
    call = make_call(summary_pl="Kanarek streszczenia.", further_rules_pl="Kanarek zasad.")
    group = call.criterion_groups.create(key="g", title_pl="Grupa Ważna", position=1)
    call.criteria.create(position=9, group=group, **CRITERION)

    page = client.get(reverse("grants_public:call", args=[call.code])).content.decode()

    wanted = (
        call.title, "Kanarek streszczenia.", "Kanarek zasad.", "Kryterium Dodatkowe", "Patrzymy na sąsiadów.",
        "7,5", "2,5", "× 1,5", "Premia strategiczna", "Grupa: Grupa Ważna", "Punkty mają uzasadnienie",
    )  # fmt: skip
    assert [words for words in wanted if words not in page] == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reserve_passes_over": True}, "pytamy kogoś, czyja potrzeba się zmieści"),
        ({"reserve_passes_over": False}, "Nikogo nie wyprzedza mniejsza potrzeba"),
        ({"assessors_see_others": True}, "widzi, co dali inni"),
        ({"assessment_due_at": LATER}, "6 maja 2031, 09:08"),
        ({"line_up_applies": "year"}, "jedna osoba może być tylko w jednej grupie"),
        (
            {"line_up_applies": "year", "line_up_match": "whole"},
            "w tym samym składzie składa wniosek raz w roku",
        ),
        (
            {"line_up_applies": "call", "line_up_match": "whole"},
            "w tym samym składzie składa wniosek raz w tym naborze",
        ),
    ],
)
def test_what_was_not_said_before_is_said_in_plain_words(fields, words):
    call = make_call("draft")
    for name, value in fields.items():
        setattr(call, name, value)

    assert words in said(call)
