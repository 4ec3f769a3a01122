"""The public page of a call: every rule from its data, where it stands, what comes out."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation

from grants.models import Application, Call
from grants.rules.countdown import day_and_hour, time_left
from grants.rules.standing import standing_of
from grants.rules.words import chapters_of, main_rules_of
from tests.factories.grants import close, make_application, make_call, staff_of
from tests.factories.grants_later import applications_of, decide, make_assessed_call
from tests.factories.people import make_local_government
from workflows import clock

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")


def at(day: int, hour: int, minute: int = 0, *, month: int = 12) -> datetime:
    """An instant of 2026 by the clock in Warsaw."""
    return datetime(2026, month, day, hour, minute, tzinfo=WARSAW)


def chapter(call: Call, key: str) -> str:
    """Everything that one chapter says, in one line."""
    fresh = Call.objects.with_rules().get(pk=call.pk)
    found = next(one for one in chapters_of(fresh) if one.key == key)
    return " ".join(str(rule) for rule in found.rules).replace("\xa0", " ")


def read(page: str) -> str:
    """The words of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)).replace("\xa0", " ")


class TestCountdown:
    """Days as people in Warsaw count them."""

    @pytest.mark.parametrize(
        ("now", "said"),
        [
            (at(1, 23, 58), "za 3 dni"),
            (at(1, 0, 1), "za 3 dni"),
            (at(2, 23, 59), "za 2 dni"),
            (at(3, 0, 0), "jutro"),
            (at(3, 23, 59), "jutro"),
            (at(4, 0, 0), "za 23 godziny"),
            (at(4, 22, 59), "za 1 godzinę"),
            (at(4, 23, 0), "za 59 minut"),
            (at(4, 23, 58, ), "za 1 minutę"),
        ],
    )  # fmt: skip
    def test_days_then_hours_then_minutes(self, now: datetime, said: str) -> None:
        assert time_left(at(4, 23, 59), now) == said

    def test_the_last_minute(self) -> None:
        until = at(4, 23, 59)

        assert time_left(until, until - timedelta(seconds=59)) == "za mniej niż minutę"

    def test_a_night_on_which_the_clocks_change_is_one_day(self) -> None:
        assert time_left(at(26, 0, 30, month=10), at(25, 0, 30, month=10)) == "jutro"

    def test_the_day_is_named_in_both_languages(self) -> None:
        friday, now = at(4, 23, 59), at(1, 12)

        assert day_and_hour(friday, now) == "w piątek 4 grudnia o 23:59"
        with translation.override("en"):
            assert day_and_hour(friday, now) == "on Friday 4 December at 23:59"

    def test_another_year_is_said(self) -> None:
        january = datetime(2027, 1, 5, 12, tzinfo=WARSAW)

        assert day_and_hour(january, at(30, 12)) == "we wtorek 5 stycznia 2027 o 12:00"


class TestStanding:
    """Announced, open, closed, results out, cancelled."""

    @pytest.fixture
    def call(self) -> Call:
        with clock.at(at(1, 8)):
            return make_call(opens_at=at(2, 9), closes_at=at(4, 23, 59))

    @pytest.mark.parametrize(
        ("now", "key", "said"),
        [
            (at(1, 8), "announced", "Otwarcie jutro, w środę 2 grudnia o 09:00."),
            (at(2, 9), "open", "Zamknięcie za 2 dni, w piątek 4 grudnia o 23:59."),
            (at(4, 23, 58), "open", "Zamknięcie za 1 minutę, w piątek 4 grudnia o 23:59."),
            (at(4, 23, 59), "closed", "Zamknięty w piątek 4 grudnia o 23:59."),
        ],
    )
    def test_it_follows_the_clock_and_not_the_worker(
        self, call: Call, client: Client, now: datetime, key: str, said: str
    ) -> None:
        with clock.at(now):
            page = client.get(call.get_public_url())

        assert page.context["standing"].key == key
        assert said in read(page.content.decode())

    def test_the_page_is_right_without_a_script_and_silent_with_one(
        self, call: Call, client: Client
    ) -> None:
        with clock.at(at(3, 12)):
            page = client.get(call.get_public_url()).content.decode()

        assert 'data-countdown="2026-12-04T23:59:00+01:00"' in page
        assert "aria-live" not in page.split('class="standing"')[1].split("</p>")[0]

    def test_a_cancelled_call_says_so(self, client: Client) -> None:
        call = make_call()
        call.cancel(by=staff_of(call), note="Grantodawca się wycofał.")

        page = client.get(call.get_public_url())

        assert page.context["standing"].key == "cancelled"
        assert "data-countdown" not in page.content.decode()

    def test_while_the_form_is_checked_the_day_of_the_answer_is_said(self) -> None:
        call = make_call(check_days=14)
        close(call)

        said = standing_of(Call.objects.get(pk=call.pk), call.closes_at).sentence

        assert "Sprawdzamy wnioski formalnie" in said

    def test_in_assessment_the_results_are_awaited(self) -> None:
        call = Call(state="assessment", closes_at=clock.now() - timedelta(days=1))

        assert "wyniki ogłosimy tutaj" in standing_of(call, clock.now()).sentence


class TestRules:
    """Each rule stands in the words because it stands in the data."""

    @pytest.mark.parametrize(
        ("key", "fields", "said"),
        [
            ("applicants", {"territory": ["24"]}, "województwo śląskie"),
            ("applicants", {"territory": ["2412"]}, "powiat o kodzie TERYT 2412"),
            ("applicants", {"territory": []}, "Z całej Polski"),
            ("money", {"partial_awards": True, "partial_min": Decimal(70)}, "co najmniej 70% kwoty z wniosku"),
            ("money", {"partial_awards": False}, "albo cała kwota, albo nic"),
            ("money", {"own_contribution_min": Decimal(10), "own_contribution_base": "total"}, "10% całości"),
            ("money", {"own_contribution_min": Decimal(10), "own_contribution_base": "grant"}, "10% grantu"),
            ("money", {"de_minimis": True}, "de minimis"),
            ("judging", {"assessments_needed": 3}, "3 osoby; liczy się średnia"),
            ("judging", {"is_blind": True}, "Nie wiedzą, kto składa wniosek"),
            ("judging", {"threshold_total": Decimal("7.5")}, "razem co najmniej 7,5 z 15"),
            ("judging", {"third_gap_percent": Decimal(30)}, "co najmniej o 30% wszystkich punktów"),
            ("judging", {"third_gap_points": Decimal(6)}, "co najmniej o 6 pkt"),
            ("judging", {"threshold_total": Decimal(8), "third_on_split": True, "third_counts": "nearer", "third_tie": "lower"}, "bierzemy niższą"),
            ("judging", {"tie_breaks": ["lot"], "lot_seed_rule": "Liczby Lotto."}, "Ziarno losowania: Liczby Lotto."),
            ("judging", {"committee_min": 5, "quorum": 3, "needs_meeting": True}, "obecnych jest co najmniej: 3"),
            ("results", {"keeps_reserve": True}, "czekają na niej wnioski"),
            ("results", {"formal_appeal_days": 3, "formal_appeal_answer_days": 5}, "3 dni robocze od wysłania naszego listu; na odpowiedź mamy 5 dni roboczych"),
            ("results", {"merit_appeal_days": 1}, "1 dzień roboczy od ogłoszenia wyników"),
            ("results", {"formal_appeal_days": None, "merit_appeal_days": None}, "nie ma odwołań"),
            ("results", {"public_lists": [], "keeps_reserve": False}, "Nie publikujemy list"),
            ("results", {"assessors_named": True}, "skład komisji"),
            ("duties", {"shift_limit_single": Decimal("12.5")}, "do 12,50% grantu"),
            ("duties", {"shift_limit_cumulative": Decimal(20)}, "do 20% grantu"),
            ("duties", {}, "za naszą zgodą na każde przesunięcie"),
            ("duties", {"report_days": 30}, "W ciągu 30 dni od końca projektu"),
            ("duties", {"refund_days": 14, "misuse_refund_days": 15}, "w ciągu 15 dni, z odsetkami od dnia przelewu"),
        ],
    )  # fmt: skip
    def test_a_rule_is_said(self, key: str, fields: dict[str, Any], said: str) -> None:
        assert said in chapter(make_call(**fields), key)

    def test_a_municipality_in_the_register_is_called_by_its_name(self) -> None:
        place = make_local_government(name="Miasto Rybnik", teryt="2473011")

        assert place.name in chapter(make_call(territory=["2473011"]), "applicants")

    def test_tracks_categories_rates_and_tranches_are_said_row_by_row(self) -> None:
        call = make_call()
        call.tracks.create(
            key="m", title_pl="Małe", pool=Decimal(9000), max_grant=Decimal(2000), position=1,
            who_may_apply=["informal_group"],
        )  # fmt: skip
        call.cost_categories.create(
            key="o", title_pl="Obsługa", cap_percent=Decimal(10), cap_amount=Decimal(500)
        )
        call.work_rates.create(key="p", title_pl="Praca prosta", rate=Decimal(35))
        call.tranches.create(percent=Decimal(75), condition="signed", days=14, position=1)
        call.tranches.create(percent=Decimal(25), condition="final", days=1, position=2)

        money, costs, paid = (chapter(call, key) for key in ("money", "costs", "duties"))

        assert "Małe: do podziału 9 000,00 zł" in money
        assert "od 1 000,00 zł do 2 000,00 zł" in money
        assert "Praca prosta: godzina liczy się za 35,00 zł" in money
        assert "Obsługa: najwyżej 10% grantu i najwyżej 500,00 zł" in costs
        assert "75% grantu po podpisaniu umowy, w ciągu 14 dni" in paid
        assert "25% grantu" in paid

    def test_a_local_initiative_speaks_of_no_transfer_and_no_refund(self) -> None:
        said = chapter(make_call(kind="local_initiative"), "duties")

        assert "grantu" not in said

    def test_criteria_stand_with_weight_group_bonus_and_what_they_need(
        self, client: Client
    ) -> None:
        call = make_call()
        group = call.criterion_groups.create(
            key="g", title_pl="Potrzeba i odbiorcy", threshold=Decimal(4)
        )
        call.criteria.create(
            key="w", title_pl="Wspólnie", maximum=Decimal(5), weight=Decimal("1.5"),
            threshold=Decimal("2.5"), group=group, is_bonus=True, position=9,
        )  # fmt: skip

        page = read(client.get(call.get_public_url()).content.decode())

        for words in ("Grupa: Potrzeba i odbiorcy", "Premia strategiczna", "× 1,5", "2,5", "22,5"):
            assert words in page, words

    def test_before_one_writes_the_first_rule_of_each_chapter_is_enough(self) -> None:
        questions = [rule.question for rule in main_rules_of(make_call())]

        assert questions[:2] == ["Kto może złożyć wniosek?", "Ile?"]
        assert len(questions) == 5


def test_results_stand_track_by_track_each_with_its_own_sum(client: Client) -> None:
    good = (("8", "4"), ("9", "4"))
    call = make_assessed_call(("5000.00", *good), ("2000.00", *good))
    for number, application in enumerate(applications_of(call)):
        track = call.tracks.create(
            key=f"t{number}", title_pl=f"Ścieżka {number}", pool=Decimal(9000), position=number
        )
        Application.objects.filter(pk=application.pk).update(track=track)
    decide(call)
    fresh = Call.objects.get(pk=call.pk)
    fresh.publish_results(by=staff_of(call), at=clock.now())

    page = client.get(call.get_public_url())

    found = [
        (str(one.track), [(each.key, len(each.rows), each.granted) for each in one.lists])
        for one in page.context["results"]
    ]
    assert found == [
        ("Ścieżka 0", [("funded", 1, Decimal(5000)), ("reserve", 0, Decimal(0))]),
        ("Ścieżka 1", [("funded", 1, Decimal(2000)), ("reserve", 0, Decimal(0))]),
    ]
    assert "Ścieżka 1" in read(page.content.decode())


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_page_asks_the_same_few_questions_however_many_rows_its_rules_have(
    client: Client, item_count: int, django_assert_num_queries: Any
) -> None:
    call = make_call(territory=["2412"])
    for number in range(item_count):
        call.tracks.create(key=f"t{number}", title_pl=f"Ścieżka {number}", pool=Decimal(9000))
        call.tranches.create(percent=Decimal(10), condition="signed", position=number)
        call.cost_categories.create(key=f"k{number}", title_pl=f"Kategoria {number}")
    for _number in range(item_count):
        make_application(call)
    client.get(call.get_public_url())

    with django_assert_num_queries(15):
        client.get(call.get_public_url())
