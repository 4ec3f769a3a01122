"""An earlier application, or what is known of one's organisation, taken over into a draft: shown first, never over what is typed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cms.demo.numbers import invented_nip
from grants.actions.application import start_application
from grants.models import Application, Call
from grants.rules.reuse import offer_of
from questionnaires.actions import publish_version
from questionnaires.blocks import read_blocks
from questionnaires.models import Questionnaire
from tests.factories.grants import fresh, hand_in, make_application, make_call
from tests.factories.people import make_membership, make_organisation, make_user
from tests.factories.questionnaires import question, texts
from tests.grants.test_application import write
from tests.grants.test_application_pages import url
from workflows import clock

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


@pytest.fixture
def earlier() -> Application:
    """What somebody submitted in a call before."""
    return make_application(state="submitted", author=make_user("Ula Znów"))


@pytest.fixture
def draft(earlier: Application) -> Application:
    """Their new, empty draft in another call, whose projects last a year later."""
    first = clock.today() + timedelta(days=400)
    call = make_call(eligible_from=first, eligible_to=first + timedelta(days=100))
    return begun(call, earlier.author)


def begun(call: Call, user: Any) -> Application:
    return fresh(start_application(call=Call.objects.get(pk=call.pk), by=user))


def page(browser: Client, draft: Application, origin: Any = "") -> str:
    answer = browser.get(
        url("reuse", draft), {"from": getattr(origin, "pk", origin)} if origin else {}
    )
    assert answer.status_code == 200
    return answer.content.decode()


def take(
    browser: Client, draft: Application, origin: Any, *keys: str, seen: int | None = None
) -> Any:
    version = fresh(draft).answers.version if seen is None else seen
    return browser.post(
        url("reuse", draft),
        {
            "from": getattr(origin, "pk", origin),
            "take": keys,
            "version": version,
            "page": "reuse",
        },
    )


def test_whoever_applied_before_finds_it_from_the_new_draft(
    client_of: ClientOf, earlier: Application, draft: Application
) -> None:
    browser = client_of(draft.author)

    assert url("reuse", draft) in browser.get(url("write", draft)).content.decode()
    assert f"?from={earlier.pk}" in page(browser, draft)


def test_whoever_applies_for_the_first_time_is_not_bothered(client_of: ClientOf) -> None:
    draft = begun(make_call(), make_user())
    browser = client_of(draft.author)

    assert url("reuse", draft) not in browser.get(url("write", draft)).content.decode()
    assert "To Twój pierwszy wniosek" in page(browser, draft)


def test_texts_people_and_costs_are_taken_over_and_the_draft_says_so(
    client_of: ClientOf, earlier: Application, draft: Application
) -> None:
    browser = client_of(draft.author)

    answer = take(browser, draft, earlier, "title", "group_members", "costs", "need")
    said = browser.get(answer.url).content.decode()

    after, before = fresh(draft), earlier.answers.values
    assert {key: after.answers.values[key] for key in ("need", "group_members", "costs")} == {
        key: before[key] for key in ("need", "group_members", "costs")
    }
    assert after.title == "Ławka pod lipą"
    assert "4 odpowiedzi" in said


def test_what_was_not_ticked_is_left(
    client_of: ClientOf, earlier: Application, draft: Application
) -> None:
    take(client_of(draft.author), draft, earlier, "title")

    assert "need" not in fresh(draft).answers.values


def test_what_is_typed_already_is_shown_beside_and_replaced_only_when_ticked(
    client_of: ClientOf, earlier: Application, draft: Application
) -> None:
    write(draft, title="Nowy tytuł")
    browser = client_of(draft.author)

    shown = page(browser, draft, earlier)
    take(browser, draft, earlier, "need")
    kept = fresh(draft).title
    take(browser, draft, earlier, "title")

    assert "Nowy tytuł" in shown
    assert 'value="title">' in shown  # offered without a tick
    assert 'value="need" checked>' in shown
    assert kept == "Nowy tytuł"
    assert fresh(draft).title == "Ławka pod lipą"


def test_words_typed_by_a_co_author_since_the_page_was_opened_are_kept(
    client_of: ClientOf, earlier: Application, draft: Application
) -> None:
    seen = fresh(draft).answers.version
    write(draft, title="Tytuł sąsiadki")

    answer = take(client_of(draft.author), draft, earlier, "title", "need", seen=seen)

    assert answer.status_code == 409
    assert "Tytuł sąsiadki" in answer.content.decode()
    assert fresh(draft).title == "Tytuł sąsiadki"
    assert fresh(draft).answers.values["need"] == earlier.answers.values["need"]


def test_days_of_last_year_and_declarations_are_not_taken_over(
    client_of: ClientOf, earlier: Application, draft: Application
) -> None:
    browser = client_of(draft.author)

    shown = page(browser, draft, earlier)
    take(browser, draft, earlier, "starts_on", "true_statement", "schedule")

    after = fresh(draft).answers.values
    assert "ten dzień nie mieści się w terminach tego naboru" in shown
    assert "trzeba to oświadczyć osobno w każdym wniosku" in shown
    assert "starts_on" not in after
    assert "true_statement" not in after
    assert [row["name"] for row in after["schedule"]] == ["Budowa"]
    assert not any(row["starts"] for row in after["schedule"])


def test_nobody_takes_over_what_others_wrote(client_of: ClientOf, draft: Application) -> None:
    foreign = make_application(state="submitted", author=make_user(), title="Obcy pomysł")
    browser = client_of(draft.author)

    assert "Obcy pomysł" not in page(browser, draft)
    assert browser.get(url("reuse", draft), {"from": foreign.pk}).status_code == 404
    assert take(browser, draft, foreign, "title").status_code == 404
    assert not fresh(draft).title


def test_without_a_place_to_take_from_one_chooses_it_first(
    client_of: ClientOf, draft: Application
) -> None:
    answer = take(client_of(draft.author), draft, "", "title")

    assert answer.url == url("reuse", draft)


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "٣", "-1"])
def test_a_place_that_is_not_there_is_404(
    client_of: ClientOf, draft: Application, key: str
) -> None:
    assert take(client_of(draft.author), draft, key, "title").status_code == 404


def test_into_what_was_submitted_nothing_is_taken_over(
    client_of: ClientOf, earlier: Application
) -> None:
    other = make_application(author=earlier.author)
    sent = hand_in(other)

    answer = take(client_of(sent.author), sent, earlier, "title")

    assert answer.status_code == 409
    assert client_of(sent.author).get(url("reuse", sent)).status_code == 302


def test_only_those_who_write_the_draft_find_the_page(
    client_of: ClientOf, draft: Application
) -> None:
    assert client_of(make_user()).get(url("reuse", draft)).status_code == 404


def test_the_data_of_ones_organisation_are_taken_over(client_of: ClientOf) -> None:
    user = make_user()
    club = make_organisation("Klub Sowa", nip=invented_nip(720), registered_on=date(2024, 5, 6))
    make_membership(person=user.person, organisation=club)
    draft = begun(make_call(ngo_max_months=60), user)
    browser = client_of(user)

    listed, shown = page(browser, draft), page(browser, draft, "organisation")
    take(
        browser,
        draft,
        "organisation",
        "applicant_kind",
        "organisation",
        "organisation_registered_on",
    )

    assert "Klub Sowa" in listed
    assert "Klub Sowa" in shown
    assert fresh(draft).organisation == club
    assert fresh(draft).answers.values["organisation_registered_on"] == "2024-05-06"


def test_who_belongs_to_two_organisations_chooses_themselves(client_of: ClientOf) -> None:
    user = make_user()
    for _one in range(2):
        make_membership(person=user.person)
    draft = begun(make_call(), user)

    assert client_of(user).get(url("reuse", draft), {"from": "organisation"}).status_code == 404


def test_an_answer_of_another_kind_is_not_taken_over(client_of: ClientOf) -> None:
    form = publish_version(
        questionnaire=Questionnaire.objects.create(code="inny", name="Inny"),
        blocks=[question("number", key="need"), question("costs")],
    )
    earlier = make_application(state="submitted", author=make_user())
    draft = begun(make_call(questionnaire=form), earlier.author)

    shown = page(client_of(earlier.author), draft, earlier)

    assert "w tym naborze pyta się o to inaczej" in shown
    assert "ten nabór o to nie pyta" in shown
    assert 'value="need"' not in shown
    assert 'value="costs"' in shown


def test_the_list_costs_the_same_with_one_earlier_application_as_with_three(
    client_of: ClientOf,
    earlier: Application,
    draft: Application,
    django_assert_max_num_queries: Any,
) -> None:
    browser = client_of(draft.author)
    page(browser, draft)
    with django_assert_max_num_queries(40) as asked:
        page(browser, draft)
    counted = len(asked)
    for _one in range(2):
        make_application(make_call(), author=earlier.author)

    with django_assert_max_num_queries(counted):
        page(browser, draft)


CHOICE = [
    question("choice", key="what", options=[{"key": "a", "label": texts("ogród")}, {"key": "b", "label": texts("ławka")}]),
    question("multiple_choice", key="many", options=[{"key": "a", "label": texts("ogród")}, {"key": "b", "label": texts("ławka")}]),
]  # fmt: skip
RENAMED = [
    question("choice", key="what", options=[{"key": "a", "label": texts("boisko")}, {"key": "b", "label": texts("ławka")}]),
    question("multiple_choice", key="many", options=[{"key": "a", "label": texts("boisko")}, {"key": "b", "label": texts("ławka")}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ({"what": "b"}, {"what": "b"}),
        ({"what": "a"}, {}),  # the same key names another thing here
        ({"many": ["a", "b"]}, {"many": ["b"]}),
        ({"many": ["a"]}, {}),
    ],
)
def test_a_choice_is_taken_over_where_it_means_the_same(
    typed: dict[str, Any], taken: dict[str, Any]
) -> None:
    offer = offer_of(
        read_blocks(RENAMED), {}, from_blocks=read_blocks(CHOICE), from_typed=typed, inside=bool
    )

    assert offer.values({"what", "many"}) == taken
    assert bool(offer.stays) is not bool(taken)


@given(st.dictionaries(st.sampled_from(["one", "two", "three"]), st.text(max_size=20)))
def test_every_answer_is_offered_or_said_to_stay_and_none_twice(typed: dict[str, str]) -> None:
    blocks = read_blocks([question("long_text", key=key) for key in ("one", "two", "three")])
    here = {"one": "stoi"}

    offer = offer_of(blocks, here, from_blocks=blocks, from_typed=typed, inside=bool)

    keys = [one.key for one in (*offer.fills, *offer.differs)]
    assert len(keys) + offer.same + len(offer.stays) == sum(bool(text) for text in typed.values())
    assert len(set(keys)) == len(keys)
    assert "one" not in [one.key for one in offer.fills]
