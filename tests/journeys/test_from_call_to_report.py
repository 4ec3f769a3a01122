"""One programme from its call for applications to the funder's report, each step by the person whose it is.

What the report says in the end is what happened on the way; nobody types a figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.models import Agreement, Application, Assessment, Call
from mentoring.models import Edition, Pairing
from programmes.models import Activity, Indicator, Programme
from questionnaires.forms import posted
from reporting.models import Report
from tests.factories.activities import make_activity, make_staff, make_visit
from tests.factories.grants import close, fresh, make_call, typed_answers
from tests.factories.grants_later import name_account
from tests.factories.mentoring import make_edition, make_enrolment
from tests.factories.people import make_user
from tests.factories.reporting import make_line
from workflows import clock
from workflows.models import Message

pytestmark = pytest.mark.django_db
Walks = Callable[[Any], Any]

WORDS = "Potrzeba jest prawdziwa, a plan da się wykonać."
DONE = "Zbiliśmy ławkę pod lipą w dwie soboty. Przyszło trzydzieści osób, a ławka stoi i jest używana codziennie."
PROMISED = [
    ("grants_settled", 2),
    ("distinct_mentees_completed", 1),
    ("study_visits_held", 1),
    ("distinct_participants", 4),
]


@dataclass
class Town:
    """Everybody who takes part, and the programme they take part in."""

    programme: Programme
    walks: Walks
    later: Callable[[timedelta], Any]

    def __post_init__(self) -> None:
        self.staff = self.walks(make_staff(self.programme, name="Anna Wrona"))
        self.keeper = self.walks(make_staff(self.programme, "finance", "Robert Sroka"))
        self.funder = self.walks(make_staff(self.programme, "funder", "Helena Brzozowska"))
        self.chair = self.walks(make_user("Stanisław Cisowski"))
        self.assessors = [self.walks(make_user(f"{name} Topola")) for name in ("Monika", "Piotr")]
        self.applicants = [self.walks(make_user(f"{name} Świerk")) for name in ("Ewa", "Jerzy")]
        self.mentor = self.walks(make_user("Wanda Modrzew"))
        self.mentee = self.walks(make_user("Zuzanna Jaśmin"))

    def activity(self, kind: str) -> Activity:
        """The programme's line of work of this kind."""
        return Activity.objects.get_or_create(
            programme=self.programme, kind=kind, defaults={"code": kind, "name_pl": kind}
        )[0]


@pytest.fixture
def town(walks: Walks, clock_at: Callable[[datetime], Any]) -> Town:
    """A programme that promised four things and planned 12 000 PLN."""
    programme = make_activity("grant_call").programme
    for counted_as, target in PROMISED:
        Indicator.objects.create(
            programme=programme, code=counted_as, name_pl=counted_as, counted_as=counted_as, target=target
        )  # fmt: skip
    return Town(programme, walks, lambda time: clock_at(clock.now() + time))


def letters_to(walker: Any) -> list[str]:
    """The subjects of the letters written to somebody."""
    found = Message.objects.filter(recipient=walker.user).order_by("pk")
    return list(found.values_list("subject", flat=True))


# --- grants --------------------------------------------------------------------------------------


def opens_a_call(town: Town) -> Call:
    """A pool for one grant of 5 000 PLN, not for two."""
    line = make_line(town.programme, "12000.00")
    call = make_call(
        "draft",
        budget_line=line,
        activity=town.activity("grant_call"),
        by=town.staff.user,
        pool="6000.00",
        max_grant="6000.00",
    )
    town.staff.opens(call.get_absolute_url()).follows("Otwórz nabór").presses("Otwórz nabór")
    town.staff.reads("otwarty")
    return Call.objects.get(pk=call.pk)


def applies(town: Town, applicant: Any, call: Call) -> Application:
    """Start, write, read through, submit; the receipt has the number."""
    applicant.opens(reverse("grants:application-start", args=[call.code])).presses(
        "Zacznij wniosek"
    )
    application = fresh(Application.objects.get(author=applicant.user))
    form = posted(application.questions(), typed_answers(call))
    write = {
        **dict(form.lists()),
        "version": application.answers.version,
        "page": "browser",
        "on": "1",
    }
    applicant.posts(applicant.here, write).presses("Wyślij wniosek").reads("wysłany")
    return fresh(application)


def admits(town: Town, application: Application) -> None:
    """The formal card, item by item, then the decision."""
    passed = {f"item-{item.pk}-passed": "yes" for item in application.call.checklist.all()}
    town.staff.opens(reverse("grants:application-check", args=[application.pk]))
    town.staff.presses("Dopuść do oceny", **passed).reads("Dopuszczony")


def asks_for_scores(town: Town, call: Call) -> None:
    """Staff name the committee and let Tandem spread the work."""
    committee = reverse("grants:call-committee", args=[call.code])
    for member, role in [(town.chair, "chair"), *((one, "assessor") for one in town.assessors)]:
        town.staff.opens(committee).presses("Powołaj", email=member.user.email, role=role)
    town.staff.opens(call.get_absolute_url()).follows("Rozpocznij ocenę").presses(
        "Rozpocznij ocenę"
    )
    town.staff.follows("Osoby oceniające").follows("Niech Tandem zaproponuje")
    due = (clock.now() + timedelta(days=10)).strftime("%Y-%m-%dT%H:%M")
    town.staff.presses("Wyślij prośby o ocenę", due_at=due)


def scores(assessor: Any, points: dict[str, str]) -> None:
    """Whatever waits is declared, read and scored; the other assessor's points are nowhere."""
    for number, given in points.items():
        sheet = Assessment.objects.get(assessor=assessor.user, application__number=number)
        assessor.opens("/panel/").follows("Złóż deklarację")
        assessor.opens(sheet.get_absolute_url()).presses("Złóż deklarację", confirmed="on")
        assert WORDS not in assessor.text
        typed = {}
        for criterion in sheet.application.call.criteria.all():
            typed[f"points_{criterion.key}"] = given
            typed[f"comment_{criterion.key}"] = WORDS
        assessor.presses("Oddaj ocenę", **typed).reads("karta jest zamrożona")


def settles_a_grant(town: Town, grantee: Any, application: Application) -> None:
    """Signed, paid, reported with its document, settled."""
    agreement = Agreement.objects.get(application=application)
    address = agreement.get_absolute_url()
    town.staff.opens(address).follows("Zapisz podpisanie").presses(
        "Zapisz podpisanie", scan=SimpleUploadedFile("umowa.pdf", b"%PDF-1.4\n%%EOF\n")
    )
    account = name_account(agreement).get_absolute_url()
    for keeper, sees in [
        (town.staff, "Porównane z dowodem, zgadza się"),
        (town.keeper, "Potwierdź jako druga osoba"),
    ]:
        keeper.opens(account).follows(sees).presses(sees)
    town.staff.opens(address).follows("Zapisz wypłatę").presses("Zapisz wypłatę").reads("wypłacona")
    town.later(timedelta(days=60))
    last_day = agreement.ends_on.isoformat()
    grantee.opens(address).follows("Wpisz dokument")
    grantee.presses(
        "Wpisz dokument",
        number="FV 7/2026",
        issued_on=last_day,
        paid_on=last_day,
        seller_name="Tartak Pod Borem",
        purpose="Deski",
        gross="5000,00",
        line=agreement.budget.lines.get().pk,
        amount="5000,00",
    )
    grantee.follows("Napisz sprawozdanie").presses(
        "Złóż sprawozdanie", done=DONE, participants="30", volunteers="7", things="0"
    ).reads("sprawozdanie złożone")
    town.staff.opens(address).follows("Rozlicz").presses("Rozlicz").reads("rozliczona")


# --- mentoring, a visit --------------------------------------------------------------------------


def pairs_up(town: Town) -> Pairing:
    """Staff propose, the mentor agrees, then the mentee."""
    edition = make_edition("recruiting", activity=town.activity("mentoring"), sessions_due=1)
    for role, walker in [("mentor", town.mentor), ("mentee", town.mentee)]:
        make_enrolment(edition, role, user=walker.user)
    Edition.objects.get(pk=edition.pk).start(by=town.staff.user)
    town.staff.opens(reverse("mentoring:matching", args=[edition.code])).follows("Zuzanna Jaśmin")
    mentor = edition.enrolments.get(role="mentor")
    town.staff.presses("Zaproponuj parę", mentor=mentor.pk, note="Obie lubicie rozmowy na ulicy.")
    pair = Pairing.objects.get()
    town.mentor.opens("/panel/").follows("Powiedz, czy przyjmujesz").reads("rozmowy na ulicy")
    town.mentor.follows("Przyjmuję tę osobę").presses("Przyjmuję tę osobę")
    town.mentee.opens(pair.get_absolute_url()).follows("Chcę pracować w tej parze")
    town.mentee.presses("Chcę pracować w tej parze").reads("pracuje")
    return pair


def meets(town: Town, pair: Pairing) -> None:
    """The mentee writes the meeting down, the mentor says that it was so."""
    town.mentee.follows("Zapisz spotkanie").presses(
        "Zapisz spotkanie", begins="00:00", minutes="75", form="in_person", done="Nazwałyśmy cel."
    )
    town.mentor.opens("/panel/").follows("Potwierdź to spotkanie").follows("Tak, tak było")
    town.mentor.presses("Tak, tak było").reads("potwierdzone")


def reaches_a_milestone(town: Town, pair: Pairing) -> None:
    """Planned, submitted, returned with a reason, corrected, approved."""
    due = (clock.today() + timedelta(days=30)).isoformat()
    town.mentee.opens(pair.get_absolute_url()).follows("Dodaj kamień milowy").presses(
        "Dodaj do planu", title="Rozmowy w szkołach", shown_by="Notatki", due_on=due, required="on"
    )
    town.mentee.follows("Rozmowy w szkołach").follows("Zaczynam pracę").presses("Zaczynam pracę")
    milestone = pair.milestones.get().get_absolute_url()
    for evidence in ("Byłam w jednej szkole.", "Byłam w trzech szkołach."):
        town.mentee.opens(milestone).follows("opis" if "trzech" in evidence else "Napisz, co")
        town.mentee.presses("Zapisz", evidence=evidence)
        town.mentee.follows("Przekaż do zatwierdzenia").presses("Przekaż do zatwierdzenia")
        if "jednej" in evidence:
            town.mentor.opens(milestone).follows("Zwróć z uzasadnieniem")
            town.mentor.presses("Zwróć z uzasadnieniem", note="Brakuje dwóch szkół.")
            town.mentee.opens(milestone).reads("Brakuje dwóch szkół.")
    town.mentor.opens(milestone).follows("Zatwierdź").presses("Zatwierdź").reads("zatwierdzony")
    town.mentor.opens(pair.get_absolute_url()).follows("Zakończ: cel osiągnięty")
    town.mentor.presses("Zakończ: cel osiągnięty").reads("ukończona")


def goes_on_a_visit(town: Town) -> None:
    """The mentee and an applicant apply and get a place; only the mentee comes."""
    visit = make_visit("draft", activity=town.activity("study_visit"), by=town.staff.user)
    page = visit.get_absolute_url()
    town.staff.opens(page).follows("Otwórz nabór").presses("Otwórz nabór")
    guests = [town.mentee, town.applicants[1]]
    for guest in guests:
        guest.opens(visit.get_public_url()).presses(
            "Wyślij zgłoszenie", motivation="Chcę zobaczyć."
        )
        town.staff.opens(page).presses("Przyznaj miejsce")
        guest.opens("/panel/").follows("Powiedz, czy przyjedziesz").follows("Potwierdzam przyjazd")
        guest.presses("Potwierdzam przyjazd").reads("przyjazd potwierdzony")
    for step in ("Zamknij nabór", "Potwierdź wizytę"):
        town.staff.opens(page).follows(step).presses(step)
    town.later(timedelta(days=25))
    town.staff.opens(page).follows("Wizyta się odbyła").presses("Wizyta się odbyła")
    came = visit.registrations.get(person__user=town.mentee.user)
    for day in visit.days:
        town.staff.opens(f"{page}attendance/?day={day}").presses("Zapisz obecność", present=came.pk)
        town.staff.reads("Obecna 1 osoba z 2")


# --- the journey ---------------------------------------------------------------------------------


def test_programme_runs_from_its_call_to_the_funders_report(town: Town) -> None:
    call = opens_a_call(town)
    applications = [applies(town, applicant, call) for applicant in town.applicants]
    for application in applications:
        admits(town, application)
    close(call)
    town.later(timedelta(days=15))
    asks_for_scores(town, call)
    for assessor in town.assessors:
        scores(assessor, {applications[0].number: "5", applications[1].number: "4"})
    town.chair.opens(reverse("grants:call-ranking", args=[call.code])).reads(
        "5 000,00 zł z 6 000,00 zł"
    )
    town.chair.follows("Przejdź do rozstrzygnięcia").presses("Rozstrzygnij: 1 dotacja")
    assert not any("Jest dotacja" in subject for subject in letters_to(town.applicants[0]))
    town.staff.opens(reverse("grants:call-letters", args=[call.code])).follows("Wyślij listy")
    town.staff.presses("Wyślij 2 listy").reads("2 listy są w drodze")
    assert any("Jest dotacja" in subject for subject in letters_to(town.applicants[0]))
    assert any("Lista rezerwowa" in subject for subject in letters_to(town.applicants[1]))
    settles_a_grant(town, town.applicants[0], applications[0])

    pair = pairs_up(town)
    meets(town, pair)
    reaches_a_milestone(town, pair)
    goes_on_a_visit(town)

    # What the report says is what happened: one grant of two, with its money, one mentee, one visit,
    # and one person present, who was at a meeting and on the visit and counts once.
    town.staff.opens(reverse("reporting:report-new", args=[town.programme.code]))
    since = (clock.today() - timedelta(days=300)).isoformat()
    town.staff.presses("Zapisz sprawozdanie", since=since, story="Wszystko się udało.")
    town.staff.reads("1 / 2", "(50,0 %)", "1 / 1", "(100,0 %)", "1 / 4", "(25,0 %)")
    town.staff.reads("Plan 12 000,00 zł", "Wydano 5 000,00 zł", "Zostało 7 000,00 zł")
    town.staff.follows("Złóż sprawozdanie").presses("Złóż sprawozdanie").reads("złożone")
    report = Report.objects.get()
    frozen = report.snapshot
    town.funder.opens("/panel/").follows("Przeczytaj sprawozdanie").reads(
        "Wszystko się udało.", "1 / 4"
    )
    town.funder.follows("Przyjmij sprawozdanie").presses("Przyjmij sprawozdanie").reads("przyjęte")
    assert Report.objects.get().snapshot == frozen
