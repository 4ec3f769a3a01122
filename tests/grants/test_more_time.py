"""More time for one applicant: with a reason, on record, and nobody else's deadline moves."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grants.actions.application import drafts_of_closed_calls
from grants.actions.more_time import give_more_time
from grants.models import Application
from tests.factories.grants import close, fresh, hand_in, make_application, staff_of
from tests.factories.grants_later import make_judged_call
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Extension, Message, Turn
from workflows.moves import SYSTEM

pytestmark = pytest.mark.django_db

REASON = "Burza odcięła prąd w całej gminie."


@pytest.fixture
def draft():
    return make_application(author=make_user("Nela Spóźniona"))


def later(application, **delta):
    return application.call.closes_at + timedelta(**delta)


def give(application, *, until=None, by=None, at=None):
    return give_more_time(
        call=application.call,
        email=application.author.email,
        until=until or later(application, days=2),
        reason=REASON,
        by=by or staff_of(application.call),
        at=at or clock.now(),
    )


def page_of(call):
    return reverse("grants:call-more-time", args=[call.code])


def typed(application, **changes):
    until = timezone.localtime(later(application, days=2)).strftime("%Y-%m-%dT%H:%M")
    return {"email": application.author.email, "until": until, "note": REASON} | changes


def test_one_applicant_submits_after_the_closing_and_another_does_not(draft):
    other = make_application(draft.call, author=make_user("Ola Druga"))
    give(draft)
    close(draft.call)

    assert hand_in(draft, later(draft, hours=30)).state == "submitted"
    with pytest.raises(GuardsFailed, match=str(timezone.localtime(other.call.closes_at).year)):
        hand_in(other, later(draft, hours=30))


def test_the_new_instant_itself_is_too_late(draft):
    give(draft)
    close(draft.call)

    with pytest.raises(GuardsFailed):
        hand_in(draft, later(draft, days=2))


def test_a_draft_put_aside_by_the_closing_comes_back(draft):
    close(draft.call)
    with clock.at(later(draft, hours=3)):
        draft.lapse(by=SYSTEM)
        give(draft)

    assert fresh(draft).state == "draft"
    assert hand_in(draft, later(draft, hours=5)).state == "submitted"


def test_the_clock_leaves_a_draft_alone_while_its_time_runs_and_puts_it_aside_afterwards(draft):
    give(draft)
    close(draft.call)

    assert draft not in drafts_of_closed_calls(later(draft, hours=3))
    assert draft in drafts_of_closed_calls(later(draft, days=2, hours=2))


def test_the_assessment_waits_for_whoever_was_given_more_time(draft):
    call = draft.call
    make_application(call, "admitted", author=make_user("Ola Druga"))
    give(draft)
    close(call)

    with (
        clock.at(later(draft, hours=3)),
        pytest.raises(GuardsFailed, match="czasu"),
    ):
        call.start_assessment(by=staff_of(call))


def test_the_reason_is_kept_and_the_applicant_has_a_letter_with_it(draft):
    give(draft)

    letter = Message.objects.get(template="grants/more_time")
    assert REASON in letter.body
    assert letter.recipient == draft.author
    assert Extension.objects.of(draft).get().reason == REASON


def test_the_applicants_turn_has_the_new_day(draft):
    give(draft)

    assert Turn.objects.of(draft).get().due_at == later(draft, days=2)


@pytest.mark.parametrize("until", [timedelta(days=-1), timedelta(0)])
def test_an_instant_that_gives_nothing_is_refused(draft, until):
    with pytest.raises(GuardsFailed):
        give(draft, until=draft.call.closes_at + until)


def test_only_staff_give_time_and_never_to_themselves(draft):
    with pytest.raises(NotYours):
        give(draft, by=draft.author)
    own = make_application(draft.call, author=staff_of(draft.call))
    with pytest.raises(NotYours):
        give(own)


def test_staff_give_it_on_the_page_of_the_call(draft, client_of):
    answer = client_of(staff_of(draft.call)).post(page_of(draft.call), typed(draft), follow=True)

    assert draft.author.email not in Application.objects.get().title
    assert fresh(draft).submission_due_at.date() == later(draft, days=2).date()
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "nikt@example.org"}, "Nikt z tym adresem"),
        ({"email": "to nie adres"}, "Napisz cały adres"),
        ({"email": ""}, "Napisz e-mail"),
        ({"until": "kiedyś"}, "Podaj dzień i godzinę"),
        ({"until": "2020-01-01T12:00"}, "jeszcze nie minęła"),
        ({"note": ""}, "Napisz dlaczego"),
        ({"note": "x" * 1001}, "1000"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(draft, client_of, changes, sentence):
    page = client_of(staff_of(draft.call)).post(page_of(draft.call), typed(draft, **changes))

    assert page.status_code in {409, 422}
    assert sentence in page.content.decode()
    assert typed(draft, **changes)["email"] in page.content.decode()
    assert not Extension.objects.exists()


def test_the_page_is_not_there_for_others_nor_once_the_assessment_runs(draft, client_of):
    assert client_of(draft.author).get(page_of(draft.call)).status_code == 404
    judged = make_judged_call()
    assert client_of(staff_of(judged)).get(page_of(judged)).status_code == 404


class TestCorrection:
    """A returned application."""

    def test_staff_give_more_time_to_correct_and_the_applicant_hears(self, client_of):
        application = make_application(state="returned")
        until = application.correction_due_at + timedelta(days=3)
        wall = timezone.localtime(until).strftime("%Y-%m-%dT%H:%M")

        client_of(staff_of(application.call)).post(
            reverse("grants:application-move", args=[application.pk, "allow_more_time_to_correct"]),
            {"version": application.version, "until": wall, "note": REASON},
        )

        assert fresh(application).correction_due_at > application.correction_due_at
        assert REASON in Message.objects.get(template="grants/more_time_to_correct").body

    def test_less_time_than_before_is_refused(self):
        application = make_application(state="returned")

        with pytest.raises(GuardsFailed):
            application.allow_more_time_to_correct(
                by=staff_of(application.call),
                until=application.correction_due_at - timedelta(hours=1),
                note=REASON,
            )
