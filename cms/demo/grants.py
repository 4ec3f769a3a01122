"""The demo's small grants: one call to be decided, one being assessed, one open now, one in preparation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from cms.demo.cast import Cast
from cms.demo.days import days_ago
from cms.demo.ideas import IDEAS, Idea
from finance.models import BudgetLine
from grants.actions.application import save_answers, start_application, submit_application
from grants.actions.call import USUAL_CHECKLIST, create_call, publish_default_form
from grants.actions.formal import Finding, record_findings
from grants.models import Application, Call
from people.models import User
from programmes.actions import give_programme_role
from programmes.models import Programme
from questionnaires.blocks import questions
from questionnaires.forms import Page
from workflows import clock
from workflows.moves import SYSTEM
from workflows.roles import give_role, holders

# Kinds of volunteer work and what an hour counts, as such calls have it (domain.md §2).
RATES = (
    ("simple", "praca prosta", "simple work", 35),
    ("expert", "praca ekspercka", "expert work", 80),
)
PROGRAMME, ACTIVITY = "miedzysektorowa-wspolpraca", "local-initiatives"
CRITERIA = (
    (
        "Potrzeba i pomysł",
        "Need and idea",
        "Czy problem jest prawdziwy i czy pomysł na niego odpowiada?",
        "Is the problem real, and does the idea answer it?",
        10,
        5,
    ),
    (
        "Udział mieszkańców",
        "Residents' part",
        "Co naprawdę zależy od mieszkańców?",
        "What really depends on the residents?",
        10,
        5,
    ),
    (
        "Plan i koszty",
        "Plan and costs",
        "Czy plan da się wykonać, a koszty są rozsądne?",
        "Can the plan be carried out, and are the costs sensible?",
        6,
        None,
    ),
    ("Co zostanie", "What stays", "Co będzie za rok?", "What will there be in a year?", 4, None),
)


def play(cast: Cast, programmes: Mapping[str, Programme]) -> dict[str, Call]:
    """Make the calls with their applications by real moves under a demo clock; return them by code.

    The call `…-1` is left in assessment with its assessors to come: `awards` decides and settles it.
    """
    stage = Stage(cast, programmes[PROGRAMME])
    calls = [stage.first_round(), stage.second_round(), stage.open_now(), stage.in_preparation()]
    return {call.code: call for call in calls}


class Stage:
    """Who plays, and in which programme."""

    def __init__(self, cast: Cast, programme: Programme) -> None:
        self.cast = cast
        self.activity = programme.activities.get(code=ACTIVITY)
        held = holders("staff", programme)
        self.staff: User = held[0] if held else cast.staff[0]
        if not held:
            give_programme_role(programme=programme, user=self.staff, role="staff", by=cast.admin)
        self.form = publish_default_form()
        self.line = BudgetLine.objects.of_programmes(
            Programme.objects.filter(pk=programme.pk)
        ).first()

    def call(self, number: int, *, opens: int, closes: int, **fields: Any) -> Call:
        """A call prepared a week before it opens, at the latest three days ago.

        `opens` and `closes` are days before today.
        """
        titles = ("Konkurs na inicjatywy lokalne", "Call for local initiatives")
        given = {
            "activity": self.activity,
            "code": f"inicjatywy-lokalne-{number}",
            "title_pl": f"{titles[0]}: {fields.pop('pl')}",
            "title_en": f"{titles[1]}: {fields.pop('en')}",
            "summary_pl": "Około 10 000 zł na to, co mieszkańcy chcą zrobić razem w swojej okolicy.",
            "summary_en": "About 10,000 PLN for what residents want to do together where they live.",
            "pool": Decimal("30000.00"),
            "min_grant": Decimal("2000.00"),
            "max_grant": Decimal("10000.00"),
            "who_may_apply": ["informal_group", "ngo"],
            "opens_at": days_ago(opens, 9),
            "closes_at": days_ago(closes, 15),
            "eligible_from": days_ago(closes - 30).date(),
            "eligible_to": days_ago(closes - 150).date(),
            "threshold_total": Decimal(18),
            "shift_limit_single": Decimal(10),
            "shift_limit_cumulative": Decimal(10),
            "de_minimis": True,
            "formal_appeal_days": 3,
            "merit_appeal_days": 5,
            "assessment_due_at": days_ago(closes - 25, 20),
            "questionnaire": self.form,
            "budget_line": self.line,
        } | fields
        with clock.at(days_ago(max(opens + 7, 3))):
            call = create_call(by=self.staff, criteria=criteria(), checklist=checklist(), **given)
        for place, (key, pl, en, rate) in enumerate(RATES):
            call.work_rates.create(
                key=key, title_pl=pl, title_en=en, rate=Decimal(rate), position=place
            )
        give_role(self.cast.chair, "chair", call, by=self.staff)
        return call

    def opened(self, call: Call) -> Call:
        """Open it two days before its opening instant."""
        with clock.at(call.opens_at - timedelta(days=2)):
            call.open_call(by=self.staff)
        return call

    def first_round(self) -> Call:
        """Seven applications long ago: five are admitted, one was rejected, one withdrawn."""
        call = self.opened(
            self.call(
                1,
                opens=236,
                closes=206,
                pl="wiosna",
                en="spring",
                report_days=75,
                interim_report_on=days_ago(125).date(),
                tie_breaks=["criteria", "smaller_amount", "lot"],
                lot_seed_rule_pl="liczby pierwszego losowania Lotto po zamknięciu naboru, rosnąco.",
                lot_seed_rule_en="the numbers of the first Lotto draw after the closing, ascending.",
            )
        )
        authors = self.cast.applicants
        rows = [self.submit(call, authors[n], IDEAS[n], days_ago(220 - n * 2)) for n in range(7)]
        with clock.at(call.closes_at):
            call.close(by=SYSTEM, at=call.closes_at)
        for application in rows[:4]:
            self.admit(application, days_ago(201))
        self.returned_and_corrected(rows[4])
        self.reject(rows[5], days_ago(199))
        with clock.at(days_ago(198)):
            rows[6].withdraw(by=rows[6].author)
        with clock.at(days_ago(195)):
            call.start_assessment(by=self.staff)
        return call

    def second_round(self) -> Call:
        """Three applications that are being assessed now."""
        call = self.opened(
            self.call(2, opens=55, closes=25, pl="jesień", en="autumn", assessors_see_others=True)
        )
        for place, idea in enumerate(IDEAS[7:10]):
            application = self.submit(
                call, self.cast.applicants[6 + place], idea, days_ago(32 - place)
            )
            self.admit(application, days_ago(20))
        with clock.at(call.closes_at):
            call.close(by=SYSTEM, at=call.closes_at)
        with clock.at(days_ago(12)):
            call.start_assessment(by=self.staff)
        return call

    def open_now(self) -> Call:
        """A call that takes applications now, with one in every early state."""
        call = self.opened(self.call(3, opens=19, closes=-16, pl="zima", en="winter"))
        authors = self.cast.applicants
        self.reject(self.submit(call, authors[15], IDEAS[8], days_ago(12)), days_ago(7))
        self.admit(self.submit(call, authors[14], IDEAS[6], days_ago(11)), days_ago(6))
        withdrawn = self.submit(call, authors[16], IDEAS[9], days_ago(10))
        with clock.at(days_ago(9)):
            withdrawn.withdraw(by=withdrawn.author)
        self.give_back(
            self.submit(call, authors[0], IDEAS[0], days_ago(9)), days_ago(3), days_ago(-5, 23)
        )
        self.give_back(
            self.submit(call, authors[13], IDEAS[5], days_ago(8)), days_ago(4), days_ago(-6, 23)
        )
        self.submit(call, authors[11], IDEAS[3], days_ago(5, 20))
        self.submit(call, authors[12], IDEAS[4], days_ago(4, 22))
        self.submit(call, authors[1], IDEAS[1], days_ago(2, 8))
        self.draft(call, authors[0], IDEAS[2], days_ago(3), without=("lasting", "true_statement"))
        self.draft(
            call,
            authors[9],
            IDEAS[10],
            days_ago(6),
            without=("costs", "schedule", "need", "actions"),
        )
        self.draft(call, authors[10], IDEAS[11], days_ago(1), without=("people_reached",))
        return call

    def in_preparation(self) -> Call:
        """A call that nobody but the staff sees yet."""
        return self.call(4, opens=-30, closes=-60, pl="przyszła wiosna", en="next spring")

    def draft(
        self,
        call: Call,
        author: User,
        idea: Idea,
        when: datetime,
        *,
        without: tuple[str, ...] = (),
        more: Mapping[str, Any] | None = None,
    ) -> Application:
        """A draft, as typed in one evening; `without` names what is still missing, `more` what the form asks besides."""
        with clock.at(when):
            application = start_application(call=call, by=author)
            asked = {block.key for block in questions(application.questions())} - {*without}
            known = answers(idea, call, author) | dict(more or {})
            typed = {key: value for key, value in known.items() if key in asked}
            page = Page(application.answers.version, "demo")
            save_answers(application=application, typed=typed, page=page, by=author)
        return Application.objects.select_related("call", "answers", "author").get(
            pk=application.pk
        )

    def submit(self, call: Call, author: User, idea: Idea, when: datetime) -> Application:
        """A complete application, submitted at `when`."""
        application = self.draft(call, author, idea, when - timedelta(days=1))
        return self.hand_in(application, when)

    def hand_in(self, application: Application, when: datetime) -> Application:
        """Submit what is written, at `when`."""
        with clock.at(when):
            submit_application(
                application=application,
                by=application.author,
                at=when,
                seen=application.version,
                answers_seen=application.answers.version,
            )
        return Application.objects.select_related("call", "answers", "author").get(
            pk=application.pk
        )

    def check(self, application: Application, *, failed: int | None = None, note: str = "") -> None:
        """Fill the formal card: everything in order but the item at place `failed`."""
        items = list(application.call.checklist.all())
        findings = {
            item.pk: Finding(place != failed, note if place == failed else "")
            for place, item in enumerate(items)
        }
        record_findings(application=application, findings=findings, by=self.staff)

    def admit(self, application: Application, when: datetime) -> None:
        """Everything is in order."""
        with clock.at(when):
            self.check(application)
            application.admit(by=self.staff)

    def reject(self, application: Application, when: datetime) -> None:
        """The group turned out to be a company."""
        with clock.at(when):
            self.check(application, failed=1, note="Wnioskodawcą jest spółka.")
            grounds = "Wniosek złożyła spółka, a w naborze mogą brać udział tylko organizacje i grupy mieszkańców."
            application.reject_formally(by=self.staff, grounds=grounds)

    def give_back(self, application: Application, when: datetime, due: datetime) -> None:
        """Two things have to be corrected."""
        with clock.at(when):
            self.check(application, failed=2, note="Harmonogram zbyt ogólny.")
            reasons = "1. Harmonogram: podaj daty spotkań.\n2. Kosztorys: napisz, ile kosztuje jedna sztuka."
            application.return_for_correction(by=self.staff, reasons=reasons, due_at=due)

    def returned_and_corrected(self, application: Application) -> None:
        """Returned, corrected in time, admitted."""
        self.give_back(application, days_ago(202), days_ago(196, 23))
        fresh = Application.objects.select_related("call", "answers", "author").get(
            pk=application.pk
        )
        with clock.at(days_ago(199)):
            page = Page(fresh.answers.version, "demo")
            costs = [
                {**row, "name": f"{row['name']} (1 szt.)"} for row in fresh.answers.values["costs"]
            ]
            save_answers(application=fresh, typed={"costs": costs}, page=page, by=fresh.author)
        fresh = Application.objects.select_related("call", "answers", "author").get(
            pk=application.pk
        )
        self.admit(self.hand_in(fresh, days_ago(199, 18)), days_ago(197))


def criteria() -> list[dict[str, Any]]:
    """The merit card: thirty points."""
    return [
        {
            "title_pl": pl,
            "title_en": en,
            "help_pl": help_pl,
            "help_en": help_en,
            "maximum": Decimal(most),
            "threshold": needed and Decimal(needed),
        }
        for pl, en, help_pl, help_en, most, needed in CRITERIA
    ]


def checklist() -> list[dict[str, str]]:
    """The usual formal card."""
    return [{"text_pl": pl, "text_en": en} for pl, en in USUAL_CHECKLIST]


BENEFIT = (
    ["neighbours", "children", "seniors"],
    ["neighbours", "young"],
    ["seniors", "disability"],
    ["neighbours", "newcomers"],
)


def answers(idea: Idea, call: Call, author: User) -> dict[str, Any]:
    """What the author types into the form for `idea`."""
    first = call.eligible_from + timedelta(days=5)
    return {
        **_applicant(author),
        "title": idea.title,
        "starts_on": first.isoformat(),
        "ends_on": (first + timedelta(days=80)).isoformat(),
        "need": idea.need,
        "actions": idea.actions,
        "place": idea.place,
        "people_reached": str(idea.people),
        "who_benefits": BENEFIT[idea.people % len(BENEFIT)],
        "involvement": "Mieszkańcy wybrali ten pomysł na zebraniu i sami go wykonają; terminy ustala grupa na komunikatorze.",
        "local_government": "told",
        "schedule": _schedule(first),
        "costs": [{"name": name, "amount": f"{amount},00"} for name, amount in idea.costs],
        "lasting": "Opiekę przejmuje grupa sąsiedzka; spisaliśmy dyżury na rok.",
        "true_statement": True,
        "no_double_funding": True,
        "data_clause": True,
    }


def _applicant(author: User) -> dict[str, Any]:
    membership = author.person.memberships.select_related("organisation").first()
    if membership is not None and membership.organisation.kind == "ngo":
        return {"applicant_kind": "ngo", "organisation": str(membership.organisation_id)}
    names = [str(author), "Maria Lipka", "Jan Jawor", "Halina Olcha"]
    group = membership.organisation.name if membership else f"Sąsiedzi i {author}"
    return {
        "applicant_kind": "informal_group",
        "group_name": group,
        "group_members": "\n".join(names),
    }


def _schedule(first: date) -> list[dict[str, str]]:
    steps = ("Spotkanie otwierające i podział zadań", "Wspólna praca", "Podsumowanie z sąsiadami")
    return [
        {
            "name": step,
            "starts": (first + timedelta(days=number * 25)).isoformat(),
            "ends": (first + timedelta(days=number * 25 + 20)).isoformat(),
        }
        for number, step in enumerate(steps)
    ]
