"""Nobody learns an outcome before their letter; staff read the letters, word them for the call, send them once."""

import re
from datetime import timedelta
from decimal import Decimal
from difflib import ndiff

import pytest
from django.test import Client
from django.urls import reverse

from grants.actions.copying import copy_call
from grants.actions.letters import drafts_of, send_letter, send_letters
from grants.actions.reserve import move_up
from grants.models import Agreement, Application, Call, Justification, LetterText, Score
from grants.rules.letters import LetterKind, kind_of
from tests.factories.grants import chair_of, make_application, staff_of
from tests.factories.grants_later import (
    decide,
    decide_only,
    make_assessed_call,
    send_all,
)
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotFromHere, NotYours, SomeoneWasFaster
from workflows.models import History, Message, Turn
from workflows.roles import give_role
from workflows.turns import place_of, turns_due
from workflows.whereabouts import whose_move

pytestmark = pytest.mark.django_db

GOOD, FAIR, POOR = (("9", "5"), ("8,5", "5")), (("7", "4"), ("7", "3,5")), (("2", "1"), ("1", "1"))
SAID = {"+ ", "- "}
STATES = ["funded", "reserve", "not_funded"]


def three_fates(**fields):
    """A call in which one gets a grant, one waits, one is below the threshold."""
    rows = [("9000.00", *GOOD), ("8000.00", *FAIR), ("1000.00", *POOR)]
    return make_assessed_call(
        *rows, **{"pool": Decimal("12000.00"), "threshold_total": Decimal(8)} | fields
    )


@pytest.fixture
def call():
    """A decided call whose letters wait."""
    call = three_fates()
    decide_only(call)
    return Call.objects.get(pk=call.pk)


def rows_of(call):
    """The applications of `call`, by number, whatever their state."""
    return list(call.applications.select_related("call", "author").order_by("ordinal"))


def page_of(name, call, *more):
    return reverse(f"grants:{name}", args=[call.code, *more])


def results():
    return Message.objects.filter(template__startswith="grants/decision_").order_by("pk")


def states():
    return list(Application.objects.order_by("ordinal").values_list("state", flat=True))


def say_nothing(application):
    """The assessors of `application` left every comment empty."""
    Score.objects.filter(assessment__application=application).update(comment="")


def name_somebody(application, words="Zgadzam się z oceną Bezstronnej."):
    Score.objects.filter(assessment__application=application).update(comment=words)


def write(application, text):
    """Put the first passage of a letter in other words through its page; return the answer."""
    browser = Client()
    browser.force_login(staff_of(application.call))
    first = application.call.criteria.first()
    last = Justification.objects.filter(application=application).last()
    typed = {f"text-{first.pk}": text, "seen": last.pk if last else 0}
    return browser.post(page_of("call-letter", application.call, application.pk), typed)


class TestBeforeTheLetter:
    """Between decision and letter an applicant sees the same whatever was decided."""

    PAGES = ("application", "application-receipt", "application-as-sent", "application-people")

    def seen_by(self, client_of, application):
        """Everything the author can open about `application`, without what differs from one request to the next."""
        browser, found = client_of(application.author), {}
        urls = [reverse(f"grants:{name}", args=[application.pk]) for name in self.PAGES]
        urls += [reverse("grants:application-mine"), reverse("workflows:inbox")]
        urls += [application.call.get_public_url(), application.latest_submission.get_public_url()]
        for url in urls:
            answer = browser.get(url, follow=True)
            assert answer.status_code == 200, url
            text = re.sub(r"(csrfmiddlewaretoken|csrf-token|nonce)\S* \S+", "", answer.text)
            found[url] = [
                line
                for line in text.splitlines()
                if line.strip() and "csrf" not in line and "X-CSRF" not in line
            ]
        return found

    def changes(self, client_of, before, rows):
        """What is new on the pages of each, with the number and the address of the application taken out."""
        found = []
        for application, old in zip(rows, before, strict=True):
            new = self.seen_by(client_of, Application.objects.get(pk=application.pk))
            lines = [line for url in old for line in ndiff(old[url], new[url]) if line[:2] in SAID]
            found.append(
                [
                    line.replace(application.number, "№").replace(f"/{application.pk}/", "/№/")
                    for line in lines
                ]
            )
        return found

    def test_what_changes_with_the_decision_is_alike_for_every_fate(self, client_of):
        call = three_fates()
        rows = rows_of(call)
        before = [self.seen_by(client_of, one) for one in rows]

        decide_only(call)
        decided = self.changes(client_of, before, rows)
        send_all(call)
        told = self.changes(client_of, before, rows)

        assert decided[0] == decided[1] == decided[2]
        assert any("Zespół przygotowuje list z wynikiem" in line for line in decided[0])
        assert told[0] != told[1] != told[2]  # the comparison would have found it

    def test_nothing_about_them_is_written_down_yet(self, call):
        for application in rows_of(call):
            kept = application.granted_amount, application.decline_reason, application.decided_at
            assert (application.state, *kept) == ("admitted", None, "", None)
        assert not results().exists()
        assert not Agreement.objects.exists()

    def test_nobody_takes_an_application_back_once_it_is_decided(self, call):
        application = rows_of(call)[2]

        with pytest.raises(GuardsFailed):
            application.withdraw(by=application.author)

    @pytest.mark.parametrize("move", ["publish_results", "finish"])
    def test_results_are_not_public_and_the_call_not_over_before_the_letters(self, call, move):
        with pytest.raises(GuardsFailed, match="3 wnioskodawców nie ma jeszcze listów"):
            getattr(call, move)(by=staff_of(call))

        send_all(call)

        Call.objects.get(pk=call.pk).publish_results(by=staff_of(call))
        assert Call.objects.get(pk=call.pk).results_published_at is not None

    def test_the_reserve_list_waits_for_the_letters(self, call):
        with pytest.raises(GuardsFailed, match="Najpierw wyślij"):
            move_up(call=call, reason="Ktoś zrezygnował.", by=staff_of(call))

    def test_the_inbox_of_staff_says_that_the_letters_wait(self, call):
        (move,) = whose_move(call, staff_of(call))

        send_all(call)

        assert (move.does, move.yours) == ("Wyślij listy o wyniku tego naboru", True)
        assert set(Turn.objects.of(call).values_list("key", flat=True)) == {"finish"}


class TestSendingAll:
    """One press, everybody hears, nobody twice."""

    def send(self, client_of, call, *, by=None, **typed):
        browser = client_of(by or staff_of(call))
        given = {"version": call.version} | typed
        return browser.post(page_of("call-send-letters", call), given, follow=True)

    def test_every_applicant_hears_and_every_application_has_its_outcome(self, call, client_of):
        page = self.send(client_of, call)

        assert states() == STATES
        assert [one.recipient for one in results()] == [one.author for one in rows_of(call)]
        assert "3 listy są w drodze" in page.text
        assert Agreement.objects.count() == 1

    def test_pressed_twice_it_sends_once(self, call, client_of):
        self.send(client_of, call)
        page = self.send(client_of, call)

        assert results().count() == 3
        assert "nic nie zostało wysłane dwa razy" in page.text

    def test_a_page_that_is_old_sends_nothing(self, call, client_of):
        page = self.send(client_of, call, version=call.version - 1)

        assert page.status_code == 409
        assert states() == ["admitted"] * 3

    def test_the_page_says_what_will_go(self, call, client_of):
        page = client_of(staff_of(call)).get(page_of("call-send-letters", call))

        kinds = {str(label): count for label, count in page.context["kinds"]}
        assert kinds == {"dotacja w pełnej kwocie": 1, "lista rezerwowa": 1, "bez dotacji": 1}
        assert "Wyślij 3 listy" in page.text

    def test_a_name_in_one_letter_keeps_all_back_until_it_is_taken_out(self, client_of):
        call = three_fates()
        second = rows_of(call)[1]
        name_somebody(second)
        decide_only(call)

        refused = self.send(client_of, call)
        for criterion in call.criteria.all():
            Justification.objects.create(
                application=second,
                criterion=criterion,
                text="Ocena nie budzi wątpliwości.",
                original=["Zgadzam się z oceną Bezstronnej."] * 2,
                written_by=staff_of(call),
                written_at=clock.now(),
            )
        mended = self.send(client_of, call)

        assert refused.status_code == 422
        assert "wymienia z nazwiska: Ocena Bezstronna" in refused.text
        assert mended.status_code == 200
        assert states() == STATES
        assert "Bezstronn" not in "".join(results().values_list("body", flat=True))

    def test_a_letter_without_reasons_goes_only_when_staff_say_so(self, client_of):
        call = three_fates()
        third = rows_of(call)[2]
        say_nothing(third)
        decide_only(call)

        refused = self.send(client_of, call)
        sent = self.send(client_of, call, wordless="on")

        assert refused.status_code == 422
        assert f"Bez uzasadnienia: {third.number}" in refused.text
        assert sent.status_code == 200
        assert states() == STATES

    def test_they_leave_so_many_a_minute(self, call, settings):
        settings.TANDEM_LETTERS_A_MINUTE = 2

        send_all(call)

        first, second, third = results()
        assert (first.next_try_at, second.next_try_at) == (None, None)
        with clock.at(third.next_try_at - timedelta(seconds=1)):
            assert third not in Message.objects.to_deliver()
        with clock.at(third.next_try_at):
            assert third in Message.objects.to_deliver()

    def test_before_the_decision_nothing_goes(self, client_of):
        call = three_fates()

        page = self.send(client_of, call)

        assert page.status_code == 409
        assert "po rozstrzygnięciu" in page.text
        assert states() == ["admitted"] * 3

    def test_the_chair_hears_that_staff_send_them(self, call, client_of):
        assert self.send(client_of, call, by=chair_of(call)).status_code == 403
        with pytest.raises(NotYours):
            send_letters(call=call, by=chair_of(call), seen=call.version, at=clock.now())
        assert states() == ["admitted"] * 3

    def test_the_turns_are_those_that_the_call_owes(self, call):
        send_all(call)

        fresh = Call.objects.get(pk=call.pk)
        assert {place_of(one) for one in Turn.objects.of(fresh)} == {
            place_of(one) for one in turns_due(fresh)
        }


class TestSendingOne:
    """One letter may go ahead of the others."""

    def test_it_alone_goes_and_the_history_says_by_whom(self, call, client_of):
        first = rows_of(call)[0]
        url = page_of("call-letter-send", call, first.pk)

        page = client_of(staff_of(call)).post(url, {"seen": 0}, follow=True)

        assert states() == ["funded", "admitted", "admitted"]
        assert "List jest w drodze" in page.text
        assert str(staff_of(call)) in History.objects.of(first).get(move="fund").text.note

    def test_the_rest_go_with_the_others(self, call, client_of):
        second = rows_of(call)[1]
        send_letter(application=second, by=staff_of(call), seen=0)

        assert send_all(call) == 2
        assert states() == STATES
        assert results().count() == 3

    def test_the_last_one_passes_the_move_on(self, call):
        for application in rows_of(call):
            send_letter(application=application, by=staff_of(call), seen=0)

        assert set(Turn.objects.of(call).values_list("key", flat=True)) == {"finish"}

    def test_sent_twice_it_goes_once(self, call, client_of):
        url = page_of("call-letter-send", call, rows_of(call)[0].pk)
        browser = client_of(staff_of(call))
        browser.post(url, {"seen": 0})

        page = browser.post(url, {"seen": 0}, follow=True)

        assert results().count() == 1
        assert "List wysyła się raz" in page.text

    @pytest.mark.parametrize("seen", ["", "x", "-1", "7"])
    def test_words_that_changed_since_they_were_read_do_not_go(self, call, client_of, seen):
        url = page_of("call-letter-send", call, rows_of(call)[0].pk)

        page = client_of(staff_of(call)).post(url, {"seen": seen}, follow=True)

        assert states() == ["admitted"] * 3
        assert "Ktoś" in page.text

    def test_a_name_in_it_keeps_it(self):
        call = three_fates()
        first = rows_of(call)[0]
        name_somebody(first)
        decide_only(call)

        with pytest.raises(GuardsFailed, match="Bezstronna"):
            send_letter(application=first, by=staff_of(call), seen=0)

    def test_not_before_the_decision_and_not_by_the_chair(self, call):
        early = make_assessed_call()

        with pytest.raises(NotFromHere):
            send_letter(application=rows_of(early)[0], by=staff_of(early), seen=0)
        with pytest.raises(NotYours):
            send_letter(application=rows_of(call)[0], by=chair_of(call), seen=0)


class TestTheWords:
    """They may be put right until the letter goes."""

    def test_words_written_after_the_decision_go_out(self, call):
        application = rows_of(call)[2]

        answer = write(application, "Prosimy dołączyć dwie oferty.")
        send_all(call)

        letter = results().get(recipient=application.author)
        assert answer.status_code == 302
        assert "Prosimy dołączyć dwie oferty." in letter.body
        assert Score.objects.filter(comment="Dobrze opisane.").exists()

    def test_words_written_before_the_decision_can_be_changed_after_it(self):
        call = three_fates()
        application = rows_of(call)[0]
        write(application, "Pierwsza wersja.")
        decide_only(call)

        write(application, "")
        send_all(call)

        body = results().get(recipient=application.author).body
        assert "Pierwsza wersja." not in body
        assert "Dobrze opisane." in body

    def test_once_it_went_its_words_stay(self, call):
        send_all(call)
        application = rows_of(call)[0]

        answer = write(application, "Za późno.")

        assert answer.status_code == NotFromHere.status
        assert not Justification.objects.exists()

    def test_a_letter_is_shown_in_each_language_of_its_readers(self, call, client_of):
        application = rows_of(call)[0]
        reader = make_user("Ann Reader", language="en")
        give_role(reader, "co_reader", application, by=None)

        page = client_of(staff_of(call)).get(page_of("call-letter", call, application.pk))

        assert [one.language for one in page.context["letters"]] == ["pl", "en"]

    def test_what_was_shown_is_what_goes(self, call, client_of):
        application = rows_of(call)[1]
        page = client_of(staff_of(call)).get(page_of("call-letter", call, application.pk))
        (shown,) = page.context["letters"]

        send_all(call)

        sent = results().get(recipient=application.author)
        assert (shown.subject, shown.body) == (sent.subject, sent.body)

    def test_after_it_went_the_page_shows_what_went(self, call, client_of):
        send_all(call)
        application = rows_of(call)[1]
        sent = results().get(recipient=application.author)

        page = client_of(staff_of(call)).get(page_of("call-letter", call, application.pk))

        assert page.context["letters"] == [sent]
        assert "Tak list wyszedł" in page.text
        assert "Zapisz treść" not in page.text


class TestTheList:
    """Staff see who is ready, who is not, and which letters went."""

    @pytest.mark.parametrize(
        ("shown", "numbers"),
        [("", [1, 2, 3]), ("unready", [2, 3]), ("left", [2, 3]), ("gone", [1]), ("x", [1, 2, 3])],
    )
    def test_it_can_be_narrowed(self, client_of, shown, numbers):
        call = three_fates()
        first, second, third = rows_of(call)
        name_somebody(second)
        say_nothing(third)
        decide_only(call)
        send_letter(application=first, by=staff_of(call), seen=0)

        page = client_of(staff_of(call)).get(page_of("call-letters", call), {"show": shown})

        found = [line["draft"].application.ordinal for line in page.context["lines"]]
        assert found == numbers
        assert [tab["count"] for tab in page.context["tabs"]] == [3, 2, 2, 1]

    def test_a_failed_copy_is_what_the_row_shows(self, call, client_of):
        send_all(call)
        results().filter(recipient=rows_of(call)[0].author).update(status="failed")

        page = client_of(staff_of(call)).get(page_of("call-letters", call))

        assert page.context["lines"][0]["status"].status == "failed"
        assert page.context["fares"] == {"failed": 1, "waiting": 2}

    @pytest.mark.parametrize("name", ["call-letters", "call-send-letters", "call-letter-texts"])
    @pytest.mark.parametrize("state", ["open", "cancelled"])
    def test_there_is_a_page_in_every_state(self, client_of, name, state):
        call = make_application(state="submitted").call
        if state == "cancelled":
            call.cancel(by=staff_of(call), note="Brak środków.")

        assert client_of(staff_of(call)).get(page_of(name, call)).status_code == 200

    @pytest.mark.parametrize("number", [1, 3])
    @pytest.mark.parametrize(("name", "asked"), [("call-letters", 24), ("call-send-letters", 24)])
    def test_it_asks_the_same_for_one_and_three(
        self, client_of, django_assert_max_num_queries, number, name, asked
    ):
        call = make_assessed_call(*[("2000.00", *GOOD)] * number)
        decide_only(call)
        browser = client_of(staff_of(call))
        browser.get(page_of(name, call))

        with django_assert_max_num_queries(asked):
            browser.get(page_of(name, call))


class TestTheCallsOwnWords:
    """Staff word each letter for the call, in each language."""

    OWN = {"subject": "Wieści: {{ title }}", "body": "Punkty: {{ points }}.\n\n{{ justification }}"}

    def text_page(self, call, kind="funded", language="pl"):
        return page_of("call-letter-text", call, kind, language)

    def test_they_go_out_in_place_of_the_installations(self, call, client_of):
        browser = client_of(staff_of(call))

        browser.post(self.text_page(call), self.OWN | {"do": "keep"})
        send_all(call)

        letter = results().get(template="grants/decision_funded")
        assert letter.subject.startswith("Wieści: ")
        assert letter.body.startswith("Punkty: 13,75.")
        assert LetterText.objects.get().edited_by == staff_of(call)
        assert "Wieści" not in results().get(template="grants/decision_reserve").subject

    def test_another_call_is_not_touched(self, call, client_of):
        client_of(staff_of(call)).post(self.text_page(call), self.OWN | {"do": "keep"})
        other = make_assessed_call()

        decide(other)

        letter = results().get(recipient=rows_of(other)[0].author)
        assert "Wieści" not in letter.subject

    def test_the_preview_shows_a_real_letter_of_this_call(self, call, client_of):
        page = client_of(staff_of(call)).post(self.text_page(call), self.OWN | {"do": "look"})

        assert "Punkty: 13,75." in page.text
        assert rows_of(call)[0].title in page.context["preview"].subject
        assert not LetterText.objects.exists()

    def test_without_such_a_letter_the_preview_names_the_places(self, call, client_of):
        page = client_of(staff_of(call)).get(self.text_page(call, "in-part"))

        assert "[amount]" in page.context["preview"].body

    def test_back_to_the_installations_words(self, call, client_of):
        browser = client_of(staff_of(call))
        browser.post(self.text_page(call), self.OWN | {"do": "keep"})

        browser.post(self.text_page(call), {"do": "reset"})

        assert not LetterText.objects.exists()

    @pytest.mark.parametrize("body", ["{{ password }}", "{% now %}", "{{ points|safe }}", ""])
    def test_words_that_cannot_be_are_kept_in_the_form_only(self, call, client_of, body):
        typed = self.OWN | {"body": body, "do": "keep"}

        page = client_of(staff_of(call)).post(self.text_page(call), typed)

        assert page.status_code == 422
        assert "Wieści" in page.text
        assert not LetterText.objects.exists()

    @pytest.mark.parametrize(("kind", "language"), [("none", "pl"), ("funded", "de")])
    def test_a_letter_there_is_not_has_no_page(self, call, client_of, kind, language):
        url = self.text_page(call, kind, language)

        assert client_of(staff_of(call)).get(url).status_code == 404

    def test_only_those_who_run_the_call_word_them(self, call, client_of):
        assert client_of(chair_of(call)).get(self.text_page(call)).status_code == 403
        assert client_of(make_user()).get(self.text_page(call)).status_code == 404

    def test_the_list_shows_which_are_the_calls_own(self, call, client_of):
        browser = client_of(staff_of(call))
        browser.post(self.text_page(call), self.OWN | {"do": "keep"})

        rows = browser.get(page_of("call-letter-texts", call)).context["rows"]

        assert len(rows) == 2 * len(LetterKind)
        assert [row["subject"] for row in rows if row["own"]] == [self.OWN["subject"]]

    def test_a_rejection_for_the_form_speaks_so_too(self):
        application = make_application(state="submitted")
        LetterText.objects.create(
            call=application.call,
            kind="rejected",
            language=application.author.language,
            subject="Niestety",
            body="{{ grounds }}",
        )

        application.reject_formally(by=staff_of(application.call), grounds="Brak podpisu.")

        letter = Message.objects.get(template="grants/application_rejected")
        assert (letter.subject, letter.body) == ("Niestety", "Brak podpisu.")

    def test_a_copy_of_the_call_keeps_them(self, call, client_of):
        client_of(staff_of(call)).post(self.text_page(call), self.OWN | {"do": "keep"})

        copied = copy_call(
            call=call,
            code="za-rok",
            title={"pl": "Za rok", "en": "Next year"},
            opens_on=clock.today() + timedelta(days=90),
            by=staff_of(call),
        )

        (kept,) = copied.letter_texts.all()
        assert (kept.kind, kept.language) == ("funded", "pl")
        assert (kept.subject, kept.body) == (self.OWN["subject"], self.OWN["body"])
        assert call.letter_texts.count() == 1


class TestWhichLetter:
    """The letter follows the outcome."""

    @pytest.mark.parametrize(
        ("outcome", "granted", "kind"),
        [
            ("funded", "5000.00", "funded"),
            ("funded", "4999.99", "in-part"),
            ("reserve", "0", "reserve"),
            ("no_funds", "0", "declined"),
            ("below_threshold", "0", "declined"),
        ],
    )
    def test_to_the_grosz(self, outcome, granted, kind):
        found = kind_of(outcome, granted=Decimal(granted), requested=Decimal("5000.00"))

        assert found == kind

    def test_a_grant_in_part_has_a_letter_of_its_own(self):
        call = make_assessed_call(
            ("8000.00", *GOOD),
            ("8000.00", *FAIR),
            pool=Decimal("14000.00"),
            partial_awards=True,
            partial_min=Decimal(50),
        )

        decide(call)

        assert [one.template for one in results()] == [
            "grants/decision_funded",
            "grants/decision_in_part",
        ]
        body = results().last().body.replace("\xa0", " ").replace("\u202f", " ")
        assert "6 000" in body
        assert "8 000" in body

    def test_drafts_stand_in_the_order_of_the_ranking(self, call):
        assert [one.line.place for one in drafts_of(call)] == [1, 2, 3]
        assert [one.kind for one in drafts_of(call)] == ["funded", "reserve", "declined"]


def test_a_letter_read_before_somebody_reworded_it_does_not_go(call):
    application = rows_of(call)[0]
    write(application, "Nowe słowa.")

    with pytest.raises(SomeoneWasFaster):
        send_letter(application=application, by=staff_of(call), seen=0)
