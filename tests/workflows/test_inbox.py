"""„Czeka na mnie”: whose move it is, by name and by role, the late first."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from activities.models import Registration
from tests.factories.activities import (
    make_activity,
    make_event,
    make_registration,
    make_staff,
    make_visit,
)
from tests.factories.grants import make_application
from tests.factories.mentoring import make_milestone, mentee_of, mentor_of
from tests.factories.people import make_user
from tests.factories.reporting import make_programme, make_report, who
from workflows import clock
from workflows.inbox import (
    count_waiting,
    on_page,
    rows,
    things_waiting,
    waiting,
    what_waits,
    with_objects,
)
from workflows.models import Turn
from workflows.roles import RoleOn, end_role, give_role
from workflows.turns import refresh_turns
from workflows.whereabouts import does_of, owed, whose_move

pytestmark = pytest.mark.django_db
INBOX = reverse("workflows:inbox")


def keys_for(user):
    return [row.key for row in waiting(user)]


def groups_of(user):
    """What waits for `user`, as it would stand on one long page."""
    return on_page(what_waits(user).groups, with_objects(things_waiting(user)))


def test_a_new_account_reads_that_nothing_waits(client_of):
    page = client_of(make_user()).get(INBOX)

    assert page.status_code == 200
    assert "Nic na Ciebie nie czeka" in page.text


def test_what_waits_by_role_waits_for_whoever_holds_it_today(client_of):
    report = make_report("submitted")
    funder, successor = who("funder", report.programme), make_user()
    assert keys_for(funder) == ["accept"]

    end_role(funder, "funder", report.programme, by=None)
    give_role(successor, "funder", report.programme, by=None)

    assert (keys_for(funder), keys_for(successor)) == ([], ["accept"])
    page = client_of(successor).get(INBOX).text
    assert report.get_absolute_url() in page


def test_a_move_hands_the_turn_over():
    milestone = make_milestone("submitted")
    mentor, mentee = mentor_of(milestone), mentee_of(milestone)
    about = Turn.objects.of(milestone)
    assert about.waiting_for(mentor).exists()

    milestone.send_back(by=mentor, note="Brakuje notatki.")

    assert not about.waiting_for(mentor).exists()
    assert about.waiting_for(mentee).exists()


def test_what_waits_twice_counts_and_stands_once():
    report = make_report()
    staff = who("staff", report.programme)
    turn = Turn.objects.of(report).first()
    turn.pk, turn.role, turn.scope_type, turn.scope_id, turn.holder = None, "", None, None, staff
    turn.save(force_insert=True)

    about = waiting(staff).filter(about_type=turn.about_type)
    assert about.count() == 2
    assert len(rows(with_objects(about))) == 1
    assert (
        count_waiting(staff)
        == len(rows(with_objects(waiting(staff))))
        == len(things_waiting(staff))
    )


def test_the_count_stands_in_the_top_bar(client_of):
    report = make_report("submitted")

    page = client_of(who("funder", report.programme)).get(INBOX)

    assert '<span class="count">1</span>' in page.text


def test_a_page_for_a_visitor_counts_nothing(client):
    assert "waiting_count" not in (client.get(reverse("account_login")).context or {})


@pytest.mark.parametrize(
    ("hours", "group"), [(-1, "late"), (1, "today"), (60, "week"), (24 * 40, "later")]
)
def test_rows_are_grouped_by_when_they_are_due(hours, group):
    report = make_report("submitted")
    noon = clock.now().replace(hour=10, minute=0)
    Turn.objects.of(report).update(due_at=noon + timedelta(hours=hours))

    with clock.at(noon):
        found = groups_of(who("funder", report.programme))

    assert [each.key for each in found] == [group]


def test_what_has_no_day_comes_last():
    report = make_report("submitted")
    funder = who("funder", report.programme)
    other = make_report("submitted", programme=make_programme())
    give_role(funder, "funder", other.programme, by=None)
    Turn.objects.of(report).update(due_at=None)

    found = groups_of(funder)

    assert [each.key for each in found] == ["later", "whenever"]


def test_a_late_turn_is_found_and_said(client_of):
    report = make_report("submitted")
    with clock.at(clock.now() + timedelta(days=60)):
        assert list(Turn.objects.of(report).late()) == list(Turn.objects.of(report))
        assert "po terminie" in client_of(who("funder", report.programme)).get(INBOX).text


def test_a_turn_about_something_gone_is_left_out():
    report = make_report("submitted")
    funder = who("funder", report.programme)
    Turn.objects.of(report).update(about_id=0)

    assert rows(with_objects(waiting(funder))) == []


def test_turns_follow_when_days_or_holders_change_without_a_move():
    report = make_report("submitted")
    turn = Turn.objects.of(report).get()
    report.submitted_at += timedelta(days=2)

    refresh_turns([report])

    again = Turn.objects.of(report).get()
    assert (again.pk, again.due_at) == (turn.pk, turn.due_at + timedelta(days=2))


def test_somebody_elses_move_is_said_with_their_role_and_ones_own_comes_first(client_of):
    report = make_report("submitted")
    funder, staff = who("funder", report.programme), who("staff", report.programme)

    assert [sentence.yours for sentence in whose_move(report, funder)] == [True]
    assert [sentence.yours for sentence in whose_move(report, staff)] == [False]
    assert whose_move(make_report("accepted"), staff) == []
    page = client_of(staff).get(report.get_absolute_url()).text
    assert whose_move(report, staff)[0].does in page


def test_a_turn_that_the_model_no_longer_names_is_told_by_its_key():
    report = make_report("submitted")
    turn = Turn.objects.of(report).get()
    turn.key = "formerly"

    assert owed(report, turn) == "formerly"


def test_a_turn_and_a_role_say_what_they_are():
    report = make_report("submitted")
    turn = Turn.objects.of(report).get()

    assert str(turn) == "accept → funder"
    assert RoleOn("funder", report.programme).scope == report.programme


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_asks_the_same_few_questions(client_of, count, django_assert_num_queries):
    report = make_report("submitted")
    funder = who("funder", report.programme)
    for _ in range(count - 1):
        other = make_report("submitted")
        give_role(funder, "funder", other.programme, by=None)
    browser = client_of(funder)
    browser.get(INBOX)

    with django_assert_num_queries(5):
        page = browser.get(INBOX)

    assert len(page.context["groups"][0].rows) == count


def visit_with_applicants(count):
    visit = make_visit("recruiting")
    people = [make_registration(visit) for _ in range(count)]
    return visit, people, make_staff(visit.programme)


def test_alike_moves_on_one_visit_stand_in_one_line_that_opens_to_all_of_them(client_of):
    visit, people, staff = visit_with_applicants(4)

    page = client_of(staff).get(INBOX)

    folded = [line for group in page.context["groups"] for line in group.lines if line.is_folded]
    assert [len(line.rows) for line in folded] == [4]
    assert "Zdecyduj o zgłoszeniu" in page.text
    assert all(one.get_absolute_url() in page.text for one in people)
    assert "× 4" in page.text
    assert f"Wszystko w jednym miejscu: {visit.title}" in page.text


def test_two_alike_moves_stay_two_lines():
    _visit, _people, staff = visit_with_applicants(2)

    found = groups_of(staff)

    assert not any(line.is_folded for group in found for line in group.lines)
    assert sum(len(group.lines) for group in found) == sum(len(group.rows) for group in found)


def test_folded_rows_name_the_person_and_not_the_visit_again():
    visit, people, staff = visit_with_applicants(3)

    found = groups_of(staff)

    folded = next(line for group in found for line in group.lines if line.is_folded)
    assert {row.short for row in folded.rows} == {str(one.person) for one in people}
    assert folded.first.under.title == visit.title


def test_the_list_says_at_its_head_how_much_is_due_when(client_of):
    _visit, _people, staff = visit_with_applicants(3)
    Turn.objects.filter(key="select").update(due_at=clock.now() - timedelta(days=1))

    page = client_of(staff).get(INBOX)

    heads = [(group.heading, len(group.rows)) for group in page.context["groups"]]
    assert heads[0] == ("Po terminie", 1)
    assert 'href="#group-late"' in page.text


def test_ones_own_name_is_left_out_of_what_one_has_to_do():
    event = make_event()
    place = make_registration(event)

    mine = rows(with_objects(waiting(place.person.user)))

    assert [row.title for row in mine] == [event.title]


def test_a_list_names_an_event_by_its_title_and_an_application_by_its_number(client_of):
    application = make_application(state="submitted")
    event = make_event("announced")
    officer = make_staff(application.call.programme)
    give_role(officer, "staff", event.programme, by=None)

    page = client_of(officer).get(INBOX).text

    assert f"{application.number} · {application.title}" in page
    assert f"{event.code} ·" not in page


def test_ones_own_move_is_not_said_again_of_others_who_may_make_it():
    event = make_event("announced")
    staff = make_staff(event.programme)
    make_staff(event.programme, role="coordinator")

    sentences = whose_move(event, staff)

    assert [(sentence.yours, sentence.does) for sentence in sentences] == [
        (True, "Przeprowadź wydarzenie")
    ]


def test_roles_that_may_make_the_same_move_share_one_sentence():
    event = make_event()

    (sentence,) = whose_move(event, make_user())

    assert (sentence.who, sentence.yours) == ("zespół programu albo koordynacja", False)


def test_whoever_made_the_step_before_does_not_have_the_second_ones_move():
    report = make_report("submitted")
    first = who("funder", report.programme)
    second = make_user()
    give_role(second, "funder", report.programme, by=None)
    turn = Turn.objects.of(report).get()
    assert {account.pk for account in turn.people()} == {first.pk, second.pk}

    turn.but = first
    turn.save()

    assert (keys_for(first), keys_for(second)) == ([], ["accept"])
    assert [turn.waits_for(first), turn.waits_for(second)] == [False, True]
    assert [account.pk for account in turn.people()] == [second.pk]
    (sentence,) = whose_move(report, first)
    assert not sentence.yours


def test_who_is_left_out_of_a_move_follows_the_object():
    report = make_report("submitted")
    first = who("funder", report.programme)
    Turn.objects.of(report).update(but=first)

    refresh_turns([report])

    assert Turn.objects.of(report).get().but is None
    assert keys_for(first) == ["accept"]


def test_a_programme_finds_what_waits_anywhere_within_it():
    report, elsewhere = make_report("submitted"), make_report("submitted")

    found = Turn.objects.within(report.programme)

    assert Turn.objects.of(report).get() in found
    assert Turn.objects.of(elsewhere).get() not in found


def test_a_move_reads_the_same_whether_or_not_its_object_is_at_hand():
    report = make_report("submitted")
    turn = Turn.objects.of(report).get()

    assert does_of(type(report), turn.key) == owed(report, turn)
    assert does_of(type(report), "unknown") == "unknown"


def test_a_page_that_has_the_turns_at_hand_asks_no_more_for_them(django_assert_num_queries):
    report = make_report("submitted")
    funder = who("funder", report.programme)
    turns = list(Turn.objects.of(report).select_related("holder"))
    expected = whose_move(report, funder)

    with django_assert_num_queries(0):
        assert whose_move(report, funder, turns) == expected


def test_a_long_list_has_pages_and_its_head_leads_to_the_page_where_each_group_begins(
    client_of, monkeypatch
):
    monkeypatch.setattr("workflows.views.inbox.InboxView.paginate_by", 2)
    monkeypatch.setattr("workflows.inbox.AT_ONCE", 2)
    _visit, _people, staff = visit_with_applicants(3)
    Turn.objects.about_any(Registration.objects.all()).update(
        due_at=clock.now() - timedelta(days=1)
    )
    browser = client_of(staff)

    first, second = browser.get(INBOX), browser.get(INBOX, {"page": "2"})

    sums = [(group.key, group.count, group.page) for group in first.context["sums"]]
    assert sums[0] == ("late", 3, 1)
    assert sums[1][2] == 2
    assert f'href="?page=2#group-{sums[1][0]}"' in first.text
    assert [len(group.rows) for group in first.context["groups"]] == [2]
    assert [len(group.rows) for group in second.context["groups"]] == [1, 1]
    assert first.context["waiting_count"] == second.context["waiting_count"] == count_waiting(staff)


@pytest.mark.parametrize("count", [3, 5])
def test_where_more_waits_than_a_page_holds_it_is_counted_by_one_more_question(
    client_of, count, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("workflows.views.inbox.InboxView.paginate_by", 2)
    monkeypatch.setattr("workflows.inbox.AT_ONCE", 2)
    report = make_report("submitted")
    funder = who("funder", report.programme)
    for _ in range(count - 1):
        give_role(funder, "funder", make_report("submitted").programme, by=None)
    browser = client_of(funder)
    browser.get(INBOX)

    with django_assert_num_queries(7):
        page = browser.get(INBOX)

    assert (len(page.context["groups"][0].rows), page.context["waiting_count"]) == (2, count)


@pytest.mark.parametrize(
    ("due", "group"),
    [
        ("2026-10-24 11:59:59", "late"),
        ("2026-10-24 12:00:00", "today"),
        ("2026-10-24 23:59:59", "today"),
        ("2026-10-25 00:00:00", "week"),
        ("2026-10-31 23:59:59", "week"),
        ("2026-11-01 00:00:00", "later"),
    ],
)
def test_the_calendar_in_warsaw_draws_the_line_between_groups_to_the_second(due, group):
    """In the night to 25 October 2026 the clocks go back: that day has 25 hours."""
    warsaw = ZoneInfo("Europe/Warsaw")
    report = make_report("submitted")
    instant = datetime.fromisoformat(due).replace(tzinfo=warsaw)
    Turn.objects.of(report).update(due_at=instant)

    with clock.at(datetime(2026, 10, 24, 12, tzinfo=warsaw)):
        (found,) = what_waits(who("funder", report.programme)).groups

    assert found.key == group


def busy_with_many_kinds(monkeypatch, allowed):
    """Staff with something late, something later and something without a day."""
    monkeypatch.setattr("workflows.inbox.KINDS_AT_ONCE", allowed)
    report = make_report()
    visit = make_visit(activity=make_activity("study_visit", report.programme))
    staff = who("staff", report.programme)
    Turn.objects.of(report).update(due_at=None)
    Turn.objects.of(visit).update(due_at=clock.now() - timedelta(days=1))
    return staff, visit, report


def test_what_is_far_stays_closed_when_it_is_of_too_many_kinds(client_of, monkeypatch):
    staff, visit, report = busy_with_many_kinds(monkeypatch, allowed=1)
    browser = client_of(staff)

    page = browser.get(INBOX)
    assert visit.get_absolute_url() in page.text
    assert report.get_absolute_url() not in page.text
    assert 'href="?group=whenever#group-whenever"' in page.text

    opened = browser.get(INBOX, {"group": "whenever"})
    assert visit.get_absolute_url() in opened.text
    assert report.get_absolute_url() in opened.text
    assert opened.context["waiting_count"] == page.context["waiting_count"]


def test_what_is_far_is_open_while_it_is_of_few_kinds(client_of, monkeypatch):
    staff, _visit, report = busy_with_many_kinds(monkeypatch, allowed=9)

    assert report.get_absolute_url() in client_of(staff).get(INBOX).text


def test_a_group_that_is_not_there_opens_what_opens_by_itself(client_of):
    report = make_report("submitted")

    page = client_of(who("funder", report.programme)).get(INBOX, {"group": "\x00late"})

    assert report.get_absolute_url() in page.text


def test_a_stranger_who_asks_what_waits_is_sent_to_log_in(client):
    address = reverse("workflows:inbox")

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={address}")
