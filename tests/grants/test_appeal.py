"""Appeals and what comes of them: windows, answers, a changed decision, published lists, the reserve moving up."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from grants.actions.appeal import file_appeal
from grants.actions.reserve import move_up
from grants.models import Agreement, Appeal, Application, Call, Decision
from tests.factories.grants import chair_of, close, fresh, make_application, make_call, staff_of
from tests.factories.grants_later import applications_of, assess, decide, make_assessed_call
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn
from workflows.moves import SYSTEM

pytestmark = pytest.mark.django_db

GROUNDS = "Kryterium „Pomysł” oceniono tak, jakby nie było rozdziału o sąsiadach."
ANSWER = "Komisja przeczytała rozdział jeszcze raz i przyznaje rację."
GOOD, FAIR, POOR = (("9", "5"),) * 2, (("8", "4"),) * 2, (("2", "1"),) * 2


@pytest.fixture
def call():
    """Decided and published: one grant of 9 000, one on the reserve list, one below the threshold."""
    rows = [("9000.00", *GOOD), ("8000.00", *FAIR), ("1000.00", *POOR)]
    call = make_assessed_call(
        *rows, pool=Decimal(12000), threshold_total=Decimal(8), merit_appeal_days=3
    )
    decide(call)
    return publish(call)


def publish(call):
    call = Call.objects.get(pk=call.pk)
    call.publish_results(by=staff_of(call))
    return call


def the(call, state):
    return Application.objects.select_related("call", "author").get(call=call, state=state)


def file(application, *, by=None, at=None, grounds=GROUNDS):
    return file_appeal(
        application=application, grounds=grounds, by=by or application.author, at=at or clock.now()
    )


def rejected(**fields):
    call = make_call(**({"formal_appeal_days": 3} | fields))
    return make_application(call, "formally_rejected")


def key_of(call, place=0):
    return call.criteria.all()[place].key


def uphold(appeal, points="8.5", **given):
    """Uphold an appeal about the points: the first criterion gets new ones."""
    call = appeal.application.call
    appeal.uphold(
        by=chair_of(call), answer=ANSWER, criteria={key_of(call): Decimal(points)}, **given
    )


class TestFiling:
    """The applicant appeals, in the window, once."""

    def test_the_applicant_appeals_on_a_page_and_the_chair_has_the_move(self, call, client_of):
        application = the(call, "not_funded")
        address = reverse("grants:application-appeal", args=[application.pk])

        client_of(application.author).post(address, {"grounds": GROUNDS})

        appeal = Appeal.objects.get()
        assert (appeal.kind, appeal.grounds) == ("merit", GROUNDS)
        assert Turn.objects.of(appeal).get().role == "chair"
        assert Message.objects.filter(
            template="grants/appeal_filed", recipient=chair_of(call)
        ).exists()

    def test_an_appeal_about_the_form_goes_to_the_staff(self):
        appeal = file(rejected())

        assert Turn.objects.of(appeal).get().role == "staff"

    def test_the_window_ends_with_its_last_working_day(self, call):
        application = the(call, "not_funded")
        until = call.merit_appeal_until(call.results_published_at)

        with pytest.raises(GuardsFailed, match=r"minął|skończył"):
            file(application, at=until + timedelta(seconds=1))
        assert file(application, at=until)

    def test_before_publication_there_is_no_appeal_about_points(self):
        call = make_assessed_call(
            ("5000.00", *POOR), threshold_total=Decimal(8), merit_appeal_days=3
        )
        decide(call)

        with pytest.raises(GuardsFailed):
            file(the(call, "not_funded"))

    def test_a_call_without_appeals_has_none(self):
        with pytest.raises(GuardsFailed):
            file(rejected(formal_appeal_days=None))

    def test_whoever_got_a_grant_has_nothing_to_appeal(self, call):
        with pytest.raises(GuardsFailed):
            file(the(call, "funded"))

    def test_twice_and_without_words_and_by_somebody_else_is_refused(self, call):
        application = the(call, "not_funded")
        with pytest.raises(GuardsFailed):
            file(application, grounds="  ")
        with pytest.raises(NotYours):
            file(application, by=make_user("Obca Osoba"))
        file(application)

        with pytest.raises(GuardsFailed):
            file(application)

    @pytest.mark.parametrize(("grounds", "status"), [("", 422), ("x" * 6001, 422)])
    def test_bad_input_keeps_the_page_and_the_words(self, call, client_of, grounds, status):
        application = the(call, "not_funded")
        address = reverse("grants:application-appeal", args=[application.pk])

        page = client_of(application.author).post(address, {"grounds": grounds})

        assert page.status_code == status
        assert grounds in page.content.decode()
        assert not Appeal.objects.exists()

    def test_the_application_says_until_when_one_may_appeal(self, call, client_of):
        application = the(call, "not_funded")

        page = client_of(application.author).get(application.get_absolute_url())

        assert page.context["appeal_until"] is not None
        assert "Napisz odwołanie" in page.content.decode()


class TestAnswering:
    """Upheld or dismissed, with an answer the applicant reads."""

    def test_an_upheld_appeal_about_the_form_leads_back_to_the_check(self):
        appeal = file(rejected())

        appeal.uphold(by=staff_of(appeal.application.call), answer=ANSWER)

        assert fresh(appeal.application).state == "submitted"
        assert ANSWER in Message.objects.get(template="grants/appeal_upheld").body

    def test_an_upheld_appeal_about_points_becomes_a_grant_and_a_decision_that_names_the_old_one(
        self, call
    ):
        appeal = file(the(call, "not_funded"))

        uphold(appeal, amount=Decimal(1000))

        changed = Decision.objects.order_by("-pk").first()
        assert fresh(appeal.application).granted_amount == Decimal(1000)
        assert changed.corrects is not None
        assert changed.granted_total == Decimal(10000)
        assert Agreement.objects.filter(application=appeal.application).exists()

    def test_without_an_amount_it_goes_to_the_reserve_list(self, call):
        appeal = file(the(call, "not_funded"))

        uphold(appeal)

        assert fresh(appeal.application).state == "reserve"

    @pytest.mark.parametrize("amount", ["1000.01", "0", "-5"])
    def test_a_grant_on_appeal_stays_within_request_and_pool(self, call, amount):
        appeal = file(the(call, "not_funded"))

        with pytest.raises(GuardsFailed):
            uphold(appeal, amount=Decimal(amount))

    def test_a_dismissed_appeal_changes_nothing_and_says_why(self, call):
        appeal = file(the(call, "not_funded"))

        appeal.dismiss(by=chair_of(call), answer="Rozdziału nie ma.")

        assert fresh(appeal.application).state == "not_funded"
        assert "Rozdziału nie ma." in Message.objects.get(template="grants/appeal_dismissed").body

    def test_nobody_else_answers_and_never_without_words(self, call):
        appeal = file(the(call, "not_funded"))

        for person in (staff_of(call), appeal.application.author):
            with pytest.raises(NotYours):
                appeal.dismiss(by=person, answer=ANSWER)
        with pytest.raises(GuardsFailed):
            appeal.dismiss(by=chair_of(call), answer=" ")

    def test_the_chair_answers_on_the_page(self, call, client_of):
        appeal = file(the(call, "not_funded"))
        address = reverse("grants:appeal-move", args=[appeal.pk, "uphold"])

        client_of(chair_of(call)).post(
            address,
            {
                "version": appeal.version,
                "answer": ANSWER,
                "amount": "1 000,00",
                f"points_{key_of(call)}": "8,5",
            },
        )

        assert fresh(appeal.application).state == "funded"

    def test_an_appeal_is_not_there_for_strangers(self, call, client_of):
        appeal = file(the(call, "not_funded"))

        assert client_of(make_user("Obca Osoba")).get(appeal.get_absolute_url()).status_code == 404

    def test_the_call_is_not_decided_while_an_appeal_about_the_form_waits(self):
        call = make_call(formal_appeal_days=3)
        contested = make_application(call, "formally_rejected", author=make_user("Ela Pierwsza"))
        make_application(call, "admitted", author=make_user("Ola Druga"))
        file(contested)
        close(call)
        call.start_assessment(by=staff_of(call))

        assert any("odwołanie" in str(s).lower() for s in sentences_against_deciding(call))

    def test_the_call_is_not_finished_while_an_appeal_waits(self, call):
        file(the(call, "not_funded"))

        with pytest.raises(GuardsFailed, match="odwołanie"):
            Call.objects.get(pk=call.pk).finish(by=staff_of(call))


def sentences_against_deciding(call):
    with pytest.raises(GuardsFailed) as refusal:
        call.decide(by=chair_of(call))
    return refusal.value.sentences


class TestResults:
    """Lists open to everybody, by the call's choice."""

    def page(self, call):
        return Client().get(call.get_public_url()).content.decode()

    def test_before_publication_nobody_outside_sees_a_list(self):
        call = make_assessed_call(("5000.00", *GOOD))
        decide(call)

        assert "Kto dostaje grant" not in self.page(call)

    def test_the_public_page_shows_the_lists_that_the_call_chose(self, call):
        page = self.page(call)

        assert "Kto dostaje grant" in page
        assert "Lista rezerwowa" in page
        assert "Kto nie dostaje grantu" not in page
        assert the(call, "not_funded").number not in page

    def test_the_committee_is_named_where_the_call_says_so_and_nowhere_else(self, call):
        chair = chair_of(call).display_name
        before = self.page(call)
        Call.objects.filter(pk=call.pk).update(assessors_named=True)

        assert chair not in before
        assert chair in self.page(call)

    def test_results_are_published_once(self, call):
        with pytest.raises(GuardsFailed):
            publish(call)

    def test_nobody_reads_drafts_or_assessors_in_a_list(self, call):
        page = self.page(call)

        assert "Ocena Bezstronna" not in page


class TestReserve:
    """Money is free again: the next one moves up."""

    def test_the_next_one_moves_up_when_a_grant_is_given_back(self, call, client_of):
        Agreement.objects.get(call=call).terminate(
            by=staff_of(call), grounds="given_up", note="Rezygnacja grupy."
        )

        client_of(staff_of(call)).post(
            reverse("grants:call-reserve", args=[call.code]), {"reason": "Ktoś zrezygnował."}
        )

        assert Application.objects.filter(call=call, state="reserve").count() == 0
        assert Agreement.objects.filter(call=call, state="prepared").get().amount == Decimal(8000)

    def test_nobody_moves_up_while_the_free_money_does_not_reach(self, call, client_of):
        with pytest.raises(GuardsFailed, match="3"):
            move_up(call=call, reason="Ktoś zrezygnował.", by=staff_of(call))
        page = client_of(staff_of(call)).get(reverse("grants:call-ranking", args=[call.code]))
        assert page.context["upward"][0]["fits"] is False

    def test_an_empty_reserve_says_so(self, call):
        the(call, "reserve").decline(by=SYSTEM, reason="no_funds")

        with pytest.raises(GuardsFailed):
            move_up(call=call, reason="Ktoś zrezygnował.", by=staff_of(call))

    def test_only_staff_move_somebody_up(self, call):
        with pytest.raises(NotYours):
            move_up(call=call, reason="Ktoś zrezygnował.", by=chair_of(call))


class TestBeforeTheDecision:
    """Whoever an appeal about the form lets in after the decision would wait for ever: nobody could place them."""

    def judged(self, **fields):
        """A call in which one application was rejected for its form today, and the other one is assessed."""
        call = make_call(**{"formal_appeal_days": 3} | fields)
        make_application(call, "formally_rejected")
        make_application(call, "admitted")
        close(call)
        call.start_assessment(by=staff_of(call))
        assess(applications_of(call)[0], *FAIR)
        return Call.objects.get(pk=call.pk)

    def state_of(self, call):
        return Call.objects.get(pk=call.pk).state

    def test_the_call_is_not_decided_while_a_rejection_can_be_appealed(self, client_of):
        call = self.judged()
        address = reverse("grants:call-decide", args=[call.code])

        page = client_of(chair_of(call)).get(address).content.decode()

        assert "może się jeszcze odwołać od odrzucenia" in page
        with pytest.raises(GuardsFailed, match="odwołać od odrzucenia"):
            decide(call)

    def test_it_is_decided_once_the_time_to_appeal_is_over(self):
        call = self.judged()

        with clock.at(clock.now() + timedelta(days=14)):
            decide(call)

        assert self.state_of(call) == "decided"

    def test_an_appeal_that_was_dismissed_is_not_waited_for(self):
        call = self.judged()
        file(the(call, "formally_rejected")).dismiss(by=staff_of(call), answer=ANSWER)

        decide(call)

        assert self.state_of(call) == "decided"

    def test_where_there_is_no_such_appeal_nobody_waits(self):
        call = self.judged(formal_appeal_days=None)

        decide(call)

        assert self.state_of(call) == "decided"
