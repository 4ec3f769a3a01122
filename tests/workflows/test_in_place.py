"""A phone call or a paper, taken down as the step of the person it concerns."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from grants.models import Application
from mentoring.models import Milestone, PairAgreement
from people.actions.privacy import erase_person
from people.models import DataRequest
from tests.factories.activities import make_staff
from tests.factories.grants import make_application, staff_of
from tests.factories.mentoring import make_edition, make_milestone, make_pair, mentee_of, mentor_of
from tests.factories.people import make_admin, make_user
from workflows import clock, policies, triggers
from workflows.actors import SYSTEM, InPlaceOf
from workflows.behalf import may_enter, people_of
from workflows.errors import GuardsFailed, NotYours
from workflows.integrity import findings
from workflows.models import History, Message, StoredFile, Turn
from workflows.moves import move_named
from workflows.options import instead_of
from workflows.predicates import predicate
from workflows.roles import give_role
from workflows.timeline import timeline

pytestmark = pytest.mark.django_db


def paper(name: str = "karta.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\npodpis", "application/pdf")


@pytest.fixture
def milestone() -> Milestone:
    return make_milestone("started")


@pytest.fixture
def submitted() -> Milestone:
    return make_milestone("submitted")


def runs(milestone: Any, name: str = "Anna Biurowa") -> Any:
    return make_staff(milestone.pairing.edition.programme, name=name)


def fresh(obj: Any) -> Any:
    return type(obj).objects.get(pk=obj.pk)


# ── at the door ──────────────────────────────────────────────────────────────────────────────


def test_a_call_is_the_step_of_whoever_called_and_both_names_stand_in_the_history(
    submitted: Milestone,
) -> None:
    staff, mentor = runs(submitted), mentor_of(submitted)

    entry = submitted.approve(by=InPlaceOf(staff, mentor, History.How.PHONE))

    assert fresh(submitted).state == "approved"
    assert (entry.by, entry.acting_for, entry.how) == (staff, mentor, "phone")
    told = timeline(submitted, staff)[0].by
    assert told == f"{mentor}, wpisuje to {staff} (przez telefon)"
    assert not Turn.objects.of(submitted).exists()


def test_the_person_reads_what_was_entered_for_them_and_by_whom(submitted: Milestone) -> None:
    staff, mentor = runs(submitted), mentor_of(submitted)

    entry = submitted.approve(by=InPlaceOf(staff, mentor, History.How.PHONE))

    letter = Message.objects.get(entry=entry, template="workflows/entered")
    assert letter.recipient == mentor
    assert str(staff) in letter.body
    assert "przez telefon" in letter.body
    assert submitted.get_absolute_url() in letter.body


def test_who_acted_for_whom_is_under_the_seal_of_the_history(submitted: Milestone) -> None:
    entry = submitted.approve(
        by=InPlaceOf(runs(submitted), mentor_of(submitted), History.How.PHONE)
    )
    assert list(findings()) == []

    triggers.lift()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_history SET acting_for_id = NULL, how = '' WHERE id = %s", [entry.pk]
        )
    triggers.install()

    assert any("was altered" in line for line in findings())


def test_what_begins_with_a_paper_names_both_and_keeps_the_scan() -> None:
    admin, person = make_admin(), make_user().person
    actor = InPlaceOf(admin, person.user, History.How.PAPER, scan=paper())
    days = {"received_at": clock.now(), "due_on": clock.today()}

    asked = DataRequest.objects.begin(by=actor, person=person, kind="copy", **days)

    entry = History.objects.of(asked).get()
    assert (entry.by, entry.acting_for, entry.how) == (admin, person.user, "paper")
    assert StoredFile.objects.of(entry).get().purpose == "scan"


def test_nobody_enters_who_does_not_run_it(submitted: Milestone) -> None:
    for stranger in (make_user(), mentee_of(submitted), make_admin()):
        with pytest.raises(NotYours, match="Wpisują to"):
            submitted.approve(by=InPlaceOf(stranger, mentor_of(submitted), History.How.PHONE))
    assert fresh(submitted).state == "submitted"


def test_nobody_without_an_account_enters_anything(submitted: Milestone) -> None:
    with pytest.raises(NotYours):
        submitted.approve(by=InPlaceOf(object(), mentor_of(submitted), History.How.PHONE))


def test_a_step_is_entered_only_for_whoever_it_is_the_step_of(submitted: Milestone) -> None:
    staff = runs(submitted)
    with pytest.raises(NotYours):
        submitted.approve(by=InPlaceOf(staff, mentee_of(submitted), History.How.PHONE))
    with pytest.raises(NotYours, match="nie bierze w tym udziału"):
        submitted.approve(by=InPlaceOf(staff, make_user(), History.How.PHONE))


def test_for_whom_a_step_was_entered_once_it_is_entered_again(milestone: Milestone) -> None:
    staff, mentee = runs(milestone), mentee_of(milestone)
    Milestone.objects.filter(pk=milestone.pk).update(evidence="Dwa spotkania.")
    fresh(milestone).submit(by=InPlaceOf(staff, mentee, History.How.SPOKEN))

    assert mentee in people_of(milestone, staff)
    assert policies.may_comment(mentee, milestone)


def test_the_team_decides_with_its_own_hands(submitted: Milestone) -> None:
    """Nobody enters a colleague's or an administrator's decision: two pairs of eyes stay two."""
    staff, colleague = runs(submitted), runs(submitted, "Ola Druga")
    History.objects.append(
        submitted, move="x", source="submitted", target="submitted", by=colleague, version=9
    )
    History.objects.append(
        submitted, move="x", source="submitted", target="submitted", by=make_admin(), version=9
    )

    assert set(people_of(submitted, staff)) == {mentor_of(submitted), mentee_of(submitted)}


def test_a_closed_account_makes_no_steps(submitted: Milestone) -> None:
    mentor = mentor_of(submitted)
    type(mentor).objects.filter(pk=mentor.pk).update(is_active=False)

    with pytest.raises(NotYours):
        submitted.approve(by=InPlaceOf(runs(submitted), mentor, History.How.PHONE))


def test_whoever_has_the_move_themselves_enters_nobody_elses(submitted: Milestone) -> None:
    pair = submitted.pairing
    mentor = mentor_of(submitted)
    give_role(mentor, "staff", pair.edition.programme, by=None)

    assert not may_enter(mentor, submitted)
    assert not people_of(submitted, mentor).exists()


def test_on_what_only_roles_move_nobody_is_asked_for(
    milestone: Milestone, django_assert_num_queries: Any
) -> None:
    staff = runs(milestone)
    programme = milestone.pairing.edition.programme

    with django_assert_num_queries(0):
        assert instead_of(programme, staff) == []


def test_nobody_enters_what_they_are_kept_from_in_their_own_name() -> None:
    """A mentee of the office may not say on the phone that their mentor approves their work."""
    milestone = make_milestone("submitted")
    mentee, mentor = mentee_of(milestone), mentor_of(milestone)
    give_role(mentee, "staff", milestone.pairing.edition.programme, by=None)

    with pytest.raises(NotYours, match="własnej pracy"):
        milestone.approve(by=InPlaceOf(mentee, mentor, History.How.PHONE))


def test_bars_are_found_in_every_part_of_a_rule() -> None:
    @predicate("a", says_not="not a")
    def a(user: Any, obj: Any) -> bool:
        return user == "a"

    @predicate("b", says_not="not b")
    def b(user: Any, obj: Any) -> bool:
        return user == "b"

    assert (a | (b & ~a)).bars("a", None) == ["not a"]
    assert (~a & ~a).bars("a", None) == ["not a"]
    assert (a & b).bars("a", None) == []
    assert (~a | ~b).bars("c", None) == []


def test_tandem_itself_stands_in_nobodys_place(submitted: Milestone) -> None:
    submitted.approve(by=SYSTEM)
    assert timeline(submitted, mentor_of(submitted))[0].by == "Tandem"


# ── what needs a paper, and what is nobody else's ────────────────────────────────────────────


@pytest.fixture
def agreement() -> PairAgreement:
    pair = make_pair(edition=make_edition(agreement_text_pl="Umowa: {{ mentor }} i {{ mentee }}."))
    return PairAgreement.objects.get(pairing=pair)


def test_what_is_signed_is_entered_from_the_signed_paper_only(agreement: PairAgreement) -> None:
    staff, mentor = runs(agreement), mentor_of(agreement.pairing)
    for how, scan in ((History.How.PHONE, paper()), (History.How.PAPER, None)):
        with pytest.raises(GuardsFailed, match="skan"):
            agreement.accept_first(by=InPlaceOf(staff, mentor, how, scan))

    entry = agreement.accept_first(by=InPlaceOf(staff, mentor, History.How.PAPER, paper()))

    assert fresh(agreement).first_by == mentor
    scan = StoredFile.objects.of(entry).get()
    assert (scan.name, scan.uploaded_by) == ("karta.pdf", staff)
    assert list(findings()) == []


def test_the_scan_is_read_by_the_two_and_by_who_runs_it_and_by_nobody_else(
    agreement: PairAgreement, client_of: Any
) -> None:
    staff, mentor = runs(agreement), mentor_of(agreement.pairing)
    entry = agreement.accept_first(by=InPlaceOf(staff, mentor, History.How.PAPER, paper()))
    scan = StoredFile.objects.of(entry).get()
    mentee = mentee_of(agreement.pairing)

    for reader in (staff, mentor, runs(agreement, "Ola Druga")):
        fetched = client_of(reader).get(scan.get_absolute_url())
        assert fetched.getvalue() == b"%PDF-1.7\npodpis"
        assert timeline(agreement, reader)[0].scan == scan.get_absolute_url()
    assert client_of(mentee).get(scan.get_absolute_url()).status_code == 404
    assert timeline(agreement, mentee)[0].scan == ""
    assert scan.get_absolute_url() in client_of(mentor).get(agreement.get_absolute_url()).text


def test_a_scan_is_not_taken_away_again(agreement: PairAgreement, client_of: Any) -> None:
    staff, mentor = runs(agreement), mentor_of(agreement.pairing)
    entry = agreement.accept_first(by=InPlaceOf(staff, mentor, History.How.PAPER, paper()))
    scan = StoredFile.objects.of(entry).get()

    response = client_of(staff).post(f"/panel/files/{scan.key}/remove/")

    assert response.url == agreement.get_absolute_url()
    assert StoredFile.objects.present().filter(pk=scan.pk).exists()


def test_a_visitor_reads_no_scan(agreement: PairAgreement) -> None:
    staff, mentor = runs(agreement), mentor_of(agreement.pairing)
    entry = agreement.accept_first(by=InPlaceOf(staff, mentor, History.How.PAPER, paper()))
    assert not policies.may_read_scan(AnonymousUser(), entry)


def test_a_person_who_is_forgotten_leaves_no_scan_behind(
    agreement: PairAgreement, django_capture_on_commit_callbacks: Any
) -> None:
    staff, mentor = runs(agreement), mentor_of(agreement.pairing)
    entry = agreement.accept_first(by=InPlaceOf(staff, mentor, History.How.PAPER, paper()))

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=mentor.person, by=make_admin())

    assert not StoredFile.objects.of(entry).exists()
    assert list(findings()) == []


def test_handing_in_is_nobody_elses_and_the_page_says_so(client_of: Any) -> None:
    application = make_application(state="draft")
    staff = staff_of(application.call)
    with pytest.raises(NotYours, match="na własnym koncie"):
        application.submit(by=InPlaceOf(staff, application.author, History.How.PHONE), ordinal=1)

    shown = {each.person: each for each in instead_of(application, staff)}
    assert not Application.objects.filter(pk=application.pk, state="submitted").exists()
    assert shown == {} or application.author in shown


# ── on the page ──────────────────────────────────────────────────────────────────────────────


def page(obj: Any, name: str, person: Any) -> str:
    move = move_named(type(obj), name)
    return f"{obj.move_url(move)}?for={person.pk}"


def typed(obj: Any, person: Any, **fields: Any) -> dict[str, Any]:
    return {"version": obj.version, "for": person.pk, "instead-how": "phone", **fields}


def test_the_page_offers_staff_the_steps_of_others_and_their_names(
    submitted: Milestone, client_of: Any
) -> None:
    staff, mentor = runs(submitted), mentor_of(submitted)

    text = client_of(staff).get(submitted.get_absolute_url()).text
    assert page(submitted, "approve", mentor) in text
    assert "Wpisz za kogoś" in text
    assert "Wpisz za kogoś" not in client_of(mentor).get(submitted.get_absolute_url()).text


def test_staff_enter_a_call_through_the_page(submitted: Milestone, client_of: Any) -> None:
    staff, mentor = runs(submitted), mentor_of(submitted)
    client = client_of(staff)
    asked = client.get(page(submitted, "approve", mentor))
    assert asked.status_code == 200
    assert f'name="for" value="{mentor.pk}"' in asked.text
    assert 'name="instead-how"' in asked.text

    response = client.post(page(submitted, "approve", mentor), typed(submitted, mentor))

    assert response.url == submitted.get_absolute_url()
    assert str(mentor) in str(next(iter(get_messages(response.wsgi_request))))
    assert fresh(submitted).state == "approved"
    assert "wpisuje to" in client.get(submitted.get_absolute_url()).text


@pytest.mark.parametrize("how", ["", "wieść gminna"])
def test_how_it_reached_us_has_to_be_said_and_nothing_typed_is_lost(
    submitted: Milestone, client_of: Any, how: str
) -> None:
    staff, mentor = runs(submitted), mentor_of(submitted)
    sent = typed(submitted, mentor, note="Brakuje zdjęć.", **{"instead-how": how})

    response = client_of(staff).post(page(submitted, "send_back", mentor), sent)

    assert response.status_code == 422
    assert "Brakuje zdjęć." in response.text
    assert f'name="for" value="{mentor.pk}"' in response.text
    assert fresh(submitted).state == "submitted"


def test_a_missing_reason_is_asked_for_in_anothers_place_too(
    submitted: Milestone, client_of: Any
) -> None:
    staff, mentor = runs(submitted), mentor_of(submitted)

    response = client_of(staff).post(
        page(submitted, "send_back", mentor), typed(submitted, mentor, note="")
    )

    assert response.status_code == 422


def test_the_page_of_what_is_signed_asks_for_the_scan(
    agreement: PairAgreement, client_of: Any
) -> None:
    staff, mentor = runs(agreement), mentor_of(agreement.pairing)
    client, url = client_of(staff), page(agreement, "accept_first", mentor)
    hidden = typed(agreement, mentor, **{"instead-how": "paper"})

    assert 'type="hidden" name="instead-how" value="paper"' in client.get(url).text
    assert client.post(url, hidden).status_code == 422
    assert client.post(url, {**hidden, "instead-scan": paper("a.exe")}).status_code == 422
    assert client.post(url, {**hidden, "instead-scan": paper()}).status_code == 302
    assert fresh(agreement).first_by == mentor


@pytest.mark.parametrize("wanted", ["0", "-1", "Anna", "", "9" * 30])
def test_a_person_who_takes_no_part_is_not_found(
    submitted: Milestone, client_of: Any, wanted: str
) -> None:
    move = move_named(Milestone, "approve")
    assert move is not None
    url = f"{submitted.move_url(move)}?for={wanted}"

    assert client_of(runs(submitted)).get(url).status_code == 404


def test_who_runs_nothing_does_not_find_the_page(submitted: Milestone, client_of: Any) -> None:
    url = page(submitted, "approve", mentor_of(submitted))
    assert client_of(mentee_of(submitted)).get(url).status_code == 404


def test_the_page_says_why_a_step_is_not_entered_for_this_person(
    submitted: Milestone, client_of: Any
) -> None:
    response = client_of(runs(submitted)).get(page(submitted, "approve", mentee_of(submitted)))

    assert response.status_code == 403
    assert "własnej pracy" in response.text or "mentor" in response.text


def test_an_object_without_moves_from_here_offers_nothing() -> None:
    milestone = make_milestone("approved")
    assert instead_of(milestone, runs(milestone)) == []
