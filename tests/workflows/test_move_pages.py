"""The page of a move, for a browser without scripts: it asks, does, refuses, and loses nothing typed."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.factories.activities import make_event, make_registration, make_staff
from tests.factories.grants import make_application
from tests.factories.grants_later import make_agreement
from tests.factories.mentoring import make_milestone, mentee_of, mentor_of
from tests.factories.people import make_user
from tests.factories.reporting import make_report, who
from workflows.models import History
from workflows.moves import moves_of
from workflows.options import options_for
from workflows.timeline import timeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return make_report("submitted")


@pytest.fixture
def funder(report, client_of):
    return client_of(who("funder", report.programme))


def page_of(obj, name):
    return obj.move_url(next(move for move in moves_of(type(obj)) if move.name == name))


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def typed(obj, **fields):
    return {"version": obj.version, **fields}


def test_the_page_asks_before_anything_happens(report, funder):
    response = funder.get(page_of(report, "accept"))

    assert response.status_code == 200
    assert f'name="version" value="{report.version}"' in response.text
    report.refresh_from_db()
    assert report.state == "submitted"


def test_a_move_that_takes_no_words_offers_none(report, funder):
    assert 'name="note"' not in funder.get(page_of(report, "accept")).text
    assert 'name="note"' in funder.get(page_of(report, "return_for_correction")).text


def test_the_button_makes_the_move_and_says_what_it_is_now(report, funder):
    response = funder.post(page_of(report, "accept"), typed(report))

    report.refresh_from_db()
    assert report.state == "accepted"
    assert response.url == report.get_absolute_url()
    assert "przyjęte" in told(response)[0]


@pytest.mark.parametrize("note", ["", "   ", "x" * 4001])
def test_a_missing_or_endless_reason_is_asked_for_again(report, funder, note):
    response = funder.post(page_of(report, "return_for_correction"), typed(report, note=note))

    assert response.status_code == 422
    report.refresh_from_db()
    assert report.state == "submitted"


def test_somebody_was_faster_and_what_was_typed_stays(report, funder):
    seen = typed(report, note="Brakuje zdjęć z warsztatów.")
    report.accept(by=who("funder", report.programme))
    History.objects.append(
        report, move="x", source="accepted", target="accepted", by=None, version=report.version
    )

    response = funder.post(page_of(report, "return_for_correction"), seen)

    assert response.status_code == 409
    assert "Ktoś był szybszy" in response.text
    assert "Brakuje zdjęć z warsztatów." in response.text


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 12, "٣", "1.0"])
def test_a_form_without_a_readable_version_counts_as_outdated(report, funder, version):
    response = funder.post(page_of(report, "accept"), {"version": version})

    assert response.status_code == 409


def test_a_second_click_on_what_is_done_just_goes_on(report, funder):
    form = typed(report)
    funder.post(page_of(report, "accept"), form)

    again = funder.post(page_of(report, "accept"), form)

    assert again.status_code == 302
    assert "To już jest zrobione." in told(again)
    assert History.objects.of(report).filter(move="accept").count() == 1


def test_a_move_from_another_state_says_so(client_of):
    report = make_report("accepted")

    page = client_of(who("funder", report.programme)).get(page_of(report, "accept"))

    assert page.status_code == 409
    assert "nie można teraz" in page.text or "nie jest teraz możliwe" in page.text


def test_whoever_sees_it_but_may_not_reads_why(report, client_of):
    staff = client_of(who("staff", report.programme))
    url = page_of(report, "accept")

    assert staff.get(url).status_code == 403
    answer = staff.post(url, typed(report))

    assert answer.status_code == 403
    assert report.accept.move.may.why_not(who("staff", report.programme), report)[0] in answer.text


def test_what_stands_in_the_way_is_said_before_anything_is_typed(client_of):
    milestone = make_milestone("in_progress")

    page = client_of(mentee_of(milestone)).get(page_of(milestone, "submit"))

    assert page.status_code == 200
    assert 'name="version"' not in page.text
    assert options_for(milestone, mentee_of(milestone))[0].reasons[0] in page.text


def test_what_one_may_not_see_is_not_there(report, client_of):
    assert client_of(make_user()).get(page_of(report, "accept")).status_code == 404
    assert client_of(make_user()).post(page_of(report, "accept")).status_code == 404


@pytest.mark.parametrize("name", ["fly", "replace"])
def test_there_is_no_page_for_a_move_that_is_nobodys_or_unknown(report, funder, name):
    url = reverse("reporting:report-move", args=[report.pk, name])

    assert funder.post(url, typed(report)).status_code == 404


def test_a_visitor_is_asked_to_log_in(report, client):
    assert "/account/login/" in client.get(page_of(report, "accept")).url


def test_what_passes_out_of_ones_sight_leads_to_what_waits(client_of, monkeypatch):
    from reporting.querysets import ReportQuerySet

    report = make_report("submitted")
    seen = ReportQuerySet.visible_to
    monkeypatch.setattr(
        ReportQuerySet,
        "visible_to",
        lambda self, user: seen(self, user).exclude(state="accepted"),
    )

    response = client_of(who("funder", report.programme)).post(
        page_of(report, "accept"), typed(report)
    )

    assert response.url == reverse("workflows:inbox")


def test_the_pages_buttons_come_from_the_moves_own_table(client_of):
    milestone = make_milestone("submitted")

    mentors = client_of(mentor_of(milestone)).get(milestone.get_absolute_url()).text
    mentees = client_of(mentee_of(milestone)).get(milestone.get_absolute_url()).text

    assert page_of(milestone, "approve") in mentors
    assert page_of(milestone, "approve") not in mentees


def test_a_greyed_button_says_its_reason(client_of):
    milestone = make_milestone("in_progress")

    page = client_of(mentee_of(milestone)).get(milestone.get_absolute_url()).text

    assert page_of(milestone, "submit") not in page
    assert options_for(milestone, mentee_of(milestone))[0].reasons[0] in page


def test_the_path_shows_what_is_behind_here_and_ahead(client_of):
    milestone = make_milestone("submitted")

    page = client_of(mentor_of(milestone)).get(milestone.get_absolute_url()).text

    assert 'aria-current="step"' in page


def test_an_end_off_the_road_shows_what_was_passed_and_nothing_ahead():
    from workflows.whereabouts import stations

    registration = make_registration(make_event())
    registration.subject.cancel(by=make_staff(registration.subject.programme), note="Powódź")
    registration.refresh_from_db()

    road, ended = stations(registration)

    assert ended
    assert [station.status for station in road][-1] == "here"
    assert "ahead" not in {station.status for station in road}
    registration.path = []
    assert stations(registration) == ([], False)


def test_a_detour_shows_the_road_still_ahead():
    from workflows.whereabouts import stations

    road, ended = stations(make_milestone("returned"))

    assert not ended
    assert [station.status for station in road].count("here") == 1
    assert road[-1].status == "ahead"


def test_a_move_that_takes_more_than_words_has_a_form_of_its_own(client_of):
    application = make_application(state="submitted")
    url = page_of(application, "return_for_correction")

    page = client_of(make_staff(application.call.programme)).get(url)

    assert 'name="reasons"' in page.text
    assert 'name="due_at"' in page.text


def test_a_list_shows_what_one_may_see_through_what_its_sentence_asks(client_of):
    agreement = make_agreement()
    browser = client_of(make_staff(agreement.call.programme))
    url = reverse("grants:agreement-list")

    assert agreement in browser.get(url).context["object_list"]
    assert agreement not in browser.get(url, {"state": "settled"}).context["object_list"]
    assert agreement not in client_of(make_user()).get(url).context["object_list"]


def test_a_list_without_a_filter_shows_all_that_one_may_see(client_of):
    report, other = make_report("submitted"), make_report("submitted")

    shown = client_of(who("funder", report.programme)).get(reverse("reporting:reports"))

    assert report in shown.context["object_list"]
    assert other not in shown.context["object_list"]


def test_an_object_without_a_lifecycle_has_no_badge_and_no_buttons(rf):
    from workflows.templatetags import workflows as tags

    class Thing:
        pass

    context = {"request": rf.get("/")}
    context["request"].user = make_user()

    assert tags.state(Thing()) == {}
    assert tags.moves(context, Thing())["options"] == []
    assert tags.whose_move_tag(context, Thing())["turns"] == []
    assert tags.path(Thing()) == {"stations": [], "ended": False}


def test_a_move_that_the_code_no_longer_has_is_told_by_its_name():
    report = make_report("submitted")
    History.objects.append(
        report, move="old_name", source="submitted", target="submitted", by=None, version=1
    )

    told_first = timeline(report, who("staff", report.programme))[0]

    assert (told_first.what, told_first.by) == ("old_name", "Tandem")


def test_where_two_steps_lead_to_one_state_the_story_names_the_step():
    event = make_event()
    place = make_registration(event)
    staff = make_staff(event.programme)

    place.cancel(by=place.person.user)

    assert [each.what for each in timeline(place, staff)][:2] == [
        "Oddaj miejsce: rezygnacja",
        "Jest miejsce",
    ]
