"""The agreement of a pair, accepted by both in Tandem; and messages inside a pair, with files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from mentoring.actions import offer_agreement, write_to_pair
from mentoring.models import PairAgreement
from tests.factories.activities import make_activity, make_staff
from tests.factories.mentoring import make_edition, make_pair, mentee_of, mentor_of
from tests.factories.people import make_admin, make_user
from workflows import tasks
from workflows.errors import GuardsFailed, MoveRefused, NotYours
from workflows.inbox import count_waiting
from workflows.models import Comment, Message, StoredFile, Turn

pytestmark = pytest.mark.django_db

TEXT = "Umowa: {{ mentor }} i {{ mentee }}, edycja {{ edition }}, spotkań {{ meetings }}."
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def pair_with_agreement(**fields):
    return make_pair(edition=make_edition(agreement_text_pl=TEXT, **fields))


def move(agreement, name):
    return reverse("mentoring:pairagreement-move", args=[agreement.pk, name])


class TestAgreement:
    def test_a_pair_that_begins_is_asked_to_accept_it(self, mailoutbox):
        pair = pair_with_agreement()
        tasks.deliver()

        agreement = pair.agreements.get()
        assert pair.mentor.person.full_name in agreement.text
        assert pair.mentee.person.full_name in agreement.text
        assert "{{" not in agreement.text
        assert {turn.holder for turn in Turn.objects.of(agreement)} == {
            mentor_of(pair),
            mentee_of(pair),
        }
        asked = [letter.to[0] for letter in mailoutbox if "Umowa Waszej pary" in letter.subject]
        assert set(asked) == {mentor_of(pair).email, mentee_of(pair).email}

    def test_an_edition_without_a_text_asks_for_none(self):
        assert not make_pair().agreements.exists()

    @pytest.mark.parametrize("first", ["mentor", "mentee"])
    def test_both_accept_it_in_either_order(self, client_of, first):
        pair = pair_with_agreement()
        agreement = pair.agreements.get()
        sides = [mentor_of(pair), mentee_of(pair)]
        one, other = sides if first == "mentor" else reversed(sides)

        client_of(one).post(move(agreement, "accept_first"), {"version": agreement.version})
        agreement.refresh_from_db()
        assert agreement.state == "half"
        assert [turn.holder for turn in Turn.objects.of(agreement)] == [other]
        client_of(other).post(move(agreement, "accept_second"), {"version": agreement.version})

        agreement.refresh_from_db()
        assert agreement.state == "accepted"
        signed = [who for who, _at in agreement.acceptances()]
        assert signed == [one.display_name, other.display_name]
        assert Message.objects.filter(template="mentoring/agreement_accepted").count() == 2
        page = client_of(one).get(agreement.get_absolute_url()).content.decode()
        assert one.display_name in page
        assert other.display_name in page

    def test_nobody_accepts_for_the_other_side(self, client_of):
        agreement = pair_with_agreement().agreements.get()
        mentor = mentor_of(agreement)
        agreement.accept_first(by=mentor)

        answer = client_of(mentor).get(move(agreement, "accept_second"))
        assert "teraz kolej na drugą stronę" in answer.content.decode()
        for user in (mentor, make_staff(agreement.pairing.programme)):
            with pytest.raises(NotYours):
                agreement.accept_second(by=user)

    def test_what_was_accepted_does_not_change_with_the_edition(self):
        pair = pair_with_agreement()
        before = pair.agreements.get().text
        pair.edition.agreement_text_pl = "Inny tekst."
        pair.edition.save()

        assert pair.agreements.get().text == before

    def test_staff_take_a_wrong_one_back_and_offer_another(self, client_of):
        pair = pair_with_agreement()
        staff = make_staff(pair.programme)
        first = pair.agreements.get()
        client_of(staff).post(
            move(first, "take_back"), {"note": "Zły tekst.", "version": first.version}
        )
        page = client_of(staff).get(pair.get_absolute_url()).content.decode()
        assert "Przekaż umowę do akceptacji" in page

        client_of(staff).post(reverse("mentoring:agreement-offer", args=[pair.pk]))

        assert pair.agreements.standing().count() == 1
        assert PairAgreement.objects.count() == 2

    def test_a_pair_has_one_standing_agreement(self, client_of):
        pair = pair_with_agreement()
        staff = make_staff(pair.programme)

        answer = client_of(staff).post(
            reverse("mentoring:agreement-offer", args=[pair.pk]), follow=True
        )

        assert "ma już umowę" in answer.content.decode()
        with pytest.raises(IntegrityError), transaction.atomic():
            PairAgreement.objects.begin(
                by=staff, pairing=pair, text="Druga.", offered_at=pair.proposed_at
            )

    def test_without_a_text_there_is_nothing_to_offer(self):
        with pytest.raises(GuardsFailed, match="tekst umowy"):
            offer_agreement(pairing=make_pair(), by=make_admin())

    def test_only_staff_offer(self, client_of):
        pair = make_pair()
        url = reverse("mentoring:agreement-offer", args=[pair.pk])

        assert client_of(mentor_of(pair)).post(url).status_code == 404
        assert client_of(make_user()).post(url).status_code == 404
        with pytest.raises(NotYours):
            offer_agreement(pairing=pair, by=mentor_of(pair))

    def test_nobody_is_asked_once_the_pair_is_over(self):
        pair = pair_with_agreement()
        agreement = pair.agreements.get()
        pair.terminate(by=make_admin(), note="Wyjazd.")

        assert not Turn.objects.of(agreement).exists()
        agreement.refresh_from_db()
        with pytest.raises(MoveRefused):
            agreement.accept_first(by=mentor_of(agreement))
        with pytest.raises(GuardsFailed):
            offer_agreement(pairing=pair, by=make_admin())

    def test_those_who_see_the_pair_take_it_along_as_pdf(self, client_of):
        agreement = pair_with_agreement().agreements.get()
        agreement.accept_first(by=mentor_of(agreement))
        url = reverse("mentoring:agreement-paper", args=[agreement.pk])

        for user in (
            mentor_of(agreement),
            mentee_of(agreement),
            make_staff(agreement.pairing.programme),
        ):
            assert client_of(user).get(url).content.startswith(b"%PDF")
        assert client_of(make_user()).get(url).status_code == 404
        assert client_of(make_user()).get(agreement.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("place", ["{{ pesel }}", "{{mentor}} {{ wiek }}"])
    def test_an_edition_names_only_what_can_be_filled_in(self, client_of, place):
        activity = make_activity("mentoring")
        words = {"activity": activity.pk, "title_pl": "Edycja", "agreement_text_pl": place}

        answer = client_of(make_staff(activity.programme)).post(
            reverse("mentoring:edition-new"), words
        )

        assert answer.status_code == 422
        assert "W umowie nie ma miejsca o nazwie" in answer.content.decode()


class TestMessages:
    def test_one_side_writes_with_a_file_and_the_other_hears(self, client_of, mailoutbox):
        pair = make_pair()
        tasks.deliver()
        mailoutbox.clear()
        url = reverse("mentoring:pair-write", args=[pair.pk])
        form = client_of(mentee_of(pair)).get(url).content.decode()
        assert "Pracodawca nie czyta tego nigdy" in form

        file = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
        more = SimpleUploadedFile("budzet.pdf", PDF, "application/pdf")
        client_of(mentee_of(pair)).post(url, {"text": "Oto plan.", "attached": [file, more]})
        tasks.deliver()

        assert [letter.to for letter in mailoutbox] == [[mentor_of(pair).email]]
        assert "Oto plan." not in mailoutbox[0].body
        page = client_of(mentor_of(pair)).get(pair.get_absolute_url()).content.decode()
        assert "Oto plan." in page
        assert "plan.pdf" in page
        assert "budzet.pdf" in page
        kept = StoredFile.objects.get(name="plan.pdf")
        answer = client_of(mentor_of(pair)).get(kept.get_absolute_url())
        assert b"".join(answer.streaming_content) == PDF
        assert client_of(make_user()).get(kept.get_absolute_url()).status_code == 404

    def test_coordinators_write_to_both(self):
        pair = make_pair()
        staff = make_staff(pair.programme)

        write_to_pair(pairing=pair, by=staff, text="Kiedy się spotkacie?")

        letters = Message.objects.filter(template="mentoring/pair_message")
        assert {letter.recipient for letter in letters} == {mentor_of(pair), mentee_of(pair)}

    @pytest.mark.parametrize(
        ("text", "file"),
        [
            ("", None),
            ("x" * 4001, None),
            ("Zostaje.", SimpleUploadedFile("wirus.exe", b"MZ", "application/x-msdownload")),
            ("Zostaje.", SimpleUploadedFile("pusty.pdf", b"", "application/pdf")),
        ],
    )
    def test_what_cannot_be_sent_is_said_and_kept(self, client_of, text, file):
        pair = make_pair()
        words = {"text": text} | ({"attached": file} if file else {})

        answer = client_of(mentor_of(pair)).post(
            reverse("mentoring:pair-write", args=[pair.pk]), words
        )

        assert answer.status_code == 422
        assert text[:8] in answer.content.decode()
        assert not Comment.objects.exists()

    def test_nobody_else_writes_and_nobody_after_the_end(self, client_of):
        pair = make_pair()
        url = reverse("mentoring:pair-write", args=[pair.pk])
        assert client_of(make_user()).get(url).status_code == 404
        with pytest.raises(NotYours):
            write_to_pair(pairing=pair, by=make_user(), text="Halo?")

        pair.terminate(by=make_admin(), note="Wyjazd.")
        answer = client_of(mentor_of(pair)).post(url, {"text": "Zostaje."})

        assert answer.status_code == 422
        assert "Zostaje." in answer.content.decode()

    def test_writing_makes_no_move_and_takes_no_turn(self):
        pair = make_pair()
        before = pair.version, count_waiting(mentor_of(pair))

        write_to_pair(pairing=pair, by=mentee_of(pair), text="Do jutra.")

        pair.refresh_from_db()
        assert (pair.version, count_waiting(mentor_of(pair))) == before
