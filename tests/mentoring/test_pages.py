"""The pages of mentoring: who opens them, and what happens to what people type."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mentoring.actions import say_pulse
from mentoring.models import Edition, Milestone, Pairing, SessionLog, SessionNote
from programmes.counts import Scope, counts
from tests.factories.activities import make_activity, make_staff
from tests.factories.mentoring import (
    make_edition,
    make_enrolment,
    make_milestone,
    make_pair,
    make_session,
    mentee_of,
    mentor_of,
)
from tests.factories.people import make_membership, make_organisation, make_user
from workflows import clock
from workflows.models import History, StoredFile

pytestmark = pytest.mark.django_db

MILESTONE = {"title": "Mapa", "shown_by": "Mapa na stronie", "due_on": "2031-05-10"}


def meeting(**changes):
    today = clock.today().isoformat()
    return {
        "held_on": today,
        "begins": "00:00",
        "minutes": "45",
        "form": "phone",
        "done": "Rozmowa o planie.",
        **changes,
    }


class TestStaff:
    def edition_data(self, line, **changes):
        return {
            "activity": line.pk,
            "title_pl": "Edycja łódzka",
            "recruits_until": "2031-01-10T12:00",
            "starts_on": "2031-02-01",
            "ends_on": "2031-08-01",
            "mentor_capacity": "3",
            "sessions_due": "8",
            "hours_due": "10",
            "sessions_share": "80",
            "milestones_due": "3",
            "contract_hours": "24",
            "month_hours": "276",
            "confirm_after_days": "14",
            "mentee_places": "60",
            "mentor_places": "0",
            "topics": "budżet obywatelski | participatory budget\nkonsultacje",
            **changes,
        }

    def test_staff_plan_an_edition_with_its_topics(self, client_of):
        line = make_activity("mentoring")

        client_of(make_staff(line.programme)).post(
            reverse("mentoring:edition-new"), self.edition_data(line)
        )

        edition = Edition.objects.get()
        assert edition.code == "edycja-lodzka"
        assert list(edition.topics.values_list("name_pl", "name_en")) == [
            ("budżet obywatelski", "participatory budget"),
            ("konsultacje", None),
        ]

    @pytest.mark.parametrize(
        "changes",
        [
            {"title_pl": ""},
            {"ends_on": "2030-01-01"},
            {"sessions_share": "101"},
            {"mentor_capacity": "0"},
            {"recruits_until": "wkrótce"},
            {"recruits_until": "2032-01-10T12:00"},
            {"topics": "x" * 101},
        ],
    )
    def test_what_cannot_be_is_said(self, client_of, changes):
        line = make_activity("mentoring")

        answer = client_of(make_staff(line.programme)).post(
            reverse("mentoring:edition-new"), self.edition_data(line, **changes)
        )

        assert answer.status_code == 422
        assert not Edition.objects.exists()

    def test_two_people_who_edit_do_not_overwrite_each_other(self, client_of):
        edition = make_edition()
        browser = client_of(make_staff(edition.programme))
        url = reverse("mentoring:edition-edit", args=[edition.code])
        data = self.edition_data(edition.activity, version=edition.version)

        assert browser.post(url, data).status_code == 302
        assert browser.post(url, {**data, "title_pl": "Druga"}).status_code == 409
        assert Edition.objects.get().title == "Edycja łódzka"

    def test_staff_propose_a_pair_on_a_page(self, client_of):
        edition = make_edition()
        mentor, mentee = make_enrolment(edition, "mentor"), make_enrolment(edition)
        browser = client_of(make_staff(edition.programme))
        url = reverse("mentoring:matching", args=[edition.code])

        assert browser.get(f"{url}?mentee={mentee.pk}").status_code == 200
        browser.post(url, {"mentee": mentee.pk, "mentor": mentor.pk, "note": "Ten sam region."})

        pair = Pairing.objects.get()
        assert (pair.mentor, pair.mentee) == (mentor, mentee)
        assert History.objects.of(pair).get().text.note == "Ten sam region."

    def test_a_tie_stands_beside_the_mentor_and_forbids_the_pair(self, client_of):
        edition, office = make_edition(), make_organisation("Urząd Gminy Stężyca")
        mentor, mentee = make_enrolment(edition, "mentor"), make_enrolment(edition)
        make_membership(mentor.person, office)
        make_membership(mentee.person, office)
        browser = client_of(make_staff(edition.programme))
        url = reverse("mentoring:matching", args=[edition.code])

        page = browser.get(f"{url}?mentee={mentee.pk}").content.decode()
        answer = browser.post(url, {"mentee": mentee.pk, "mentor": mentor.pk})

        assert "Urząd Gminy Stężyca" in page
        assert answer.status_code == 422
        assert not Pairing.objects.exists()

    @pytest.mark.parametrize("data", [{}, {"mentee": "x", "mentor": "y"}, {"mentee": "999"}])
    def test_a_broken_proposal_is_said(self, client_of, data):
        edition = make_edition()
        make_enrolment(edition)
        browser = client_of(make_staff(edition.programme))

        answer = browser.post(reverse("mentoring:matching", args=[edition.code]), data)

        assert answer.status_code == 422

    @pytest.mark.parametrize("name", ["edition-edit", "matching"])
    def test_pages_of_staff_are_theirs_alone(self, client_of, name):
        edition = make_edition()
        url = reverse(f"mentoring:{name}", args=[edition.code])

        assert client_of(make_staff(edition.programme)).get(url).status_code == 200
        assert client_of(make_staff(edition.programme, "finance")).get(url).status_code == 404
        assert client_of(make_user()).get(url).status_code == 404


class TestPair:
    def test_the_pair_and_staff_see_it_the_employer_and_others_do_not(self, client_of):
        pair = make_pair()
        office, boss = make_organisation(), make_user()
        make_membership(pair.mentee.person, office)
        make_membership(boss.person, office, role="board")
        staff = make_staff(pair.programme)
        make_milestone(pair=pair)
        make_session(pair=pair)
        things = [pair, pair.milestones.get(), pair.session_logs.get()]

        for thing in things:
            for user in (mentor_of(pair), mentee_of(pair), staff):
                assert client_of(user).get(thing.get_absolute_url()).status_code == 200
            for user in (boss, make_user(), make_staff(make_activity().programme)):
                assert client_of(user).get(thing.get_absolute_url()).status_code == 404

    def test_everybody_lands_on_their_own_page(self, client_of):
        pair = make_pair()
        home = reverse("mentoring:home")

        assert client_of(mentor_of(pair)).get(home).url == reverse("mentoring:mentees")
        assert client_of(mentee_of(pair)).get(home).url == pair.get_absolute_url()
        assert client_of(make_staff(pair.programme)).get(home).url == reverse("mentoring:pairs")
        assert client_of(make_user()).get(home).url == reverse("mentoring:enrolments")

    def test_the_goal_is_written_by_either_side_and_never_overwritten(self, client_of):
        pair = make_pair()
        url = reverse("mentoring:goal", args=[pair.pk])
        seen = {"version": pair.version}

        assert client_of(mentee_of(pair)).post(url, {**seen, "goal": "Skwer"}).status_code == 302
        answer = client_of(mentor_of(pair)).post(url, {**seen, "goal": "Park"})

        assert answer.status_code == 409
        assert "Park" in answer.content.decode()
        assert Pairing.objects.get().goal == "Skwer"

    def test_a_milestone_is_planned_worked_on_returned_and_approved(self, client_of):
        pair = make_pair()
        mentor, mentee = client_of(mentor_of(pair)), client_of(mentee_of(pair))
        mentee.post(reverse("mentoring:milestone-new", args=[pair.pk]), MILESTONE)
        milestone = Milestone.objects.get()

        def move(browser, name, **data):
            url = reverse("mentoring:milestone-move", args=[milestone.pk, name])
            version = Milestone.objects.get().version
            return browser.post(url, {"version": version, **data}).status_code

        def write(text):
            url = reverse("mentoring:milestone-evidence", args=[milestone.pk])
            version = Milestone.objects.get().version
            return mentee.post(url, {"version": version, "evidence": text}).status_code

        assert move(mentee, "start") == 302
        assert move(mentee, "submit") == 422
        assert write("Mapa jest gotowa.") == 302
        assert move(mentee, "submit") == 302
        assert move(mentor, "send_back", note="") == 422
        assert move(mentor, "send_back", note="Brakuje legendy.") == 302
        assert write("Mapa ma legendę.") == 302
        assert move(mentee, "submit") == 302
        assert move(mentee, "approve") == 403
        assert move(mentor, "approve") == 302
        assert Milestone.objects.get().state == "approved"

    @pytest.mark.parametrize(
        "changes",
        [
            {"title": ""},
            {"title": "x" * 161},
            {"due_on": "kiedyś"},
            {"due_on": "2001-01-01"},
            {"shown_by": ""},
        ],
    )
    def test_a_milestone_that_cannot_be_is_said(self, client_of, changes):
        pair = make_pair()

        answer = client_of(mentee_of(pair)).post(
            reverse("mentoring:milestone-new", args=[pair.pk]), {**MILESTONE, **changes}
        )

        assert answer.status_code == 422
        assert not pair.milestones.exists()

    def test_a_submitted_milestone_is_frozen(self, client_of):
        milestone = make_milestone("submitted")
        url = reverse("mentoring:milestone-evidence", args=[milestone.pk])

        answer = client_of(mentee_of(milestone)).post(
            url, {"version": milestone.version, "evidence": "Inne."}
        )

        assert answer.status_code == 422
        assert Milestone.objects.get().evidence == "Odbyły się dwa spotkania."

    def test_the_mentor_does_not_write_the_evidence(self, client_of):
        milestone = make_milestone("in_progress")
        url = reverse("mentoring:milestone-evidence", args=[milestone.pk])

        answer = client_of(mentor_of(milestone)).post(
            url, {"version": milestone.version, "evidence": "Ja."}
        )

        assert answer.status_code == 403


class TestMeeting:
    def test_a_meeting_is_written_down_and_confirmed_by_the_other_side(self, client_of):
        pair = make_pair()

        client_of(mentee_of(pair)).post(
            reverse("mentoring:log-new", args=[pair.pk]), meeting(note="Trudna rozmowa.")
        )

        log = SessionLog.objects.get()
        page = client_of(mentor_of(pair)).get(log.get_absolute_url()).content.decode()
        assert "Trudna rozmowa." not in page
        assert SessionNote.objects.get().author == mentee_of(pair)
        url = reverse("mentoring:sessionlog-move", args=[log.pk, "confirm"])
        client_of(mentor_of(pair)).post(url, {"version": log.version})
        assert SessionLog.objects.get().state == "confirmed"

    def test_staff_never_see_a_private_note(self, client_of):
        log = make_session()
        SessionNote.objects.create(log=log, author=mentee_of(log), text="Tylko dla mnie.")

        page = client_of(make_staff(log.pairing.programme)).get(log.get_absolute_url())

        assert "Tylko dla mnie." not in page.content.decode()

    @pytest.mark.parametrize(
        "changes",
        [
            {"minutes": "0"},
            {"minutes": "601"},
            {"minutes": "godzina"},
            {"done": ""},
            {"done": "x" * 3001},
            {"held_on": "2001-01-01"},
            {"held_on": "2099-01-01"},
            {"held_on": "wczoraj"},
            {"form": "telepatia"},
        ],
    )
    def test_a_meeting_that_cannot_be_is_said_and_kept(self, client_of, changes):
        pair = make_pair()

        answer = client_of(mentee_of(pair)).post(
            reverse("mentoring:log-new", args=[pair.pk]),
            meeting(next_steps="Umówić wójta.", **changes),
        )

        assert answer.status_code == 422
        assert "Umówić wójta." in answer.content.decode()
        assert not SessionLog.objects.exists()

    def test_nobody_writes_into_a_pair_that_is_not_theirs(self, client_of):
        pair = make_pair()
        url = reverse("mentoring:log-new", args=[pair.pk])

        assert client_of(make_user()).post(url, meeting()).status_code == 404
        assert client_of(make_staff(pair.programme)).post(url, meeting()).status_code == 404

    def test_nobody_writes_into_a_pair_that_pauses(self, client_of):
        pair = make_pair("paused")

        answer = client_of(mentee_of(pair)).post(
            reverse("mentoring:log-new", args=[pair.pk]), meeting()
        )

        assert answer.status_code == 422

    def test_the_same_words_a_second_time_lead_to_the_same_meeting(self, client_of):
        pair = make_pair()
        browser = client_of(mentee_of(pair))
        url = reverse("mentoring:log-new", args=[pair.pk])

        first, second = browser.post(url, meeting()), browser.post(url, meeting())

        assert first.url == second.url == SessionLog.objects.get().get_absolute_url()

    def test_a_correction_that_has_arrived_leads_to_its_meeting(self, client_of):
        log = make_session("questioned")
        url = reverse("mentoring:log-correct", args=[log.pk])
        browser = client_of(mentee_of(log))
        browser.post(url, meeting(minutes="30", version=log.version))

        answer = browser.post(url, meeting(minutes="30", version=log.version))

        assert answer.url == log.get_absolute_url()

    def test_a_questioned_meeting_is_corrected_and_sent_again(self, client_of):
        log = make_session("questioned")
        url = reverse("mentoring:log-correct", args=[log.pk])

        assert client_of(mentor_of(log)).get(url).status_code == 404
        client_of(mentee_of(log)).post(url, meeting(minutes="30", version=log.version))

        fresh = SessionLog.objects.get()
        assert (fresh.state, fresh.minutes) == ("submitted", 30)

    def test_a_note_is_kept_and_forgotten(self, client_of):
        log = make_session()
        browser = client_of(mentor_of(log))
        url = reverse("mentoring:log-note", args=[log.pk])

        browser.post(url, {"text": "Zapytać o wójta."})
        assert SessionNote.objects.get().text == "Zapytać o wójta."
        browser.post(url, {"text": ""})
        assert not SessionNote.objects.exists()
        assert client_of(make_user()).post(url, {"text": "?"}).status_code == 404

    def test_a_note_that_is_too_long_gets_a_sentence_and_stays_typed(self, client_of):
        log = make_session()
        url = reverse("mentoring:log-note", args=[log.pk])

        page = client_of(mentor_of(log)).post(url, {"text": "x" * 3001})

        assert page.status_code == 422
        assert "x" * 3001 in page.content.decode()
        assert page.context["note_form"].errors
        assert not SessionNote.objects.exists()


class TestCounts:
    def test_a_mentee_who_completed_counts_once(self):
        pair = make_pair()
        make_milestone("approved", pair=pair)
        make_session("confirmed", pair=pair)
        pair.complete(by=mentor_of(pair))

        count = counts["distinct_mentees_completed"]
        scope = Scope(pair.programme)
        assert count.number(scope) == 1
        assert list(count.rows(scope)) == [pair.mentee.person]

    def test_a_confirmed_meeting_is_a_presence_of_the_mentee(self):
        log = make_session("confirmed")

        assert counts["distinct_participants"].number(Scope(log.pairing.programme)) == 1


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(
    ("name", "who", "limit"),
    [
        ("mentoring:pairs", "staff", 10),
        ("mentoring:mentees", "mentor", 8),
        ("mentoring:logs", "mentor", 7),
    ],
)
def test_lists_ask_the_same_few_queries(
    client_of, django_assert_num_queries, name, who, limit, item_count
):
    edition, mentor = make_edition(), make_user()
    for _ in range(item_count):
        pair = make_pair(edition=edition, mentor=mentor)
        make_milestone("submitted", pair=pair)
        say_pulse(log=make_session(pair=pair), by=mentee_of(pair), mood=1)
    browser = client_of(mentor if who == "mentor" else make_staff(edition.programme))
    browser.get(reverse(name))

    with django_assert_num_queries(limit):
        assert browser.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_of_editions_asks_the_same_few_queries(
    client_of, django_assert_num_queries, item_count
):
    activity = make_activity("mentoring")
    for _ in range(item_count):
        make_enrolment(make_edition(activity=activity))
    browser = client_of(make_staff(activity.programme))
    browser.get(reverse("mentoring:editions"))

    with django_assert_num_queries(7):
        browser.get(reverse("mentoring:editions"))


@pytest.mark.parametrize("item_count", [1, 3])
def test_matching_asks_the_same_few_queries(client_of, django_assert_num_queries, item_count):
    edition = make_edition()
    mentee = make_enrolment(edition)
    for _ in range(item_count):
        make_enrolment(edition, "mentor")
    browser = client_of(make_staff(edition.programme))
    url = reverse("mentoring:matching", args=[edition.code])
    browser.get(url)

    with django_assert_num_queries(25):
        browser.get(f"{url}?mentee={mentee.pk}")


def test_staff_of_a_programme_without_editions_are_led_to_the_first(client_of):
    browser = client_of(make_staff(make_activity("mentoring").programme))

    assert browser.get(reverse("mentoring:home")).url == reverse("mentoring:pairs")
    assert reverse("mentoring:editions") in browser.get(reverse("mentoring:pairs")).content.decode()
    page = browser.get(reverse("mentoring:editions")).content.decode()
    assert reverse("mentoring:edition-new") in page
    assert client_of(make_user()).get(reverse("mentoring:pairs")).status_code == 404


@pytest.mark.parametrize("item_count", [1, 3])
def test_my_enrolments_ask_the_same_few_queries(client_of, django_assert_num_queries, item_count):
    user = make_user()
    for _ in range(item_count):
        make_enrolment(user=user)
    browser = client_of(user)
    browser.get(reverse("mentoring:enrolments"))

    with django_assert_num_queries(8):
        page = browser.get(reverse("mentoring:enrolments"))

    assert len(page.context["object_list"]) == item_count


@pytest.mark.django_db
class TestEvidence:
    """Words, several links and several files show together that a milestone is reached."""

    def send(self, browser, milestone, **typed):
        url = reverse("mentoring:milestone-evidence", args=[milestone.pk])
        return browser.post(url, {"version": milestone.version, "evidence": "", **typed})

    def test_several_links_and_files_are_kept_and_the_mentor_opens_them(self, client_of):
        milestone = make_milestone("in_progress")
        files = [SimpleUploadedFile(name, b"%PDF-1.7") for name in ("mapa.pdf", "lista.pdf")]

        answer = self.send(
            client_of(mentee_of(milestone)),
            milestone,
            evidence="Spacer się odbył.",
            links="https://example.org/film\n\n  example.org/zdjecia  ",
            attached=files,
        )

        assert answer.status_code == 302
        page = client_of(mentor_of(milestone)).get(milestone.get_absolute_url()).content.decode()
        for shown in ("https://example.org/film", "https://example.org/zdjecia", "mapa.pdf"):
            assert shown in page
        assert StoredFile.objects.of(milestone).count() == 2

    def test_a_link_or_a_file_alone_is_enough_to_submit(self, client_of):
        for typed in (
            {"links": "https://example.org/"},
            {"attached": [SimpleUploadedFile("mapa.pdf", b"%PDF-1.7")]},
        ):
            milestone = make_milestone("in_progress")
            self.send(client_of(mentee_of(milestone)), milestone, **typed)
            milestone.refresh_from_db()
            milestone.submit(by=mentee_of(milestone))

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"links": "https://example.org/\nto nie adres"}, "„to nie adres”"),
            ({"links": "javascript:alert(1)"}, "javascript:alert(1)"),
            ({"links": "\n".join(["https://example.org/"] * 13)}, "12"),
            (
                {
                    "attached": [
                        SimpleUploadedFile("dobry.pdf", b"%PDF-1.7"),
                        SimpleUploadedFile("zly.exe", b"MZ"),
                    ]
                },
                "zly.exe: ",
            ),
        ],
    )
    def test_what_does_not_fit_is_named_and_nothing_is_kept(self, client_of, typed, said):
        milestone = make_milestone("in_progress")

        answer = self.send(
            client_of(mentee_of(milestone)), milestone, **{"evidence": "Zostaje."} | typed
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page
        assert "Zostaje." in page
        assert not StoredFile.objects.exists()
        assert Milestone.objects.get().links == ""

    def test_a_frozen_milestone_takes_no_file_either(self, client_of):
        milestone = make_milestone("submitted")
        files = [SimpleUploadedFile("mapa.pdf", b"%PDF-1.7")]
        assert (
            self.send(client_of(mentee_of(milestone)), milestone, attached=files).status_code == 422
        )
        assert not StoredFile.objects.exists()
