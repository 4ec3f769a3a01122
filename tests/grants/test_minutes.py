"""Minutes: drawn up from the records, confirmed by everybody who was there, and no result before they are signed."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from docx import Document
from pypdf import PdfReader

from grants.actions.letters import send_letter
from grants.actions.minutes import send_minutes
from grants.actions.ranking import standing_of
from grants.documents.minutes import draft_content
from grants.integrity import minutes_that_were_altered
from grants.models import Application, Call, DecisionRow, Meeting, Minutes, MinutesText
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    assess,
    carry,
    decide,
    decide_only,
    make_assessed_call,
    make_assessor,
    make_meeting,
    make_member,
    make_minutes,
    send_all,
)
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed
from workflows.models import Message, Turn
from workflows.moves import SYSTEM
from workflows.roles import end_role

pytestmark = pytest.mark.django_db

ROWS = (
    ("9000.00", ("9", "5"), ("9", "5")),
    ("8000.00", ("8", "4"), ("8", "4")),
    ("7000.00", ("8", "4"), ("8", "4")),
)
SCAN = b"%PDF-1.4\n%%EOF\n"


def make_met_call(**fields):
    given = {"pool": Decimal(16000), "committee_min": 3, "quorum": 3, "needs_meeting": True}
    return make_assessed_call(*ROWS, **given | fields)


@pytest.fixture
def call():
    return make_met_call()


@pytest.fixture
def move(client_of):
    """Make a move of the minutes as a person would: open its page, send its form."""

    def make(minutes, name, by, **given):
        address = reverse("grants:minutes-move", args=[minutes.pk, name])
        fresh = Minutes.objects.get(pk=minutes.pk)
        typed = {"version": fresh.version, "digest": fresh.digest} | given
        return client_of(by).post(address, typed, follow=True)

    return make


def read(client_of, minutes, by, kind):
    address = reverse("grants:minutes-paper", args=[minutes.pk, kind])
    return client_of(by).get(address)


def text_of(minutes):
    """Every word of the document, as one text."""
    found = []
    for block in draft_content(minutes):
        found += block.get("lines", [])
        found += [block.get("label", "")]
        found += [cell for row in block.get("rows", []) for cell in row]
    return "\n".join(found)


class TestWhatStandsInIt:
    """Everything that decided, from the records."""

    def test_a_closed_meeting_has_minutes_and_its_keepers_the_move(self, call):
        make_meeting(call, "closed")

        minutes = Minutes.objects.get()
        turns = Turn.objects.of(minutes)
        assert minutes.state == "drafted"
        assert {turn.role for turn in turns} == {"chair", "secretary"}

    def test_attendance_items_votes_and_the_decision(self, call):
        text = text_of(make_minutes(call))

        assert "Członka 1 Komisji" in text
        assert "Kworum: 3" in text
        assert "Przyjęto: 3 za, 0 przeciw, 0 wstrzymało się." in text
        assert "Pula: 16\xa0000,00\xa0zł" in text
        assert call.decisions.get().digest in text

    def test_on_an_english_page_the_text_is_marked_as_the_polish_that_is_signed(
        self, call, client_of
    ):
        minutes, chair = make_minutes(call), client_of(chair_of(call))
        address = minutes.get_absolute_url()

        english = chair.get(f"/en{address}").text

        assert '<div class="paper" lang="pl">' in english
        assert "The text is in Polish" in english
        assert "Treść jest po polsku" not in chair.get(address).text

    def test_a_recusal_stands_with_its_times(self, call):
        first = applications_of(call)[0]
        meeting = make_meeting(call, members=3)
        person = meeting.presences.last().person
        carry(meeting, first, out=(person, "Mieszka obok."))
        carry(meeting, None)
        minutes = make_minutes(call, meeting=meeting)

        assert f"{person}: poza salą" in text_of(minutes)
        assert "Mieszka obok." in text_of(minutes)

    def test_a_third_assessment_and_the_raw_mean(self):
        call = make_met_call(third_gap_percent=Decimal(30))
        application = applications_of(call)[2]
        application.open_third(by=SYSTEM, reasons=["gap_percent"])
        assess(application, ("6", "3"))

        text = text_of(make_minutes(call))

        assert f"{application.number}: trzecia ocena dała 9 p." in text
        assert "12; 12; 9" in text

    def test_a_change_by_the_committee_stands_beside_the_mean(self, call, client_of):
        meeting = make_meeting(call)
        second = applications_of(call)[1]
        answer = client_of(chair_of(call)).post(
            reverse("grants:ranking-change", args=[call.code, second.pk]),
            {
                "kind": "points",
                "value": "13,5",
                "reason": "Punkty nie zgadzały się z opisem.",
                "votes_for": "3",
                "votes_against": "0",
                "votes_abstained": "0",
                "ranking": standing_of(call).digest(),
            },
        )
        carry(meeting, None)

        text = text_of(make_minutes(call, meeting=meeting))

        assert answer.status_code == 302
        assert "Punkty nie zgadzały się z opisem." in text
        assert "12\n13,5" in text  # the mean, then the points that hold

    def test_the_lot_stands_with_its_seed_and_its_draws(self):
        call = make_met_call(
            tie_breaks=["lot"],
            lot_seed_rule="Pierwsze losowanie Lotto po naborze.",
            lot_seed="17 25 33 41 42 49",
        )
        _first, second, third = applications_of(call)

        text = text_of(make_minutes(call))

        assert "17 25 33 41 42 49" in text
        assert f"{second.number} (" in text
        assert f"{third.number} (" in text

    def test_a_part_of_a_grant_and_the_reserve_in_order(self):
        call = make_met_call(pool=Decimal(13000), partial_awards=True, partial_min=Decimal(10))

        text = text_of(make_minutes(call))

        # no letter has gone yet, so only the decision knows who is on the reserve list
        third = DecisionRow.objects.select_related("application").get(
            decision__call=call, outcome="reserve"
        )
        assert "część kwoty" in text
        assert f"Lista rezerwowa, w tej kolejności: {third.application.number}." in text

    def test_amended_rules_stand_with_their_version(self, call):
        staff = staff_of(call)
        call.amendments.create(at=clock.now(), by=staff, reason="Dodatkowe środki.", changes=[])

        text = text_of(make_minutes(call))

        assert "w wersji 2" in text
        assert "Dodatkowe środki." in text

    def test_assessors_are_not_named(self, call):
        names = {str(one.assessor) for a in call.applications.all() for one in a.assessments.all()}

        text = text_of(make_minutes(call))

        assert names
        assert not any(name in text for name in names)

    def test_an_earlier_meeting_says_what_was_voted_there(self, call):
        earlier = make_meeting(call)
        first = applications_of(call)[0]
        carry(earlier, first)
        earlier.close_meeting(by=chair_of(call))
        with clock.at(clock.now() + timedelta(hours=1)):
            make_meeting(call, "closed")
            decide_only(Call.objects.get(pk=call.pk))

        text = text_of(Minutes.objects.get(meeting=earlier))

        assert f"{first.number}: miejsce 1" in text
        assert "Skrót listy rankingowej" not in text


class TestPapers:
    """One text: on the page, as PDF and as DOCX."""

    def test_pdf_and_docx_say_the_same_and_name_the_signatures(self, call, client_of, move):
        minutes = make_minutes(call, "to_sign")
        chair = chair_of(call)
        move(minutes, "confirm", chair)

        pdf = read(client_of, minutes, chair, "pdf")
        docx = read(client_of, minutes, chair, "docx")

        printed = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
        document = Document(io.BytesIO(docx.content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert "Protokół posiedzenia komisji" in printed
        assert "Protokół posiedzenia komisji" in document.paragraphs[0].text
        assert any("Potwierdzono w Tandemie" in cell for cell in cells)
        assert document.core_properties.author == ""
        assert pdf["Content-Disposition"].endswith('.pdf"')

    def test_a_draft_says_that_it_is_one(self, call, client_of):
        minutes = make_minutes(call)

        docx = read(client_of, minutes, staff_of(call), "docx")

        assert "Szkic" in Document(io.BytesIO(docx.content)).paragraphs[-1].text

    def test_there_is_no_other_kind(self, call, client_of):
        assert read(client_of, make_minutes(call), staff_of(call), "txt").status_code == 404

    def test_the_text_is_polish_whoever_reads_it(self, call, client_of):
        address = make_minutes(call).get_absolute_url()

        with translation.override("pl"):  # the request leaves its language behind
            page = client_of(chair_of(call)).get(f"/en{address}").content.decode()

        assert "Kto był" in page
        assert "Download as PDF" in page


class TestSigning:
    """Drafted, to be signed, signed; or returned with a remark, corrected and signed anew."""

    def test_everybody_who_was_there_is_asked(self, call, move):
        minutes = make_minutes(call)

        move(minutes, "send_to_sign", chair_of(call))

        fresh = Minutes.objects.get()
        letters = Message.objects.filter(template="grants/minutes_to_sign")
        assert fresh.state == "to_sign"
        assert letters.count() == 3
        assert Turn.objects.of(fresh).count() == 3
        assert MinutesText.objects.get().is_intact()

    def test_the_last_confirmation_signs_them_and_staff_hear(self, call, move):
        minutes = make_minutes(call, "to_sign")

        pages = [move(minutes, "confirm", one) for one in there(minutes)]

        fresh = Minutes.objects.get()
        assert [page.status_code for page in pages] == [200] * 3
        assert "Potwierdzone. Dziękujemy." in pages[0].content.decode()
        assert fresh.state == "signed"
        assert not Turn.objects.of(fresh).exists()
        told = Message.objects.filter(template="grants/minutes_signed")
        assert staff_of(call) in {letter.recipient for letter in told}

    def test_two_confirm_at_the_same_time_without_losing_one(self, call, client_of):
        minutes = make_minutes(call, "to_sign")
        first, second, _third = there(minutes)
        typed = {"version": minutes.version, "digest": minutes.digest}
        address = reverse("grants:minutes-move", args=[minutes.pk, "confirm"])

        client_of(first).post(address, typed)
        client_of(second).post(address, typed)

        signed = MinutesText.objects.get().signatures.filter(signed_at__isnull=False)
        assert {one.person for one in signed} == {first, second}

    def test_nobody_confirms_twice(self, call, move):
        minutes = make_minutes(call, "to_sign")
        first = there(minutes)[0]
        move(minutes, "confirm", first)

        again = move(minutes, "confirm", first)

        assert again.status_code == 403
        assert MinutesText.objects.get().signatures.filter(signed_at__isnull=False).count() == 1

    def test_a_text_that_was_not_read_is_not_confirmed(self, call, move):
        minutes = make_minutes(call, "to_sign")

        page = move(minutes, "confirm", there(minutes)[0], digest="0" * 64)

        assert "Przeczytaj go jeszcze raz" in page.content.decode()
        assert not MinutesText.objects.get().signatures.filter(signed_at__isnull=False).exists()

    def test_whoever_was_not_there_does_not_sign(self, call, move):
        minutes = make_minutes(call, "to_sign")

        page = move(minutes, "confirm", make_member(call, name="Nieobecna Osoba"))

        assert page.status_code == 403

    def test_a_remark_sends_them_back_and_everybody_signs_anew(self, call, move, client_of):
        minutes = make_minutes(call, "to_sign")
        first, second, _third = there(minutes)
        move(minutes, "confirm", first)

        move(minutes, "send_back", second, note="Brakuje zdania odrębnego.")
        letter = Message.objects.filter(template="grants/minutes_returned").get(
            recipient=chair_of(call)
        )
        returned = Minutes.objects.get()
        client_of(chair_of(call)).post(
            reverse("grants:minutes-course", args=[minutes.pk]),
            {"course": "Zdanie odrębne: za mało czasu.", "version": returned.version},
        )
        move(minutes, "send_to_sign", chair_of(call))

        old, new = MinutesText.objects.all()
        assert "Brakuje zdania odrębnego." in letter.body
        assert old.digest != new.digest
        assert old.signatures.filter(signed_at__isnull=False).count() == 1
        assert not new.signatures.filter(signed_at__isnull=False).exists()
        assert "Zdanie odrębne: za mało czasu." in str(new.content)

    def test_a_remark_is_not_empty(self, call, move):
        minutes = make_minutes(call, "to_sign")

        page = move(minutes, "send_back", there(minutes)[1], note=" ")

        assert page.status_code == 422
        assert Minutes.objects.get().state == "to_sign"

    def test_staff_record_the_scan_instead(self, call, move, client_of):
        minutes = make_minutes(call, "to_sign")
        first = there(minutes)[0]
        move(minutes, "confirm", first)

        move(minutes, "sign_on_paper", staff_of(call), upload=scan())

        fresh = Minutes.objects.get()
        on_paper = MinutesText.objects.get().signatures.filter(on_paper=True)
        page = client_of(first).get(fresh.get_absolute_url()).content.decode()
        assert fresh.state == "signed"
        assert on_paper.count() == 2
        assert "protokol.pdf" in page

    @pytest.mark.parametrize("upload", [None, "virus.exe"])
    def test_a_scan_is_a_document(self, call, move, upload):
        minutes = make_minutes(call, "to_sign")
        given = {"upload": SimpleUploadedFile(upload, b"MZ")} if upload else {}

        page = move(minutes, "sign_on_paper", staff_of(call), **given)

        assert page.status_code == 422
        assert Minutes.objects.get().state == "to_sign"

    def test_a_member_does_not_record_the_scan(self, call, move):
        minutes = make_minutes(call, "to_sign")

        page = move(minutes, "sign_on_paper", there(minutes)[1], upload=scan())

        assert page.status_code == 403

    def test_they_are_sent_once_the_call_is_decided(self, call):
        make_meeting(call, "closed")
        minutes = Minutes.objects.get()

        with pytest.raises(GuardsFailed, match="decyz"):
            send_minutes(
                minutes=minutes,
                content=draft_content(minutes),
                by=chair_of(call),
                seen=minutes.version,
            )
        assert not MinutesText.objects.exists()

    def test_what_is_out_does_not_change_with_the_records(self, call):
        minutes = make_minutes(call, "to_sign")

        Application.objects.filter(call=call).update(title="Inny tytuł")

        assert "Inny tytuł" not in str(minutes.text.content)
        assert not list(minutes_that_were_altered())

    def test_a_text_altered_behind_our_back_is_found(self, call):
        text = make_minutes(call, "to_sign").text

        MinutesText.objects.filter(pk=text.pk).update(content=[])

        assert str(text.pk) in " ".join(minutes_that_were_altered())


class TestCourse:
    """What the keepers add in their own words."""

    def write(self, client_of, minutes, by, **given):
        address = reverse("grants:minutes-course", args=[minutes.pk])
        typed = {"course": "Rozmawialiśmy o kosztach.", "version": minutes.version}
        return client_of(by).post(address, typed | given)

    def test_it_stands_in_the_document(self, call, client_of):
        minutes = make_minutes(call)

        self.write(client_of, minutes, chair_of(call))

        assert "Rozmawialiśmy o kosztach." in text_of(Minutes.objects.get())

    @pytest.mark.parametrize(
        ("given", "status"), [({"course": "x" * 20_001}, 422), ({"version": "0"}, 409)]
    )
    def test_too_long_or_overtaken_keeps_what_was_typed(self, call, client_of, given, status):
        minutes = make_minutes(call)
        self.write(client_of, minutes, chair_of(call))
        minutes.refresh_from_db()

        page = self.write(client_of, minutes, chair_of(call), **{"course": "Drugi tekst"} | given)

        assert page.status_code == status
        assert given.get("course", "Drugi tekst") in page.content.decode()

    def test_it_does_not_change_while_they_are_signed(self, call, client_of):
        minutes = make_minutes(call, "to_sign")

        page = self.write(client_of, minutes, chair_of(call))

        assert "jego treść się nie zmienia" in page.content.decode()

    def test_a_member_hears_who_keeps_them(self, call, client_of):
        minutes = make_minutes(call)
        member = there(minutes)[1]

        assert self.write(client_of, minutes, member).status_code == 403
        page = client_of(member).get(reverse("grants:minutes-course", args=[minutes.pk]))
        assert page.status_code == 403


class TestWhoSees:
    """The committee and the staff; an applicant never."""

    @pytest.mark.parametrize("state", ["to_sign", "signed"])
    def test_applicants_and_assessors_find_nothing(self, call, client_of, state):
        minutes = make_minutes(call, state)
        author = Application.objects.filter(call=call).first().author

        for person in (author, make_assessor(call), make_user("Obca Osoba")):
            for name in ("minutes", "minutes-course"):
                page = client_of(person).get(reverse(f"grants:{name}", args=[minutes.pk]))
                assert page.status_code == 404
            assert read(client_of, minutes, person, "pdf").status_code == 404

    def test_the_scan_is_closed_to_applicants(self, call, client_of, move):
        minutes = make_minutes(call, "to_sign")
        move(minutes, "sign_on_paper", staff_of(call), upload=scan())
        address = Minutes.objects.get().scan.get_absolute_url()
        author = Application.objects.filter(call=call).first().author

        assert client_of(author).get(address).status_code == 404
        fetched = client_of(chair_of(call)).get(address)
        assert b"".join(fetched.streaming_content) == SCAN

    def test_whoever_was_there_signs_after_leaving_the_committee(self, call, move):
        minutes = make_minutes(call, "to_sign")
        member = there(minutes)[1]
        end_role(member, "member", call, by=None)

        assert move(minutes, "confirm", member).status_code == 200

    def test_a_blind_call_names_applicants_after_the_decision_only(self):
        call = make_met_call()
        Call.objects.filter(pk=call.pk).update(is_blind=True)
        applicant = "Sąsiedzi z ulicy Jasnej"
        Application.objects.filter(call=call).update(applicant=applicant)
        make_meeting(call, "closed")
        before = text_of(Minutes.objects.get())

        decide_only(Call.objects.get(pk=call.pk))

        assert applicant not in before
        assert applicant in text_of(Minutes.objects.get())


class TestPublishing:
    """Where the call needs a meeting, results wait for signed minutes."""

    def publish(self, call):
        Call.objects.get(pk=call.pk).publish_results(by=staff_of(call))

    @pytest.mark.parametrize("state", ["drafted", "to_sign"])
    def test_results_wait_for_the_signatures(self, call, client_of, state):
        make_minutes(call, state)

        page = client_of(staff_of(call)).get(
            reverse("grants:call-move", args=[call.code, "publish_results"])
        )

        assert "Bez podpisów: protokół" in page.content.decode()
        with pytest.raises(GuardsFailed):
            self.publish(call)

    def test_signed_minutes_open_the_way(self, call):
        make_minutes(call, "signed")

        self.publish(call)

        assert Call.objects.get().results_published_at is not None

    def test_a_meeting_that_is_still_open_holds_the_results(self, call):
        carry(make_meeting(call), None)
        decide_only(call)

        with pytest.raises(GuardsFailed, match="otwarte"):
            self.publish(call)

    @pytest.mark.parametrize("state", ["drafted", "to_sign"])
    def test_letters_wait_for_the_signatures_too(self, call, client_of, state):
        make_minutes(call, state)
        first = applications_of(call)[0]

        page = client_of(staff_of(call)).get(reverse("grants:call-send-letters", args=[call.code]))

        assert "Bez podpisów: protokół" in page.text
        with pytest.raises(GuardsFailed):
            send_all(call)
        with pytest.raises(GuardsFailed):
            send_letter(application=first, by=staff_of(call), seen=0)
        assert not Message.objects.filter(template__startswith="grants/decision_").exists()

    def test_the_list_of_letters_says_what_they_wait_for(self, call, client_of):
        make_minutes(call, "to_sign")

        page = client_of(staff_of(call)).get(reverse("grants:call-letters", args=[call.code]))

        assert "Bez podpisów: protokół" in page.text
        assert not page.context["can_send"]

    def test_once_they_are_signed_one_letter_may_go_ahead_of_the_others(self, call):
        minutes = make_minutes(call, "to_sign")
        for one in minutes.meeting.presences.select_related("person"):
            minutes.confirm(by=one.person, digest=minutes.digest)
        first, second, _third = applications_of(call)

        send_letter(application=first, by=staff_of(call), seen=0)

        states = [Application.objects.get(pk=one.pk).state for one in (first, second)]
        assert states == ["funded", "admitted"]

    def test_a_call_without_a_meeting_publishes_at_once(self):
        call = make_assessed_call(*ROWS, pool=Decimal(16000))
        decide(call)

        self.publish(call)

        assert Call.objects.get().results_published_at is not None


def there(minutes):
    """Those who were at the meeting, in the order in which they came."""
    return [one.person for one in Meeting.objects.get(pk=minutes.meeting_id).presences.all()]


def scan():
    """A scan of the signed paper."""
    return SimpleUploadedFile("protokol.pdf", SCAN)


@pytest.mark.parametrize("members", [2, 5])
def test_the_page_asks_the_same_for_three_people_and_six(
    call, client_of, django_assert_num_queries, members
):
    minutes = make_minutes(call, "to_sign", meeting=make_meeting(call, members=members))
    browser = client_of(staff_of(call))

    with django_assert_num_queries(15):
        browser.get(minutes.get_absolute_url())
