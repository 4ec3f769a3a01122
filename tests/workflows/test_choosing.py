"""How letters come: at once, once a day or not at all, and what may not be chosen."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.mentoring import make_milestone, make_pair, mentee_of, mentor_of
from tests.factories.people import make_user
from tests.factories.reporting import make_report, who
from workflows import choosing, clock, delivery, outbox, tasks
from workflows.errors import GuardsFailed
from workflows.letters import Letter
from workflows.models import LetterChoice, Message, Turn
from workflows.topics import CHOOSABLE, How, Topic
from workflows.undoing import take_back

pytestmark = pytest.mark.django_db
PAGE = reverse("workflows:my-letters")


def choose(user, how, *topics):
    choosing.keep_choices(user=user, chosen=dict.fromkeys(topics or CHOOSABLE, how))


def statuses(user):
    return {each.template: each.status for each in Message.objects.filter(recipient=user)}


# ── what becomes of a letter ─────────────────────────────────────────────────────────────────


def test_who_chose_nothing_gets_everything_at_once():
    milestone = make_milestone("approved")

    assert statuses(mentee_of(milestone))["mentoring/milestone_approved"] == "waiting"
    assert str(LetterChoice(topic=Topic.NEWS, how=How.DAILY)) == "news: daily"


def test_what_one_wants_once_a_day_does_not_leave_by_itself(mailoutbox):
    pair = make_pair()
    choose(mentee_of(pair), How.DAILY, Topic.NEWS)

    make_milestone("approved", pair=pair)
    tasks.deliver()

    assert statuses(mentee_of(pair))["mentoring/milestone_approved"] == "daily"
    letters = [each for each in mailoutbox if mentee_of(pair).email in each.to]
    assert not any("zatwierdz" in each.subject for each in letters)


def test_what_one_does_not_want_is_kept_as_not_sent_because_of_the_choice():
    pair = make_pair()
    choose(mentee_of(pair), How.NEVER, Topic.NEWS)

    make_milestone("approved", pair=pair)

    letter = Message.objects.get(template="mentoring/milestone_approved")
    assert letter.status == "unwanted"
    with pytest.raises(GuardsFailed, match="nie chce takich"):
        delivery.send_again(letter)


def test_the_choice_of_one_is_not_that_of_the_other():
    pair = make_pair()
    choose(mentor_of(pair), How.NEVER, Topic.NEWS)
    choose(mentee_of(pair), How.DAILY, Topic.TALK)

    make_milestone("approved", pair=pair)

    assert statuses(mentee_of(pair))["mentoring/milestone_approved"] == "waiting"


def test_what_a_rule_demands_comes_at_once_whatever_was_chosen():
    pair = make_pair("proposed")
    choose(mentor_of(pair), How.DAILY)

    pair.take_back(by=pair.proposed_by, note="Zmiana planów.")

    assert statuses(mentor_of(pair))["mentoring/pairing_taken_back"] == "waiting"


def test_a_move_whose_day_is_near_does_not_wait_for_the_morning():
    report = make_report()
    funder = who("funder", report.programme)
    choose(funder, How.DAILY)
    report.submit(by=who("staff", report.programme), snapshot="{}", digest="x")
    assert statuses(funder) == {"reporting/funder_submitted": "daily"}

    due = Turn.objects.of(report).get().due_at
    with clock.at(due - timedelta(hours=3)):
        tasks.remind()

    assert statuses(funder)["workflows/reminder"] == "waiting"


def test_a_step_taken_back_takes_its_letter_out_of_the_daily_one():
    pair = make_pair()
    choose(mentee_of(pair), How.DAILY)
    milestone = make_milestone("approved", pair=pair)

    take_back(milestone, by=mentor_of(milestone))

    found = statuses(mentee_of(pair))
    assert found["mentoring/milestone_approved"] == "never"
    assert "workflows/taken_back" not in found


# ── what the letter says ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("language", "says"), [("pl", "Takie listy mogą"), ("en", "You may get")])
def test_a_letter_that_may_be_chosen_says_where(mailoutbox, language, says):
    report = make_report()
    funder = who("funder", report.programme)
    funder.language = language
    funder.save()
    report.submit(by=who("staff", report.programme), snapshot="{}", digest="x")

    tasks.deliver()

    (sent,) = [each for each in mailoutbox if each.to == [funder.email]]
    assert says in sent.body
    assert PAGE in sent.body


def test_a_letter_that_may_be_switched_off_says_so_and_one_that_may_not_says_nothing():
    user = make_user()
    letters = [Message(recipient=user, language="pl", topic=topic) for topic in Topic]

    feet = {each.topic: choosing.foot_of(each) for each in letters}

    assert feet[Topic.MUST] == ""
    assert "albo wcale" in feet[Topic.NEWS]
    assert "wcale" not in feet[Topic.MOVE]
    assert choosing.foot_of(Message(language="pl", topic=Topic.NEWS)) == ""


# ── the page ─────────────────────────────────────────────────────────────────────────────────


def test_the_page_keeps_what_one_chooses_and_shows_it_again(client_of):
    user = make_user()
    client = client_of(user)
    chosen = dict.fromkeys(CHOOSABLE, How.AT_ONCE) | {Topic.NEWS: How.DAILY}

    kept = client.post(PAGE, {topic.value: how.value for topic, how in chosen.items()}, follow=True)

    assert "Od teraz listy przychodzą tak, jak wybrano" in kept.content.decode()
    assert choosing.choices_of(user) == chosen
    assert choosing.choices_of(make_user()) == dict.fromkeys(CHOOSABLE, How.AT_ONCE)


def test_what_waits_for_one_cannot_be_switched_off(client_of):
    user = make_user()
    given = {topic.value: "at_once" for topic in CHOOSABLE} | {"move": "never", "must": "never"}

    answer = client_of(user).post(PAGE, given)

    assert answer.status_code == 422
    assert not LetterChoice.objects.exists()


def test_the_page_says_what_always_comes_and_what_is_kept_for_the_morning(client_of):
    pair = make_pair()
    choose(mentee_of(pair), How.DAILY)
    make_milestone("approved", pair=pair)

    page = client_of(mentee_of(pair)).get(PAGE).content.decode()

    assert "Te przychodzą zawsze" in page
    assert "1 list czeka na najbliższy list dzienny" in page


@pytest.mark.parametrize("how", [How.DAILY, How.NEVER])
def test_staff_read_why_a_letter_did_not_go(client_of, how):
    report = make_report()
    funder = who("funder", report.programme)
    LetterChoice.objects.create(user=funder, topic=Topic.MOVE, how=how)
    report.submit(by=who("staff", report.programme), snapshot="{}", digest="x")
    letter = Message.objects.get(recipient=funder)

    page = client_of(who("staff", report.programme)).get(
        reverse("workflows:mail", kwargs={"pk": letter.pk})
    )

    says = {How.DAILY: "raz dziennie, w jednym", How.NEVER: "nie chce dostawać takich"}
    assert says[how] in page.content.decode()


def test_what_is_kept_for_the_morning_takes_no_place_in_a_portion():
    first, second = make_user(), make_user()
    choose(first, How.DAILY, Topic.GROUP)
    words = Letter("Zaproszenie", "Przyjdź w środę.")

    with outbox.staggered(1):
        outbox.put_in_outbox(
            outbox.new_message(reader, "x/group", words, occasion="x", topic=Topic.GROUP)
            for reader in (first, second)
        )

    assert set(Message.objects.values_list("status", "next_try_at")) == {
        ("daily", None),
        ("waiting", None),
    }
