"""For each address with a parameter: the object of the demo that it is asked about.

Where somebody has an object of their own, it is that one: applicant@'s application and grant, the
pair of mentor@ and mentee@, assessor@'s sheet; else one of the programme that staff@ runs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from cms.access import our_routes
from cms.first_steps import link_for_first_administrator
from tests.contracts.world.access import Finder, account, first
from workflows.stopping import token_for

Finds = Callable[[], Any]
PROGRAMME = "miedzysektorowa-wspolpraca"


def of_programme(label: str) -> Finds:
    """The first such part of the programme with grants."""
    return lambda: first(label, programme__code=PROGRAMME)


def programme() -> Any:
    return first("programmes.Programme", code=PROGRAMME)


def person() -> Any:
    """The applicant's record."""
    return first("people.Person", user=account("applicant"))


def data_request() -> Any:
    """What the applicant asked about their data."""
    return first("people.DataRequest", person=person(), state="asked")


def draft() -> Any:
    return first("grants.Application", author=account("applicant"), state="draft")


def invited() -> Any:
    """Somebody in the applicant's draft."""
    return first("grants.CoAuthor", application=draft())


def patron() -> Any:
    """The question that the applicant answers for an organisation."""
    return first("grants.Patronage", user=account("applicant"))


def returned() -> Any:
    return first("grants.Application", author=account("applicant"), state="returned")


def call() -> Any:
    return first("grants.Call", state="assessment")


def letter_left() -> dict[str, Any]:
    waiting = first("grants.Application", call__state="decided", state="admitted")
    return {"code": waiting.call.code, "pk": waiting.pk}


def sheet() -> Any:
    return first("grants.Assessment", assessor=account("assessor"), state="in_progress")


def grant() -> Any:
    return first("grants.Agreement", application__author=account("applicant"))


def offer() -> Any:
    """What the applicant is offered from the reserve list."""
    return first("grants.ReserveOffer", application__author=account("applicant"))


def initiative() -> Any:
    """The applicant's local initiative that is being carried out."""
    return first("grants.Agreement", application__author=account("applicant"), state="carried")


def checked() -> Any:
    """The check of the applicant's grant whose protocol is signed."""
    return first("grants.Inspection", agreement=grant(), state="signed")


def share() -> Any:
    return first("finance.ExpenseShare", line__budget__about_id=grant().pk)


def entry() -> Any:
    return first("grants.RegisterEntry", agreement=grant(), state="entered")


def work() -> Any:
    return first("grants.VolunteerWork", agreement=grant(), state="entered")


def interim() -> Any:
    return first("grants.InterimReport", agreement=grant())


def pair() -> Any:
    return first("mentoring.Pairing", mentee__person__user=account("mentee"))


def completed() -> Any:
    return first("mentoring.Pairing", state="completed")


def milestone() -> Any:
    return first("mentoring.Milestone", pairing=pair(), state="returned")


def meeting() -> Any:
    return first("mentoring.SessionLog", pairing=pair())


def planned() -> Any:
    return first("mentoring.PlannedMeeting", pairing=pair(), state="planned")


def followup() -> Any:
    return first("mentoring.Followup", state="open")


def request() -> Any:
    """What the mentee's account asked in confidence."""
    return first("mentoring.MentorRequest", pairing=pair(), state="asked")


def pair_agreement() -> Any:
    """The mentor accepted it, the mentee still reads it."""
    return first("mentoring.PairAgreement", pairing=pair())


def inquiry() -> Any:
    """The first self-assessment of the mentee's account."""
    return first("mentoring.Inquiry", pairing=pair(), kind="before")


def supervision() -> Any:
    """One that is still to come, of the edition at work."""
    return first("mentoring.Supervision", state="planned")


def mentor_month() -> dict[str, Any]:
    """The month in which the pair of the mentor's account met last."""
    held = first("mentoring.SessionLog", pairing=pair(), state="confirmed")
    return {"pk": pair().mentor_id, "year": held.held_on.year, "month": held.held_on.month}


def hours_elsewhere() -> dict[str, Any]:
    """What the mentor of the demo stated for a project elsewhere."""
    stated = first("mentoring.OutsideHours", person=pair().mentor.person)
    return {"pk": pair().mentor_id, "hours": stated.pk}


def committee_meeting() -> Any:
    """The one that is over."""
    return first("grants.Meeting", state="closed")


def minutes() -> Any:
    """Those that are out to be signed."""
    return first("grants.Minutes", state="to_sign")


def mentor_offer() -> Any:
    """What the applicant's account was offered beside a grant."""
    return first("mentoring.MentorOffer", person__user=account("applicant"), state="offered")


def mentor_for_project() -> dict[str, Any]:
    offer = mentor_offer()
    return {"code": offer.edition.code, "project": offer.project}


def edition() -> Any:
    return first("mentoring.Edition", state="recruiting")


def run() -> dict[str, Any]:
    made = first("mentoring.MatchRun", edition=edition())
    return {"code": made.edition.code, "pk": made.pk}


def enrolment() -> Any:
    return first("mentoring.Enrolment", state="applied")


def mentoring_draft() -> Any:
    """What the applicant began and has not sent."""
    return first("mentoring.EnrolmentDraft", person__user=account("applicant"))


def event() -> Any:
    return first("activities.Event", state="announced")


def visit() -> Any:
    return first("activities.StudyVisit", state="recruiting")


def registration() -> Any:
    return first("activities.Registration", state="applied")


def confirmed_visit() -> Any:
    return first("activities.StudyVisit", state="confirmed")


def place() -> Any:
    """The mentee's place on the visit that is about to begin."""
    return first("activities.Registration", visit=confirmed_visit(), person__user=account("mentee"))


def was_there() -> Any:
    return first("activities.Registration", event__state="closed", state="attended")


def held_visit() -> Any:
    return first("activities.StudyVisit", state="held")


def advance() -> Any:
    return first("activities.Advance", state="proposed")


def ticket() -> Any:
    return first("activities.BoughtTicket", registration__visit=confirmed_visit())


def takeaway() -> Any:
    """What the mentee will apply at home, still to be written."""
    return first("activities.Takeaway", registration__person__user=account("mentee"), state="asked")


def travelled() -> Any:
    return first("activities.Registration", travel_claim__state="returned")


def claim() -> Any:
    return first("activities.TravelClaim", state="submitted")


def report() -> Any:
    return first("reporting.Report", programme__code=PROGRAMME, state="submitted")


def form() -> Any:
    """The form that the programme of staff@ owns."""
    return first("questionnaires.Questionnaire", owner_id=programme().pk)


def version() -> dict[str, Any]:
    return {"code": form().code, "number": 1}


def document() -> Any:
    return first("workflows.StoredFile", about_id=report().pk, purpose="report")


def photo() -> Any:
    """A photo that staff attached to a visit."""
    return first("workflows.StoredFile", name="wizyta-1.png")


def kept_mail() -> dict[str, Any]:
    """A message that the development installation kept."""
    folder = Path(settings.TANDEM_MAIL_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1.eml").write_text("Subject: Kod\nTo: ala@example.org\n\nDzień dobry\n")
    return {"number": "1"}


def question() -> Any:
    return first("grants.CallQuestion", state="asked")


def line() -> Any:
    return of_programme("finance.Budget")().lines.first()


def pk(finds: Finds, **more: Any) -> Finder:
    return lambda: {"pk": finds().pk, **more}


def code(finds: Finds, **more: Any) -> Finder:
    return lambda: {"code": finds().code, **more}


def about(finds: Finds) -> Finder:
    """The words by which the engine's own addresses name an object."""

    def kwargs() -> dict[str, Any]:
        obj = finds()
        return {
            "app_label": obj._meta.app_label,
            "model": obj._meta.model_name,
            "pk": obj.pk,
        }

    return kwargs


def part(label: str) -> Finder:
    return lambda: {"code": PROGRAMME, "pk": of_programme(label)().pk}


#: The object that the addresses below a prefix are about.
BY_PREFIX: dict[str, Finder] = {
    "programmes:partner": part("programmes.Partner"),
    "programmes:activity": part("programmes.Activity"),
    "programmes:indicator": part("programmes.Indicator"),
    "programmes:filter": pk(lambda: first("programmes.SavedFilter")),
    "programmes:letter-new": lambda: {"to": "grants.applicants"},
    "programmes:letter": pk(lambda: first("programmes.GroupLetter", state="draft")),
    "programmes:": code(programme),
    "reporting:report": pk(report),
    "reporting:programme": code(programme),
    "finance:budget": pk(of_programme("finance.Budget")),
    "finance:expense": pk(lambda: first("finance.ExpenseDocument")),
    "finance:payment": pk(of_programme("finance.PaymentOrder")),
    "grants:call-parties": code(lambda: first("grants.Call", is_blind=True)),
    "grants:call-topics-of": lambda: {"code": call().code, "pk": account("assessor").pk},
    "grants:call-chapter": code(call, chapter="duties"),
    "grants:call": code(call),
    "grants:application": pk(draft),
    "grants:assessment": pk(sheet),
    "grants:agreement": pk(grant),
    "grants:account-new": pk(grant),
    "grants:change-new": pk(grant),
    "grants:aid-new": pk(grant),
    "grants:cuts": pk(grant),
    "grants:settlement": pk(grant),
    "grants:annex-new": pk(grant),
    "grants:report": pk(grant),
    "grants_public:": code(lambda: first("grants.Call", state="open")),
    "mentoring:pairing": pk(pair),
    "mentoring:certificate": pk(completed, role="mentee"),
    "mentoring:followup-new": pk(pair),
    "mentoring:followup": pk(followup),
    "mentoring:request-new": pk(pair),
    "mentoring:mentor-offer": pk(mentor_offer),
    "mentoring:mentor-offer-new": mentor_for_project,
    "mentoring:request": pk(request),
    "mentoring:agreement": pk(pair_agreement),
    "mentoring:change": pk(pair),
    "mentoring:inquiry": pk(inquiry),
    "mentoring:timesheet": mentor_month,
    "mentoring:timesheet-paper": mentor_month,
    "mentoring:outside-hours": pk(lambda: pair().mentor),
    "mentoring:outside-hours-back": hours_elsewhere,
    "mentoring:contract": pk(lambda: pair().mentor),
    "mentoring:edition-hours": code(lambda: pair().edition),
    "mentoring:supervision-new": code(edition),
    "mentoring:supervision": pk(supervision),
    "mentoring:deputy-new": pk(pair),
    "mentoring:template": code(edition),
    "mentoring:goal": pk(pair),
    "mentoring:milestone": pk(milestone),
    "mentoring:log": pk(meeting),
    "mentoring:meeting": pk(planned),
    "mentoring:edition": code(edition),
    "mentoring:edition-visits": code(edition),
    "mentoring:matching": code(edition),
    "mentoring:match-runs": code(edition),
    "mentoring:match-run": run,
    "mentoring:match-pair": run,
    "mentoring:wishes": pk(lambda: pair().mentee),
    "mentoring:places": pk(lambda: pair().mentor),
    "mentoring:mentor-leave": pk(lambda: pair().mentor),
    "mentoring:enrolment": pk(enrolment),
    "mentoring:apply": pk(mentoring_draft),
    "mentoring:candidate": lambda: {"code": edition().code, "side": "mentee"},
    "mentoring:people": lambda: {"code": edition().code, "side": "mentee"},
    "mentoring:selecting": pk(enrolment),
    "mentoring_public:certificate": lambda: {"token": completed().certificates()[1].token},
    "mentoring_public:recruitment": lambda: {"code": edition().code, "side": "mentee"},
    "mentoring_public:": code(edition),
    "activities:registration": pk(registration),
    "activities:registration-points": pk(registration),
    "activities:registration-travel": pk(travelled),
    "activities:registration-needs": pk(place),
    "activities:registration-letter": pk(place),
    "activities:presence": lambda: {"token": place().presence_token},
    "activities_public:place-certificate": lambda: {"token": was_there().place_token},
    "activities_public:place": lambda: {"token": place().place_token},
    "activities:claim": pk(claim),
    "activities:event-paper": code(event, paper="signatures", form="pdf"),
    "activities:takeaway": pk(takeaway),
    "activities:visit-before": code(confirmed_visit),
    "activities:advance": pk(advance),
    "activities:visit-money": code(confirmed_visit),
    "activities:visit-limit": code(confirmed_visit),
    "activities:visit-advance-new": code(confirmed_visit),
    "activities:visit-ticket-new": code(confirmed_visit),
    "activities:visit-ticket-back": lambda: {"code": confirmed_visit().code, "pk": ticket().pk},
    "activities:visit-after": code(held_visit),
    "activities:visit-evaluation": code(held_visit),
    "activities:visit-report-paper": code(held_visit),
    "activities:visit-paper": code(confirmed_visit, paper="host", form="xlsx"),
    "activities:event": code(event),
    "activities:visit": code(visit),
    "activities_public:event": code(event),
    "activities_public:visit": code(visit),
    "questionnaires:version": version,
    "questionnaires:preview": version,
    "questionnaires:file": version,
    "questionnaires:": code(form),
    "people:person": pk(person),
    "people:organisation": pk(lambda: first("people.Organisation")),
}

OBJECTS: dict[str, Finder] = {
    "cms:first-administrator": lambda: {
        "token": link_for_first_administrator().rstrip("/").rsplit("/", 1)[1]
    },
    "cms:dev-mail-message": kept_mail,
    "workflows:mail-text": lambda: {"template": "mentoring/milestone_approved", "language": "pl"},
    "workflows:mail": pk(lambda: first("workflows.Message")),
    "workflows:comment": about(pair),
    "workflows:file-add": about(milestone),
    "workflows:file": lambda: {"key": document().key},
    "workflows:file-open": lambda: {"key": document().key},
    "workflows:file-small": lambda: {"key": photo().key},
    "workflows:upload": lambda: {"key": UUID(int=0)},  # the demo has none under way
    "workflows:file-remove": lambda: {"key": document().key},
    "people:merge": lambda: {"pk": 1},
    "people:merge-undo": lambda: {"pk": 1},
    "people:tell-apart": lambda: {"pk": person().pk, "other": account("mentee").person.pk},
    "people:handover-new": pk(person),
    "people:handover": pk(lambda: first("people.HandOver")),
    "people:handover-move": pk(lambda: first("people.HandOver"), move="end"),
    "people:request-new": pk(person),
    "people:request": pk(data_request),
    "people:request-copy": pk(data_request),
    "people:datarequest-move": pk(data_request, move="withdraw"),
    "people:membership-leave": pk(lambda: first("people.Membership")),
    "people:clause-next": lambda: {"key": "letters"},
    "people:consent-withdraw": pk(lambda: first("people.Consent", person=person())),
    "people:my-consent": pk(lambda: first("people.ConsentClause")),
    "people:invitation": lambda: {"token": "not-a-token"},
    "questionnaires:block": code(form, key="photos"),
    "programmes:role-end": lambda: {
        "code": PROGRAMME,
        "pk": first("workflows.RoleGrant", user=account("staff"), about_id=programme().pk).pk,
    },
    "programmes:partner-new": code(programme),
    "programmes:partners": code(programme),
    "programmes:activity-new": code(programme),
    "programmes:activities": code(programme),
    "programmes:indicator-new": code(programme),
    "programmes:indicators": code(programme),
    "programmes:groupletter-move": pk(
        lambda: first("programmes.GroupLetter", state="draft"), move="drop"
    ),
    "programmes:programme-move": pk(programme, move="complete"),
    "reporting:report-new": code(programme),
    "reporting:report-move": pk(report, move="accept"),
    "reporting:report-figure": pk(report, indicator="participants"),
    "reporting:report-line": lambda: {"pk": report().pk, "line": line().pk},
    "reporting:programme-figure": code(programme, indicator="participants"),
    "reporting:programme-line": lambda: {"code": PROGRAMME, "line": line().pk},
    "finance:paymentorder-move": pk(of_programme("finance.PaymentOrder"), move="record_paid"),
    "finance:programme-budget": code(programme),
    "finance:partner-budget": part("programmes.Partner"),
    "finance:transfer": pk(of_programme("finance.TransferFile")),
    "finance:transfer-new": code(programme),
    "finance:statement": pk(of_programme("finance.BankStatement")),
    "finance:statement-new": code(programme),
    "finance:payer": code(programme),
    "finance:line-new": pk(of_programme("finance.Budget")),
    "grants:application-receipt": pk(returned),
    "grants:application-as-sent": pk(returned),
    "grants:application-appeal": pk(returned),
    "grants:question": pk(question),
    "grants:callquestion-move": pk(question, move="publish"),
    "grants:appeal": pk(lambda: first("grants.Appeal")),
    "grants:appeal-move": pk(lambda: first("grants.Appeal"), move="uphold"),
    "grants:call-reserve": code(lambda: first("grants.Call", state="decided")),
    "grants:meeting": pk(committee_meeting),
    "grants:meeting-screen": pk(committee_meeting),
    "grants:meeting-record": pk(committee_meeting),
    "grants:meeting-move": pk(lambda: first("grants.Meeting", state="called"), move="open_meeting"),
    "grants:minutes": pk(minutes),
    "grants:minutes-course": pk(minutes),
    "grants:minutes-paper": pk(minutes, kind="pdf"),
    "grants:minutes-move": pk(minutes, move="send_back"),
    "grants:call-letter": lambda: {
        "code": call().code,
        "pk": first("grants.Application", call=call(), state="admitted").pk,
    },
    "grants:call-letter-send": letter_left,
    "grants:call-send-letters": lambda: {"code": letter_left()["code"]},
    "grants:call-letter-text": lambda: {"code": call().code, "kind": "funded", "language": "pl"},
    "grants:ranking-change": lambda: {
        "code": call().code,
        "pk": first("grants.Application", call=call(), state="admitted").pk,
    },
    "workflows:stop-letters": lambda: {
        "what": "news",
        "token": token_for(account("applicant"), "news"),
    },
    "grants_public:receipt": lambda: {"token": returned().latest_submission.receipt_token},
    "grants:call-rehearsal": code(lambda: first("grants.Call", state="draft")),
    "grants:call-more-time": code(lambda: first("grants.Call", state="open")),
    "grants:application-patron": pk(draft),
    "grants:application-dossier": pk(returned, form="pdf"),
    "grants:agreement-dossier": pk(grant, form="zip"),
    "grants:application-reuse": pk(draft),
    "grants:patronage": pk(patron),
    "grants:patronage-move": pk(patron, move="decline"),
    "grants:co-author": pk(invited),
    "grants:coauthor-move": pk(invited, move="take_off"),
    "grants:application-check": pk(lambda: first("grants.Application", state="submitted")),
    "grants:application-start": code(lambda: first("grants.Call", state="open")),
    "grants:application-move": pk(draft, move="withdraw"),
    "grants:assessment-file": pk(sheet, number=1),
    "grants:assessment-move": pk(sheet, move="submit"),
    "grants:agreement-move": pk(grant, move="sign"),
    "grants:aid": pk(lambda: first("grants.DeMinimisAid", agreement=grant())),
    "grants:deminimisaid-move": pk(
        lambda: first("grants.DeMinimisAid", agreement=grant()), move="cancel"
    ),
    "grants:change": pk(lambda: first("grants.BudgetChange", agreement=grant())),
    "grants:budgetchange-move": pk(
        lambda: first("grants.BudgetChange", agreement=grant()), move="withdraw"
    ),
    "grants:annex": pk(lambda: first("grants.Annex", agreement=grant())),
    "grants:annex-paper": pk(lambda: first("grants.Annex", agreement=grant()), kind="pdf"),
    "grants:annex-signature": lambda: {
        "pk": first("grants.Annex", agreement=grant()).pk,
        "party": first("grants.Annex", agreement=grant()).signatories.first().pk,
    },
    "grants:annex-move": pk(lambda: first("grants.Annex", agreement=grant()), move="sign"),
    "grants:offer": pk(offer),
    "grants:reserveoffer-move": pk(offer, move="accept"),
    "grants:handover-new": pk(initiative),
    "grants:handover": pk(lambda: first("grants.Handover", agreement=initiative())),
    "grants:handover-paper": pk(lambda: first("grants.Handover", agreement=initiative())),
    "grants:handover-move": pk(
        lambda: first("grants.Handover", agreement=initiative()), move="confirm"
    ),
    "grants:call-inspections": code(lambda: grant().call),
    "grants:inspection-new": pk(grant),
    "grants:inspection": pk(checked),
    "grants:inspection-protocol": pk(checked),
    "grants:inspection-paper": pk(checked, kind="pdf"),
    "grants:inspection-move": pk(checked, move="sign"),
    "grants:recommendation": pk(lambda: first("grants.Recommendation", inspection=checked())),
    "grants:recommendation-move": pk(
        lambda: first("grants.Recommendation", inspection=checked()), move="tell_done"
    ),
    "grants:account": pk(lambda: first("grants.BankAccount", agreement=grant())),
    "grants:bankaccount-move": pk(
        lambda: first("grants.BankAccount", agreement=grant()), move="check_first"
    ),
    "grants:agreement-template": code(call),
    "grants:annex-template": code(call),
    "grants:agreement-draft": pk(grant, kind="docx"),
    "grants:signature": lambda: {"pk": grant().pk, "party": grant().signatories.first().pk},
    "grants:call-move": code(call, move="finish"),
    "grants:register": pk(grant),
    "grants:interim": pk(interim),
    "grants:interim-write": pk(interim),
    "grants:interim-save": pk(interim),
    "grants:interimreport-move": pk(interim, move="accept"),
    "grants:volunteering": pk(grant),
    "grants:volunteering-new": pk(grant),
    "grants:volunteering-card": lambda: {"pk": grant().pk, "person": work().person_id},
    "grants:volunteerwork-move": pk(work, move="confirm"),
    "grants:register-entry": pk(entry),
    "grants:register-correct": pk(entry),
    "grants:registerentry-move": pk(entry, move="accept"),
    "mentoring:milestone-new": pk(pair),
    "mentoring:log-new": pk(pair),
    "mentoring:meeting-new": pk(pair),
    "mentoring:deputy-move": pk(lambda: first("mentoring.Deputy"), move="end"),
    "mentoring:template-take": pk(pair),
    "mentoring:plannedmeeting-move": pk(planned, move="call_off"),
    "mentoring:followup-move": pk(followup, move="close"),
    "mentoring:mentorrequest-move": pk(request, move="withdraw"),
    "mentoring:mentoroffer-move": pk(mentor_offer, move="decline"),
    "mentoring:pair-write": pk(pair),
    "mentoring:agreement-offer": pk(lambda: first("mentoring.Pairing", state="paused")),
    "mentoring:pairagreement-move": pk(pair_agreement, move="take_back"),
    "mentoring:inquiry-move": pk(inquiry, move="give"),
    "mentoring:supervision-move": pk(supervision, move="call_off"),
    "mentoring:pairing-move": pk(pair, move="pause"),
    "mentoring:milestone-move": pk(milestone, move="submit"),
    "mentoring:sessionlog-move": pk(meeting, move="confirm"),
    "mentoring:edition-move": pk(edition, move="start"),
    "mentoring:enrolment-move": pk(enrolment, move="accept"),
    "activities:registration-move": pk(registration, move="accept"),
    "activities:event-move": pk(event, move="cancel"),
    "activities:advance-move": pk(advance, move="approve"),
    "activities:takeaway-move": pk(takeaway, move="send"),
    "activities:travelclaim-move": pk(claim, move="check_first"),
    "activities:studyvisit-move": pk(visit, move="cancel"),
}


def object_of(route: str) -> dict[str, Any]:
    """What names the object of `route`: its own entry, else that of the longest prefix that has one."""
    if "<" not in our_routes()[route].path:
        return {}
    if route in OBJECTS:
        return OBJECTS[route]()
    prefixes = sorted((each for each in BY_PREFIX if route.startswith(each)), key=len)
    assert prefixes, f"{route} needs an object in tests/contracts/world/objects.py."
    return BY_PREFIX[prefixes[-1]]()
