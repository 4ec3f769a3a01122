"""The desks of a programme: what goes to the bank and comes back, a report at work, two records made one, costs of a journey."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from activities.actions import write_takeaway
from activities.models import Takeaway
from finance.actions.banking import keep_statement, make_transfer_file, set_payer_account
from finance.actions.payments import plan_payment
from finance.models import ExpenseDocument
from finance.money import Money
from people.actions.consents import give_consent
from people.actions.data_requests import ask_about_data
from people.actions.merging import merge_persons
from people.models import ConsentClause
from people.numbers import account_groups
from programmes.models import Partner, Programme
from tests.contracts.canary.words import Scenery
from tests.factories.activities import make_staff
from tests.factories.people import make_admin, make_person, make_user
from tests.factories.reporting import make_line, make_programme, make_report, spend, who
from tests.factories.travel import make_claim, make_traveller
from tests.factories.visits import held_group, places
from workflows import clock
from workflows.moves import SYSTEM
from workflows.roles import give_role

OURS = "61109010140000071219812874"
THEIRS = "27114020040000300201355387"


class Office(Scenery):
    """A programme with money at the bank, a draft report, a partner; and two who came back from a visit."""

    def play(self) -> None:
        """Each desk in turn, and the readers of the programme who have none."""
        self.people["stranger"] = make_user("Obca Osoba")
        self.people["admin"] = make_admin()
        programme = make_programme()
        self.people["staff"] = who("staff", programme)
        self.people["funder"] = who("funder", programme)
        for role in ("finance", "editor"):
            self.people[role] = make_staff(programme, role)
        self.partner(programme)
        self.bank(programme)
        self.report(programme)
        self.records()
        self.back_home()
        self.asks()

    def partner(self, programme: Programme) -> None:
        """A partner with whom money is agreed, and a document that one line paid."""
        Partner.objects.create(programme=programme, name="Partnerstwo Lipowe")
        spend(make_line(programme), "100.00")
        ExpenseDocument.objects.update(seller_name="Kansprzedawca", purpose="Kancel zakupu")
        self.keeps("Kansprzedawca", "Kancel", readers={"staff", "finance", "admin"})

    def bank(self, programme: Programme) -> None:
        """A transfer on its way to the bank and a statement with somebody's payment on it."""
        keeper = self.people["finance"]
        set_payer_account(
            programme=programme, name="Federacja", address="Rybnik", number=OURS, by=keeper
        )
        payment = plan_payment(
            about=programme,
            programme=programme,
            payee="Kanodbiorca przelewu",
            account=THEIRS,
            title="Kantytul przelewu",
            amount=Money("5000.00", "PLN"),
            due_on=clock.today() + timedelta(days=7),
            by=SYSTEM,
        )
        make_transfer_file(
            programme=programme,
            payments=[payment],
            format="elixir",
            encoding="windows-1250",
            on=clock.today(),
            by=keeper,
        )
        day = clock.today().isoformat()
        told = f"Data;Kwota;Tytuł;Konto\n{day};-12.00;Kanwyciag bankowy;{THEIRS}\n"
        keep_statement(programme=programme, name="wyciag.csv", content=told.encode(), by=keeper)
        at_the_desk = {"staff", "finance", "admin"}
        self.keeps("Kanodbiorca", "Kantytul", THEIRS, account_groups(THEIRS), readers=at_the_desk)
        self.keeps("Kanwyciag", readers=at_the_desk)

    def report(self, programme: Programme) -> None:
        """A report that the funder reads once it is submitted, and not before."""
        make_report(programme=programme, story="Kanopowiesc o roku.")
        self.keeps("Kanopowiesc", readers={"staff", "finance", "admin"})

    def records(self) -> None:
        """Two records of one person, made one for a reason."""
        kept, merged = make_person("Ala Lipowa"), make_person("Ala Kandawnanazwa")
        merge_persons(kept=kept, merged=merged, by=self.people["admin"], note="Kanpowod scalenia")
        # the register of people is open to everybody who works in the office
        office = {"staff", "visit_staff", "admin"}
        self.keeps("Kandawnanazwa", "Kanpowod", readers=office)

    def asks(self) -> None:
        """What somebody who takes part agreed to and asked about their data, and why it takes longer."""
        writer = self.people["writer"]
        give_consent(person=writer.person, clause=ConsentClause.objects.get(key="image"), by=writer)
        asked = ask_about_data(
            person=writer.person, kind="objection", words="Kansprzeciw wobec ankiety.", by=writer
        )
        why = {"longer_until": asked.may_last_until, "reason": "Kanodlozenie na potem."}
        asked.extend(by=self.people["admin"], **why)
        self.keeps("Kansprzeciw", "Kanodlozenie", readers={"writer", "admin"})

    def back_home(self) -> None:
        """Costs of a journey with their account, and what somebody writes for themselves before it is sent."""
        claim = make_claim("submitted", traveller=make_traveller())
        programme = claim.programme
        self.people["traveller"] = claim.registration.person.user
        self.people["visit_staff"] = make_staff(programme)
        self.outside(programme)
        visit = held_group(1)
        [place] = places(visit)
        self.people["writer"] = writer = place.person.user
        self.outside(visit.programme)
        give_role(self.people["visit_staff"], "staff", visit.programme, by=None)
        takeaway = Takeaway.objects.for_pages().get(registration=place)
        write_takeaway(
            takeaway=takeaway,
            words="Kanwniosek z wizyty: zaczniemy od rozmowy na rynku.",
            seen=takeaway.version,
            by=writer,
        )
        self.keeps("Kanwniosek", readers={"writer", "visit_staff", "admin"})

    def outside(self, programme: Any) -> None:
        for role in ("funder", "editor"):
            give_role(self.people[role], role, programme, by=None)
