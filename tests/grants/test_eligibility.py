"""“May we apply?”: the public page and the application's own guard ask one and the same rules."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grants.models import Application
from grants.rules.eligibility import ELSEWHERE, Facts, is_young_enough, months_between, verdicts
from grants.rules.opening import asked_in
from tests.factories.grants import close, make_application, make_call
from tests.factories.people import make_user
from workflows import clock

pytestmark = pytest.mark.django_db
NGO = {
    "applicant_kind": "ngo",
    "organisation": "new",
    "organisation_name": "Stowarzyszenie Dąb",
    "organisation_nip": "5260250274",
}


def quiz_at(call: Any) -> str:
    return reverse("grants_public:quiz", args=[call.code])


def read(response: Any) -> str:
    """The words of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace(
        "\xa0", " "
    )


class TestMonths:
    """Whole months since the registration, on the day of the application."""

    @pytest.mark.parametrize(
        ("first", "last", "months"),
        [
            (date(2026, 1, 31), date(2026, 2, 28), 0),
            (date(2026, 1, 31), date(2026, 3, 1), 1),
            (date(2021, 12, 1), date(2026, 11, 30), 59),
            (date(2021, 12, 1), date(2026, 12, 1), 60),
        ],
    )
    def test_a_month_is_whole_when_its_day_has_come(
        self, first: date, last: date, months: int
    ) -> None:
        assert months_between(first, last) == months

    @pytest.mark.parametrize(
        ("on", "young"),
        [
            (date(2026, 11, 30), True),
            (date(2026, 12, 1), True),
            (date(2026, 12, 2), False),
            (date(2027, 1, 1), False),
        ],
    )
    def test_the_day_sixty_months_later_is_the_last(self, on: date, *, young: bool) -> None:
        call = make_call(ngo_max_months=60)

        assert is_young_enough(call, date(2021, 12, 1), on) is young


def broken(call: Any) -> list[tuple[dict[str, Any], dict[str, Any], str]]:
    """What breaks one rule of `call`: as answered on the public page, as typed in an application, and its question."""
    old = date(clock.today().year - 6, 1, 1).isoformat()
    young, place = clock.today().isoformat(), {"applicant_place": "24"}
    ngo = {**NGO, **place, "organisation_registered_on": young, "organisation_revenue": "0"}
    return [
        ({"kind": "ngo", "registered_on": old}, {**ngo, "organisation_registered_on": old}, "organisation_registered_on"),
        ({"kind": "ngo", "revenue": "50000,01"}, {**ngo, "organisation_revenue": "50000,01"}, "organisation_revenue"),
        ({"kind": "informal_group", "adults": "3"}, place, "group_members"),
        ({"kind": "informal_group", "place": ELSEWHERE}, {"applicant_place": ELSEWHERE, "group_members": "A B\nC D\nE F\nG H"}, "applicant_place"),
    ]  # fmt: skip


@pytest.fixture
def call() -> Any:
    """A call with a rule of each kind."""
    return make_call(
        ngo_max_months=60,
        ngo_max_revenue=Decimal(50000),
        group_min_adults=4,
        territory=["24"],
    )


class TestOneRule:
    """What the public page refuses, the application refuses, in the same words."""

    @pytest.mark.parametrize("number", range(4))
    def test_the_page_and_the_application_refuse_alike(
        self, call: Any, client: Client, number: int
    ) -> None:
        answered, typed, question = broken(call)[number]

        outcome = client.post(quiz_at(call), answered).context["outcome"]
        form = make_application(call, **typed).form(check=True)

        assert form.errors[question] == [str(outcome.failed[0])]
        assert outcome.start_url == ""

    def test_the_size_is_judged_alike(self, call: Any, client: Client) -> None:
        answered = {"kind": "informal_group", "asked": "10000,01"}

        outcome = client.post(quiz_at(call), answered).context["outcome"]
        form = make_application(call, requested=Decimal("10000.01")).form(check=True)

        assert outcome.failed[0].sentence in form.errors["costs"]

    def test_who_keeps_every_rule_may_submit(self, call: Any) -> None:
        application = make_application(
            call, applicant_place="24", group_members="A B\nC D\nE F\nG H"
        )

        assert application.missing() == []

    def test_a_group_of_two_is_enough_where_the_call_says_two(self) -> None:
        call = make_call(group_min_adults=2)

        assert make_application(call, group_members="Maria Lipka\nJan Jawor").missing() == []

    def test_a_call_without_such_rules_asks_no_such_questions(self) -> None:
        keys = {block.key for block in asked_in(make_call(), organisations=[])}

        assert not keys & {
            "organisation_registered_on", "organisation_revenue", "applicant_place"
        }  # fmt: skip

    def test_a_track_for_others_is_refused(self, call: Any) -> None:
        track = call.tracks.create(
            key="m", title_pl="Małe", pool=Decimal(9000), who_may_apply=["ngo"]
        )
        facts = Facts(kind="informal_group", track=track)

        assert [one.key for one in verdicts(call, facts) if one.passed is False] == ["track"]


class TestQuiz:
    """A minute of questions on one page."""

    def test_a_stranger_learns_that_they_may_and_is_led_to_an_application(
        self, call: Any, client: Client
    ) -> None:
        day = call.eligible_from.isoformat()
        answered = {"kind": "informal_group", "adults": "4", "place": "24", "asked": "5000", "starts_on": day, "ends_on": day}  # fmt: skip

        answer = client.post(quiz_at(call), answered)

        assert "Tak, możesz złożyć wniosek" in read(answer)
        assert "as%3Dinformal_group" in answer.content.decode()

    def test_what_is_left_open_is_said_and_not_guessed(self, call: Any, client: Client) -> None:
        answer = client.post(quiz_at(call), {"kind": "ngo"})

        outcome = answer.context["outcome"]
        assert "Na razie tak" in read(answer)
        assert [one.key for one in outcome.open] == [
            "registered_on", "revenue", "place", "asked", "starts_on"
        ]  # fmt: skip

    def test_whoever_may_not_learns_why_and_what_to_do(self, call: Any, client: Client) -> None:
        page = read(client.post(quiz_at(call), {"kind": "local_government"}))

        assert "Tak się nie da" in page
        assert "wniosku nie złoży: jednostka samorządu" in page or "wniosku nie złoży" in page
        assert "Wniosek składa:" in page

    @pytest.mark.parametrize(
        "mistake",
        [
            {"kind": ""},
            {"kind": "król"},
            {"adults": "-1"},
            {"adults": "kilka"},
            {"revenue": "dużo"},
            {"registered_on": "wczoraj"},
            {"registered_on": "0001-01-01"},
            {"place": "99"},
            {"asked": "1" * 40},
        ],
    )
    def test_a_mistake_is_said_at_its_question(
        self, call: Any, client: Client, mistake: dict[str, str]
    ) -> None:
        answer = client.post(quiz_at(call), {"kind": "ngo", **mistake})

        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == set(mistake)

    def test_only_what_the_rules_ask_is_asked(self, client: Client) -> None:
        call = make_call(who_may_apply=["ngo"])

        fields = client.get(quiz_at(call)).context["form"].fields

        assert list(fields) == ["kind", "asked", "starts_on", "ends_on"]

    def test_a_closed_call_still_answers_and_leads_nowhere(self, call: Any, client: Client) -> None:
        close(call)

        outcome = client.post(quiz_at(call), {"kind": "ngo"}).context["outcome"]

        assert outcome.start_url == ""

    def test_nothing_is_kept(self, call: Any, client: Client) -> None:
        client.post(quiz_at(call), {"kind": "ngo", "revenue": "1"})

        assert "sessionid" not in client.cookies
        assert not Application.objects.exists()

    def test_nobody_asks_about_a_call_in_preparation(self, client: Client) -> None:
        assert client.get(quiz_at(make_call("draft"))).status_code == 404

    @pytest.mark.parametrize(("kind", "kept"), [("ngo", "ngo"), ("król", None)])
    def test_the_application_begins_with_the_fitting_applicant(
        self, call: Any, client_of: Any, kind: str, kept: str | None
    ) -> None:
        user = make_user()
        start = reverse("grants:application-start", args=[call.code])
        browser = client_of(user)
        assert f'value="{kind}"' in browser.get(start, {"as": kind}).content.decode()

        browser.post(start, {"as": kind})

        application = Application.objects.get(author=user)
        assert application.answers.values.get("applicant_kind") == kept
