"""Which addresses Tandem has for the objects of a scene: every route of ours, with the keys that it is asked with.

A route that nothing here leads to would be walked by nobody and its leaks found by nobody: a test holds
that each gives at least one address in one of the scenes, or stands in UNASKED with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django_filters import BooleanFilter, ChoiceFilter, ModelChoiceFilter

from activities.documents.lists import OF_EVENT, OF_VISIT
from cms.access import our_routes
from grants.models import Submission
from grants.rules.letters import LetterKind
from mentoring.models import Enrolment
from programmes.registries.audiences import audiences
from workflows.models import StoredFile
from workflows.moves import moves_of
from workflows.roles import holders

Key = str | Iterable[Any] | Callable[[Any], Iterable[Any]]


@dataclass(frozen=True)
class About:
    """What an address is about, and where its keys come from: an attribute, fixed words, or what a function gives."""

    label: str
    keys: dict[str, Key] = field(default_factory=dict)


def about(label: str, **keys: Key) -> About:
    return About(label, keys)


def of_call(call: Any) -> list[int]:
    return list(call.applications.values_list("pk", flat=True))


def assessors_of(call: Any) -> list[int]:
    return [one.pk for one in holders("assessor", call)]


def signatories_of(document: Any) -> list[int]:
    return list(document.signatories.values_list("pk", flat=True))


def workers_of(agreement: Any) -> list[int]:
    return list(agreement.volunteering.values_list("person", flat=True))


def outside_hours_of(enrolment: Any) -> list[int]:
    return list(enrolment.person.outside_hours.values_list("pk", flat=True))


def indicators_of(obj: Any) -> list[str]:
    programme = getattr(obj, "programme", obj)
    return list(programme.indicators.values_list("code", flat=True))


def lines_of(obj: Any) -> list[int]:
    programme = getattr(obj, "programme", obj)
    lines = apps.get_model("finance.BudgetLine").objects
    return list(lines.filter(budget__programme=programme).values_list("pk", flat=True))


def blocks_of(form: Any) -> list[str]:
    blocks = form.versions.order_by("number").last().blocks
    return [block["key"] for block in blocks][:2]


CODES = ["pdf", "docx", "zip", "xlsx", "csv"]
CALL_CHAPTERS = ["opening", "money", "judging", "duties"]
PROGRAMME = "programmes.Programme"
PAIR = "mentoring.Pairing"
AGREEMENT = "grants.Agreement"
EDITION = "mentoring.Edition"
SIDES = ["mentor", "mentee"]
VISIT = "activities.StudyVisit"

#: What the addresses below a prefix are about; the longest prefix of a route's name decides.
ABOUT = {
    "grants:call": about("grants.Call", chapter=CALL_CHAPTERS),
    "grants:call-letter": about("grants.Call", pk=of_call),
    "grants:call-letters": about("grants.Call"),
    "grants:call-letter-text": about("grants.Call", kind=LetterKind.values, language=["pl", "en"]),
    "grants:call-topics-of": about("grants.Call", pk=assessors_of),
    "grants:callquestion": about("grants.CallQuestion"),
    "grants:question": about("grants.CallQuestion"),
    "grants:ranking-change": about("grants.Call", pk=of_call),
    "grants:application": about("grants.Application", form=["pdf", "zip"]),
    "grants:application-start": about("grants.Call"),
    "grants:assessment": about("grants.Assessment", number=[1, 2, 3]),
    "grants:meeting": about("grants.Meeting"),
    "grants:minutes": about("grants.Minutes", kind=["docx", "pdf"]),
    "grants:appeal": about("grants.Appeal"),
    "grants:offer": about("grants.ReserveOffer"),
    "grants:reserveoffer": about("grants.ReserveOffer"),
    "grants:patronage": about("grants.Patronage"),
    "grants:co-author": about("grants.CoAuthor"),
    "grants:coauthor": about("grants.CoAuthor"),
    "grants:agreement": about(AGREEMENT, kind=["docx", "pdf"], form=["pdf", "zip"]),
    "grants:agreement-template": about("grants.Call"),
    "grants:annex-template": about("grants.Call"),
    "grants:account": about("grants.BankAccount"),
    "grants:account-new": about(AGREEMENT),
    "grants:bankaccount": about("grants.BankAccount"),
    "grants:change": about("grants.BudgetChange"),
    "grants:change-new": about(AGREEMENT),
    "grants:annex": about("grants.Annex", kind=["docx", "pdf"], party=signatories_of),
    "grants:annex-new": about(AGREEMENT),
    "grants:aid": about("grants.DeMinimisAid"),
    "grants:aid-new": about(AGREEMENT),
    "grants:deminimisaid": about("grants.DeMinimisAid"),
    "grants:budgetchange": about("grants.BudgetChange"),
    "grants:cuts": about(AGREEMENT),
    "grants:settlement": about(AGREEMENT),
    "grants:signature": about(AGREEMENT, party=signatories_of),
    "grants:report": about(AGREEMENT),
    "grants:register": about(AGREEMENT),
    "grants:register-entry": about("grants.RegisterEntry"),
    "grants:register-correct": about("grants.RegisterEntry"),
    "grants:registerentry": about("grants.RegisterEntry"),
    "grants:volunteering": about(AGREEMENT, person=workers_of),
    "grants:volunteerwork": about("grants.VolunteerWork"),
    "grants:interim": about("grants.InterimReport"),
    "grants:inspection": about("grants.Inspection", kind=["docx", "pdf"]),
    "grants:inspection-new": about(AGREEMENT),
    "grants:recommendation": about("grants.Recommendation"),
    "grants:handover": about("grants.Handover"),
    "grants:handover-new": about(AGREEMENT),
    "grants_public:": about("grants.Call"),
    "finance:budget": about("finance.Budget"),
    "finance:line-new": about("finance.Budget"),
    "finance:expense": about("finance.ExpenseDocument"),
    "finance:payment": about("finance.PaymentOrder"),
    "finance:paymentorder": about("finance.PaymentOrder"),
    "finance:transfer": about("finance.TransferFile"),
    "finance:transfer-new": about(PROGRAMME),
    "finance:statement": about("finance.BankStatement"),
    "finance:statement-new": about(PROGRAMME),
    "finance:programme-budget": about(PROGRAMME),
    "finance:partner-budget": about("programmes.Partner", code="programme.code"),
    "finance:payer": about(PROGRAMME),
    "people:person": about("people.Person"),
    "people:organisation": about("people.Organisation"),
    "people:merge": about("people.MergeRecord"),
    "people:handover": about("people.HandOver"),
    "people:handover-new": about("people.Person"),
    "people:consent": about("people.Consent"),
    "people:request": about("people.DataRequest"),
    "people:request-new": about("people.Person"),
    "people:datarequest": about("people.DataRequest"),
    "people:clause": about("people.ConsentClause"),
    "programmes:": about(PROGRAMME),
    "programmes:filter": about("programmes.SavedFilter"),
    "programmes:letter": about("programmes.GroupLetter"),
    "programmes:groupletter": about("programmes.GroupLetter"),
    "programmes:letter-new": about(PROGRAMME, to=audiences.names()),
    "programmes:partner": about("programmes.Partner", code="programme.code"),
    "programmes:partner-new": about(PROGRAMME),
    "programmes:partners": about(PROGRAMME),
    "programmes:activity": about("programmes.Activity", code="programme.code"),
    "programmes:activity-new": about(PROGRAMME),
    "programmes:indicator": about("programmes.Indicator", code="programme.code"),
    "programmes:indicator-new": about(PROGRAMME),
    "programmes:indicators": about(PROGRAMME),
    "reporting:programme": about(PROGRAMME, indicator=indicators_of, line=lines_of),
    "reporting:report": about("reporting.Report", indicator=indicators_of, line=lines_of),
    "reporting:report-new": about(PROGRAMME),
    "questionnaires:": about("questionnaires.Questionnaire", number=[1], key=blocks_of),
    "activities:registration": about("activities.Registration"),
    "activities:presence": about("activities.Registration", token="presence_token"),
    "activities:claim": about("activities.TravelClaim"),
    "activities:travelclaim": about("activities.TravelClaim"),
    "activities:advance": about("activities.Advance"),
    "activities:takeaway": about("activities.Takeaway"),
    "activities:event": about("activities.Event", paper=list(OF_EVENT), form=CODES),
    "activities:visit": about(VISIT, paper=list(OF_VISIT), form=CODES),
    "activities:studyvisit": about(VISIT),
    "activities_public:event": about("activities.Event"),
    "activities_public:visit": about(VISIT),
    "mentoring:contract": about("mentoring.Enrolment"),
    "mentoring:outside-hours": about("mentoring.Enrolment", hours=outside_hours_of),
    "mentoring:edition": about(EDITION),
    "mentoring:matching": about(EDITION),
    "mentoring:match-run": about("mentoring.MatchRun", code="edition.code"),
    "mentoring:match-runs": about(EDITION),
    "mentoring:match-pair": about("mentoring.MatchRun", code="edition.code"),
    "mentoring:template": about(EDITION),
    "mentoring:template-take": about(PAIR),
    "mentoring:candidate": about(EDITION, side=SIDES),
    "mentoring:people": about(EDITION, side=SIDES),
    "mentoring:selecting": about("mentoring.Enrolment"),
    "mentoring:mentor-offer": about("mentoring.MentorOffer"),
    "mentoring:mentor-offer-new": about("mentoring.MentorOffer", code="edition.code"),
    "mentoring:mentoroffer": about("mentoring.MentorOffer"),
    "mentoring:deputy": about("mentoring.Deputy"),
    "mentoring:deputy-new": about(PAIR),
    "mentoring:wishes": about("mentoring.Enrolment"),
    "mentoring:enrolment": about("mentoring.Enrolment"),
    "mentoring:supervision": about("mentoring.Supervision"),
    "mentoring:supervision-new": about(EDITION),
    "mentoring:followup": about("mentoring.Followup"),
    "mentoring:followup-new": about(PAIR),
    "mentoring:request": about("mentoring.MentorRequest"),
    "mentoring:request-new": about(PAIR),
    "mentoring:mentorrequest": about("mentoring.MentorRequest"),
    "mentoring:plannedmeeting": about("mentoring.PlannedMeeting"),
    "mentoring:sessionlog": about("mentoring.SessionLog"),
    "mentoring:pair": about(PAIR),
    "mentoring:agreement": about("mentoring.PairAgreement"),
    "mentoring:agreement-offer": about(PAIR),
    "mentoring:pairagreement": about("mentoring.PairAgreement"),
    "mentoring:change": about(PAIR),
    "mentoring:certificate": about(PAIR, role=["mentor", "mentee"]),
    "mentoring:goal": about(PAIR),
    "mentoring:inquiry": about("mentoring.Inquiry"),
    "mentoring:milestone": about("mentoring.Milestone"),
    "mentoring:milestone-new": about(PAIR),
    "mentoring:meeting": about("mentoring.PlannedMeeting"),
    "mentoring:meeting-new": about(PAIR),
    "mentoring:log": about("mentoring.SessionLog"),
    "mentoring:log-new": about(PAIR),
    "mentoring:apply": about("mentoring.EnrolmentDraft"),
    "mentoring:mentor-leave": about("mentoring.Enrolment"),
    "mentoring:places": about("mentoring.Enrolment"),
    "mentoring_public:edition": about(EDITION),
    "mentoring_public:recruitment": about(EDITION, side=SIDES),
    "workflows:mail": about("workflows.Message"),
}  # fmt: skip
#: What no scene can lead to: a visitor's own secret in the address, or a page without anybody's words.
UNASKED = {
    "cms:first-administrator": "the way into an empty installation; there are people here",
    "cms:dev-mail-message": "the mail that a developer's machine keeps",
    "people:invitation": "its token is only in the letter to the invited",
    "workflows:stop-letters": "its token is only in the head of a letter to its reader",
    "activities_public:place-certificate": "its token is only in the letters of that place",
    "activities_public:place": "its token is only in the letters of that place",
    "mentoring_public:certificate": "its token stands on the paper of the one who shows it",
}
FEW = 3  # objects of another room that are asked about; the first persons and letters are the scene's own
ROOMS_ASKED_WHOLE = ("grants", "mentoring", "activities")
#: What besides its filter a page is asked for; `as=` stands in the address of every file of a list.
QUERIES = {
    "grants:application-export": ["as=csv", "as=xlsx"],
    "grants:call-ranking-export": ["as=csv", "as=xlsx"],
    "grants:call-ranking": ["pool=1", "pool=9999999"],
    "grants:call-letters": ["show=unready", "show=left", "show=gone"],
    "grants:call-paper-sheets": ["as=xlsx"],
    "grants:call-board": ["admitted=2"],
    "mentoring:edition-hours": ["as=csv", "as=xlsx"],
    "mentoring:followup-new": ["signal=low_pulse", "signal=silence"],
    "workflows:mails": ["status=failed", "status=waiting", "status=sent", "status=daily"],
}
Kwargs = dict[str, Any]


def addresses() -> Iterator[tuple[str, str]]:
    """Route and address for every object of the scene that an address may be about."""
    for route, found in our_routes().items():
        names = re.findall(r"<(?:\w+:)?(\w+)>", found.path)
        for kwargs in _all_of(route, found.pattern, names):
            try:
                yield route, reverse(route, kwargs=kwargs)
            except NoReverseMatch:
                continue


def unasked() -> list[str]:
    """The routes that one can GET and to which no address of the scene leads."""
    asked = {route for route, _url in addresses()}
    return sorted(
        route for route, found in our_routes().items() if route not in asked and _reads(found)
    )


def _reads(found: Any) -> bool:
    view = getattr(found.pattern.callback, "view_class", None)
    return view is None or hasattr(view, "get")


def _all_of(route: str, pattern: Any, names: list[str]) -> Iterator[Kwargs]:
    if not names:
        yield {}
    elif route == "grants_public:receipt":
        yield from ({"token": one.receipt_token} for one in Submission.objects.all())
    elif route.startswith("mentoring:timesheet"):
        yield from _months()
    elif "key" in names and route.startswith("workflows:file"):
        yield from ({"key": one.key} for one in StoredFile.objects.all())
    elif "app_label" in names:
        yield from _around()
    else:
        yield from _of_objects(route, pattern, names)


def _around() -> Iterator[Kwargs]:
    """Every object with a lifecycle: what is said around it, and what lies beside it."""
    for room in ROOMS_ASKED_WHOLE:
        for model in apps.get_app_config(room).get_models():
            if hasattr(model, "path"):
                for obj in model._default_manager.all():
                    yield {"app_label": room, "model": model._meta.model_name, "pk": obj.pk}


def _months() -> Iterator[Kwargs]:
    for mentor in Enrolment.objects.filter(role="mentor"):
        for pair in mentor.pairings_as_mentor.all():
            for log in pair.session_logs.all():
                yield {"pk": mentor.pk, "year": log.held_on.year, "month": log.held_on.month}


def _of_objects(route: str, pattern: Any, names: list[str]) -> Iterator[Kwargs]:
    prefixes = sorted((each for each in ABOUT if route.startswith(each)), key=len)
    if not prefixes:
        return
    known = ABOUT[prefixes[-1]]
    model = apps.get_model(known.label)
    rows = model._default_manager.order_by("pk")
    for obj in rows if route.startswith(ROOMS_ASKED_WHOLE) else rows[:FEW]:
        choices = [_values(name, obj, known) for name in names]
        for chosen in product(*choices):
            yield dict(zip(names, chosen, strict=True))


def _values(name: str, obj: Any, known: About) -> list[Any]:
    if name == "move":
        return [move.name for move in moves_of(type(obj)) if move.leaves(obj.state)]
    wanted = known.keys.get(name, name)
    if isinstance(wanted, str):
        return [attrgetter(wanted)(obj)]
    return list(wanted(obj)) if callable(wanted) else list(wanted)


def questions(only: str = "") -> Iterator[tuple[str, str]]:
    """Route and address with every value of every filter, in every order, and of every kind of file."""
    found = our_routes()
    for route, url in addresses():
        if not route.startswith(only):
            continue
        view = getattr(found[route].pattern.callback, "view_class", None)
        for query in [*QUERIES.get(route, ()), *_asked_by(getattr(view, "filterset_class", None))]:
            yield route, f"{url}?{query}"


def _asked_by(filterset: Any) -> Iterator[str]:
    for name, one in getattr(filterset, "base_filters", {}).items():
        if isinstance(one, ModelChoiceFilter):
            rows = one.extra["queryset"].model._default_manager.order_by("pk")
            yield from (f"{name}={row.pk}" for row in rows[:FEW])
        elif isinstance(one, ChoiceFilter):
            yield from (f"{name}={value}" for value, _label in one.extra["choices"])
        elif isinstance(one, BooleanFilter):
            yield f"{name}=on"
