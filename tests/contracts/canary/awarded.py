"""What follows a grant: who resigned and why, what is offered, appealed, spent, corrected, handed over."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from grants.actions.aid import register_aid
from grants.actions.answering import save_words
from grants.actions.appeal import file_appeal
from grants.actions.change import change_costs, draw_up_annex, lines_of
from grants.actions.volunteering import enter_work
from grants.models import Agreement, Application, Call
from questionnaires.forms import Page
from tests.contracts.canary.words import Scenery
from tests.factories.grants import chair_of, make_application, make_call, staff_of
from tests.factories.grants_later import decide, enter, make_agreement, make_assessed_call
from tests.factories.in_kind import draw_up, make_initiative, thing
from tests.factories.inspecting import make_inspection
from tests.factories.people import make_user
from workflows import clock
from workflows.roles import give_role

GOOD, FAIR, POOR = (("9", "5"),) * 2, (("8", "4"),) * 2, (("2", "1"),) * 2


class Awarded(Scenery):
    """A call whose winner resigned, a grant at work, a local initiative, and a group that asks a patron."""

    def play(self) -> None:
        """Each in a call of its own, with its own staff; a programme's funder, finance and editor beside them."""
        self.people["stranger"] = make_user("Obca Osoba")
        self.after_the_letters()
        self.at_work()
        self.in_kind()
        self.with_a_patron()

    def team(self, part: str, call: Call) -> set[str]:
        """Who runs `call`, under the names of `part`; and who sees its programme without running it."""
        self.people[f"{part}_staff"] = staff_of(call)
        for role in ("funder", "editor"):
            user = self.people.setdefault(role, make_user(f"Ktosia {role.title()}"))
            give_role(user, role, call.programme, by=None)
        return {f"{part}_staff"}

    def after_the_letters(self) -> None:
        """Published; the winner gave the grant up, the next one is offered it, the last one appeals."""
        rows = [("9000.00", *GOOD), ("8000.00", *FAIR), ("1000.00", *POOR)]
        call = make_assessed_call(
            *rows,
            pool=Decimal(12000),
            threshold_total=Decimal(8),
            merit_appeal_days=3,
            reserve_offer_days=5,
        )
        decide(call)
        team = self.team("first", call)
        self.people["chair"] = chair_of(call)
        for part, state in (("winner", "funded"), ("next", "reserve"), ("rival", "not_funded")):
            self.people[part] = Application.objects.get(call=call, state=state).author
        agreement = Agreement.objects.get(call=call)
        agreement.resign(by=self.people["winner"], note="Kanrezygnacja z powodów domowych.")
        self.keeps("Kanrezygnacja", readers={"winner", "chair", *team})
        call = Call.objects.get(pk=call.pk)
        call.publish_results(by=staff_of(call))
        file_appeal(
            application=Application.objects.get(call=call, author=self.people["rival"]),
            grounds="Kanodwolanie od punktów.",
            by=self.people["rival"],
            at=clock.now(),
        )
        self.keeps("Kanodwolanie", readers={"rival", "chair", *team})

    def at_work(self) -> None:
        """A grant with a document, hours, a change of costs, an annex, aid and an interim report at work."""
        day = clock.today() + timedelta(days=20)
        agreement = make_agreement("paid", de_minimis=True, interim_report_on=day)
        team = self.team("second", agreement.call)
        self.people["second_chair"] = chair_of(agreement.call)
        self.people["grantee"] = author = agreement.application.author
        readers = {"grantee", *team}
        self.spend(agreement, author)
        self.change(agreement, author)
        register_aid(
            agreement=agreement,
            certificate_number="Kanpomoc/1",
            rate=Decimal("4.2512"),
            rate_source="NBP",
            rate_on=clock.today(),
            certificate=b"%PDF-1.4\n%%EOF\n",
            by=staff_of(agreement.call),
        )
        report = agreement.interim
        page = Page(report.answers.version, "test")
        save_words(report=report, typed={"done": "Kanpolowa drogi."}, page=page, by=author)
        make_inspection("signed", agreement=agreement)
        words = ("Kanfaktura", "Kansprzedawca", "Kanwolontariuszka", "Kanpomoc", "Kanpolowa")
        self.keeps(*words, "Kanprzesuniecie", "Kananeks", readers=readers)

    def spend(self, agreement: Agreement, author: Any) -> None:
        """A document and two hours of a volunteer."""
        enter(agreement, "100.00", number="Kanfaktura/1", seller_name="Kansprzedawca")
        rate = agreement.call.work_rates.create(key="x", title_pl="Praca", rate=Decimal(35))
        enter_work(
            agreement=agreement,
            given_name="Kanwolontariuszka",
            family_name="Sadząca",
            kind=rate,
            day=clock.today(),
            begins=time(10),
            hours=Decimal(2),
            task="Sadzenie",
            by=author,
        )

    def change(self, agreement: Agreement, author: Any) -> None:
        """A shift that waits for consent, and an annex that nobody has signed."""
        [key] = lines_of(agreement)
        line = lines_of(agreement)[key]
        change_costs(
            agreement=agreement,
            amounts={key: line.amount - 1000},
            new=[("Farba", Decimal(1000))],
            reason="Kanprzesuniecie na farbę.",
            by=author,
        )
        draw_up_annex(
            agreement=agreement,
            reason="Kananeks o terminie.",
            ends_on=agreement.ends_on + timedelta(days=5),
            by=staff_of(agreement.call),
        )

    def in_kind(self) -> None:
        """A local initiative to which the city handed something over."""
        agreement = make_initiative()
        team = self.team("third", agreement.call)
        self.people["resident"] = agreement.application.author
        draw_up(agreement, thing("Kandeski"))
        self.keeps("Kandeski", readers={"resident", *team})

    def with_a_patron(self) -> None:
        """A group asks somebody of a foundation to answer for it, in a call that is still open."""
        call = make_call(who_may_apply=["informal_group", "informal_group_with_patron"])
        self.team("fourth", call)
        application = make_application(
            call,
            "submitted",
            applicant_kind="informal_group_with_patron",
            patron_name="Fundacja Kanparasol",
            patron_nip="5260250274",
        )
        self.people["applicant"] = application.author
        self.people["patron"] = application.patronages.get().user
        # the register of organisations is open to everybody who works in the office
        office = {f"{part}_staff" for part in ("first", "second", "third", "fourth")}
        self.keeps("Kanparasol", readers={"applicant", "patron", *office})
