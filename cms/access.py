"""Who may open what: every address of ours, with the roles that may GET and POST it.

An address about an object speaks of the role's own one: the applicant's application, the
mentor's pair, the staff's programme. Which objects are whose is said by the predicates and
their twins `visible_to`; this table says that nobody else gets through. A test requests every
address as every role and compares, so that a new address needs a line here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

VISITOR = "visitor"
ACCOUNTS = (
    "applicant",
    "assessor",
    "chair",
    "mentor",
    "mentee",
    "staff",
    "coordinator",
    "finance",
    "funder",
    "editor",
    "admin",
)
ROLES = (VISITOR, *ACCOUNTS)

EVERYBODY = frozenset(ROLES)
MEMBERS = frozenset(ACCOUNTS)
NOBODY: frozenset[str] = frozenset()

# Addresses that libraries bring, by their path: covered by the library's own rules, one line each.
LIBRARIES = {
    "account/": "allauth: log-in, sign-up, passwords, addresses, second factor; each for oneself",
    "_util/": "Wagtail: the password of a protected public page",
    "cms/": "Wagtail: its admin, for staff with the permission for what they open",
    "documents/": "Wagtail: published documents, as private as the collection they lie in",
    "^": "Wagtail: the public site's pages, as published",
}


@dataclass(frozen=True)
class Access:
    """The roles that get through, by method."""

    get: frozenset[str] = NOBODY
    post: frozenset[str] = NOBODY

    def allows(self, method: str, role: str) -> bool:
        """Say whether `role` gets through with `method` (GET or POST)."""
        return role in (self.get if method == "GET" else self.post)


def only(*roles: str) -> frozenset[str]:
    """Return just these roles."""
    return frozenset(roles)


@dataclass(frozen=True)
class Route:
    """One address: its name with its namespace, its path as patterns, its view."""

    name: str
    path: str
    pattern: URLPattern

    @property
    def is_of_a_library(self) -> bool:
        """Say whether it falls under one of LIBRARIES."""
        return self.path.startswith(tuple(LIBRARIES))


def routes(
    patterns: Iterable[URLPattern | URLResolver] | None = None,
    spaces: tuple[str, ...] = (),
    path: str = "",
) -> Iterator[Route]:
    """Walk all addresses."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        # the language prefix of i18n_patterns is empty or "en/": the same address either way
        here = path if isinstance(each.pattern, LocalePrefixPattern) else path + str(each.pattern)
        if isinstance(each, URLResolver):
            below = (*spaces, each.namespace) if each.namespace else spaces
            yield from routes(each.url_patterns, below, here)
        else:
            yield Route(":".join([*spaces, each.name or each.lookup_str]), here, each)


def our_routes() -> dict[str, Route]:
    """Return the addresses that need a line in TABLE, by name."""
    return {route.name: route for route in routes() if not route.is_of_a_library}


OFFICE = only("staff", "coordinator", "admin")
TEAM = OFFICE | only("finance")
PAIR = only("mentor", "mentee")
#: Whoever keeps the money and did not propose what is to be approved; in the demo staff@ did.
CHECKERS = only("coordinator", "finance", "admin")

TABLE: dict[str, Access] = {
    "health": Access(get=EVERYBODY),
    "set_language": Access(get=EVERYBODY, post=EVERYBODY),
    "cms:first-steps": Access(get=only("admin")),
    "cms:organisation": Access(get=only("admin"), post=only("admin")),
    "cms:test-mail": Access(get=only("admin"), post=only("admin")),
    "cms:mail-arrived": Access(post=only("admin")),
    "cms:backup": Access(get=only("admin")),
    "cms:first-administrator": Access(),
    "cms:dev-mail": Access(get=EVERYBODY),
    "cms:dev-mail-message": Access(get=EVERYBODY),
    "workflows:inbox": Access(get=MEMBERS),
    "workflows:mails": Access(get=OFFICE),
    "workflows:mail-texts": Access(get=OFFICE),
    "workflows:mail-text": Access(get=OFFICE, post=OFFICE),
    "workflows:mail": Access(get=OFFICE),
    "workflows:comment": Access(get=PAIR, post=OFFICE | PAIR),
    "workflows:file-add": Access(get=OFFICE | PAIR, post=OFFICE | PAIR),
    "workflows:file-remove": Access(),
    "workflows:file": Access(get=TEAM | only("funder")),
    "people:people": Access(get=MEMBERS),
    "people:person-new": Access(get=OFFICE, post=OFFICE),
    "people:person": Access(get=OFFICE | only("applicant")),
    "people:person-edit": Access(get=only("applicant", "admin"), post=only("applicant", "admin")),
    "people:person-invite": Access(),
    "people:person-erase": Access(get=only("admin"), post=OFFICE | only("applicant")),
    "people:person-merge": Access(get=OFFICE, post=OFFICE | only("applicant")),
    "people:person-consent": Access(
        get=OFFICE | only("applicant"), post=OFFICE | only("applicant")
    ),
    "people:person-join": Access(get=OFFICE | only("applicant"), post=OFFICE | only("applicant")),
    "people:merge": Access(),
    "people:membership-leave": Access(post=OFFICE | only("applicant")),
    "people:organisations": Access(get=MEMBERS),
    "people:organisation-new": Access(get=MEMBERS, post=MEMBERS),
    "people:organisation": Access(get=OFFICE | only("mentee")),
    "people:organisation-edit": Access(get=OFFICE, post=OFFICE),
    "people:organisation-member": Access(get=OFFICE, post=OFFICE | only("mentee")),
    "people:clauses": Access(get=only("admin")),
    "people:clause-next": Access(get=only("admin"), post=only("admin")),
    "people:consent-withdraw": Access(post=OFFICE | only("applicant")),
    "people:me": Access(get=MEMBERS, post=MEMBERS),
    "people:my-language": Access(post=MEMBERS),
    "people:my-copy": Access(get=MEMBERS),
    "people:my-consent": Access(post=MEMBERS),
    "people:invitation": Access(get=EVERYBODY, post=EVERYBODY),
    "people:demo-login": Access(),
    "questionnaires:forms": Access(get=MEMBERS),
    "questionnaires:new": Access(get=OFFICE, post=OFFICE),
    "questionnaires:form": Access(get=OFFICE),
    "questionnaires:draft": Access(get=OFFICE, post=OFFICE),
    "questionnaires:block-new": Access(get=OFFICE),
    "questionnaires:block": Access(get=OFFICE, post=OFFICE),
    "questionnaires:version": Access(get=OFFICE),
    "questionnaires:preview": Access(get=OFFICE, post=OFFICE),
    "questionnaires:file": Access(get=OFFICE),
    "programmes:programmes": Access(get=MEMBERS),
    "programmes:new": Access(get=OFFICE, post=OFFICE),
    "programmes:import": Access(get=OFFICE, post=OFFICE),
    "programmes:import-apply": Access(post=OFFICE),
    "programmes:description": Access(get=TEAM),
    "programmes:edit": Access(get=OFFICE, post=OFFICE),
    "programmes:points": Access(get=OFFICE, post=OFFICE),
    "programmes:partners": Access(get=TEAM),
    "programmes:partner-new": Access(get=OFFICE, post=OFFICE),
    "programmes:partner": Access(get=OFFICE, post=OFFICE),
    "programmes:partner-remove": Access(post=OFFICE),
    "programmes:activities": Access(get=TEAM),
    "programmes:activity-new": Access(get=OFFICE, post=OFFICE),
    "programmes:activity": Access(get=OFFICE, post=OFFICE),
    "programmes:activity-remove": Access(),
    "programmes:indicators": Access(get=TEAM),
    "programmes:indicator-new": Access(get=OFFICE, post=OFFICE),
    "programmes:indicator": Access(get=OFFICE, post=OFFICE),
    "programmes:indicator-remove": Access(post=OFFICE),
    "programmes:roles": Access(get=TEAM, post=only("coordinator", "admin")),
    "programmes:role-end": Access(post=only("coordinator", "admin")),
    "programmes:programme-move": Access(get=OFFICE, post=OFFICE),
    "reporting:reports": Access(get=MEMBERS),
    "reporting:report": Access(get=TEAM | only("funder")),
    "reporting:report-write": Access(get=OFFICE, post=OFFICE),
    "reporting:report-correct": Access(post=OFFICE),
    "reporting:report-figure": Access(get=TEAM),
    "reporting:report-line": Access(get=TEAM),
    "reporting:report-move": Access(get=only("funder"), post=only("funder")),
    "reporting:programme": Access(get=TEAM),
    "reporting:programme-late": Access(get=TEAM),
    "reporting:programme-reports": Access(get=TEAM),
    "reporting:report-new": Access(get=OFFICE, post=OFFICE),
    "reporting:programme-figure": Access(get=TEAM),
    "reporting:programme-line": Access(get=TEAM),
    "finance:home": Access(get=MEMBERS),
    "finance:budget": Access(get=TEAM),
    "finance:budget-edit": Access(get=TEAM, post=TEAM),
    "finance:line-new": Access(get=TEAM, post=TEAM),
    "finance:programme-budget": Access(get=TEAM, post=TEAM),
    "finance:partner-budget": Access(get=TEAM, post=TEAM),
    "finance:expenses": Access(get=MEMBERS),
    "finance:expense-new": Access(get=MEMBERS, post=MEMBERS),
    "finance:expense": Access(get=TEAM),
    "finance:rates": Access(get=TEAM, post=TEAM),
    "finance:transfers": Access(get=MEMBERS),
    "finance:transfer": Access(get=TEAM),
    "finance:transfer-new": Access(get=TEAM, post=TEAM),
    "finance:statements": Access(get=MEMBERS),
    "finance:statement": Access(get=TEAM, post=TEAM),
    "finance:statement-new": Access(get=TEAM, post=TEAM),
    "finance:payer": Access(get=TEAM, post=TEAM),
    "finance:payments": Access(get=MEMBERS),
    "finance:payment": Access(get=TEAM),
    "finance:paymentorder-move": Access(),
    "activities:home": Access(get=MEMBERS),
    "activities:mine": Access(get=MEMBERS),
    "activities:registration": Access(get=OFFICE | only("mentee")),
    "activities:registration-move": Access(get=OFFICE, post=OFFICE),
    "activities:registration-needs": Access(get=only("mentee"), post=only("mentee")),
    "activities:registration-letter": Access(get=OFFICE | only("mentee")),
    "activities:presence": Access(get=OFFICE, post=OFFICE),
    "activities:registration-points": Access(get=OFFICE, post=OFFICE),
    "activities:registration-travel": Access(get=only("mentee"), post=only("mentee")),
    "activities:claim": Access(get=TEAM),
    "activities:travelclaim-move": Access(get=OFFICE, post=OFFICE),
    "activities:advance": Access(get=TEAM | only("mentee")),
    "activities:advance-move": Access(get=CHECKERS, post=CHECKERS),
    "activities:takeaway": Access(get=OFFICE | only("mentee"), post=only("mentee")),
    "activities:takeaway-evaluate": Access(get=only("mentee"), post=only("mentee")),
    "activities:takeaway-move": Access(get=only("mentee"), post=only("mentee")),
    "activities:travel-rates": Access(get=TEAM, post=TEAM),
    "activities:visit-claims": Access(get=TEAM),
    "activities:events": Access(get=MEMBERS),
    "activities:event-new": Access(get=OFFICE, post=OFFICE),
    "activities:event-move": Access(get=OFFICE, post=OFFICE),
    "activities:event": Access(get=TEAM),
    "activities:event-edit": Access(get=OFFICE, post=OFFICE),
    "activities:event-participant-new": Access(get=OFFICE, post=OFFICE),
    "activities:event-attendance": Access(get=OFFICE, post=OFFICE),
    "activities:event-sheet": Access(get=OFFICE),
    "activities:event-paper": Access(get=OFFICE),
    "activities:visits": Access(get=MEMBERS),
    "activities:visit-new": Access(get=OFFICE, post=OFFICE),
    "activities:studyvisit-move": Access(get=OFFICE, post=OFFICE),
    "activities:visit": Access(get=TEAM),
    "activities:visit-edit": Access(get=OFFICE, post=OFFICE),
    "activities:visit-stops": Access(get=OFFICE, post=OFFICE),
    "activities:visit-criteria": Access(get=OFFICE, post=OFFICE),
    "activities:visit-selection": Access(get=OFFICE, post=OFFICE),
    "activities:visit-report": Access(),
    "activities:visit-participant-new": Access(get=OFFICE, post=OFFICE),
    "activities:visit-attendance": Access(get=OFFICE, post=OFFICE),
    "activities:visit-sheet": Access(get=OFFICE),
    "activities:visit-before": Access(get=OFFICE, post=OFFICE),
    "activities:visit-before-edit": Access(get=OFFICE, post=OFFICE),
    "activities:visit-paper": Access(get=OFFICE),
    "activities:visit-money": Access(get=TEAM),
    "activities:visit-limit": Access(get=TEAM, post=TEAM),
    "activities:visit-advance-new": Access(get=TEAM, post=TEAM),
    "activities:visit-ticket-new": Access(get=OFFICE, post=OFFICE),
    "activities:visit-ticket-back": Access(post=OFFICE),
    "activities:visit-after": Access(get=OFFICE),
    "activities:visit-evaluation": Access(get=OFFICE, post=OFFICE),
    "activities:visit-report-paper": Access(get=OFFICE),
    "mentoring:timesheets": Access(get=MEMBERS),
    "mentoring:timesheet": Access(get=OFFICE | only("mentor")),
    "mentoring:timesheet-paper": Access(get=OFFICE | only("mentor")),
    "mentoring:contract": Access(get=OFFICE, post=OFFICE),
    "mentoring:edition-hours": Access(get=OFFICE),
    "mentoring:supervision-new": Access(get=OFFICE, post=OFFICE),
    "mentoring:supervision": Access(get=OFFICE | only("mentor")),
    "mentoring:supervision-calendar": Access(get=OFFICE | only("mentor")),
    "mentoring:supervision-move": Access(get=OFFICE, post=OFFICE),
    "mentoring:followup-new": Access(get=OFFICE, post=OFFICE),
    "mentoring:followup": Access(get=OFFICE),
    "mentoring:followup-edit": Access(get=OFFICE, post=OFFICE),
    "mentoring:followup-move": Access(get=OFFICE, post=OFFICE),
    "mentoring:request-new": Access(get=only("mentee"), post=only("mentee")),
    "mentoring:request": Access(get=OFFICE | only("mentee")),
    "mentoring:mentorrequest-move": Access(get=only("mentee"), post=only("mentee")),
    "mentoring:home": Access(get=MEMBERS),
    "mentoring:enrolments": Access(get=MEMBERS),
    "mentoring:mentees": Access(get=MEMBERS),
    "mentoring:pairs": Access(get=TEAM),
    "mentoring:pairing": Access(get=OFFICE | PAIR),
    "mentoring:certificate": Access(get=OFFICE),
    "mentoring:goal": Access(get=PAIR),
    "mentoring:milestone-new": Access(get=PAIR, post=PAIR),
    "mentoring:log-new": Access(get=PAIR, post=PAIR),
    "mentoring:meeting-new": Access(get=PAIR, post=PAIR),
    "mentoring:meeting": Access(get=OFFICE | PAIR),
    "mentoring:meeting-calendar": Access(get=OFFICE | PAIR),
    "mentoring:plannedmeeting-move": Access(get=PAIR, post=PAIR),
    "mentoring:pairing-move": Access(get=OFFICE | PAIR, post=OFFICE | PAIR),
    "mentoring:milestone": Access(get=OFFICE | PAIR),
    "mentoring:milestone-edit": Access(get=PAIR, post=PAIR),
    "mentoring:milestone-evidence": Access(get=PAIR),
    "mentoring:milestone-move": Access(get=only("mentee"), post=only("mentee")),
    "mentoring:logs": Access(get=MEMBERS),
    "mentoring:log": Access(get=OFFICE | PAIR),
    "mentoring:log-correct": Access(get=only("mentee"), post=only("mentee")),
    "mentoring:log-note": Access(post=PAIR),
    "mentoring:log-pulse": Access(post=PAIR),
    "mentoring:sessionlog-move": Access(),
    "mentoring:editions": Access(get=MEMBERS),
    "mentoring:edition-new": Access(get=OFFICE, post=OFFICE),
    "mentoring:edition-move": Access(get=OFFICE, post=OFFICE),
    "mentoring:edition": Access(get=TEAM),
    "mentoring:edition-edit": Access(get=OFFICE, post=OFFICE),
    "mentoring:matching": Access(get=OFFICE, post=OFFICE),
    "mentoring:match-runs": Access(get=OFFICE, post=OFFICE),
    "mentoring:match-run": Access(get=OFFICE, post=OFFICE),
    "mentoring:match-pair": Access(get=OFFICE),
    "mentoring:wishes": Access(get=OFFICE, post=OFFICE),
    "mentoring:enrolment": Access(get=OFFICE),
    "mentoring:enrolment-move": Access(get=OFFICE, post=OFFICE),
    "grants:call-assessors": Access(get=OFFICE | only("chair"), post=OFFICE),
    "grants:call-panel": Access(get=OFFICE | only("chair")),
    "grants:call-parties": Access(get=only("assessor"), post=only("assessor")),
    "grants:call-topics": Access(get=only("assessor"), post=only("assessor")),
    "grants:call-topics-of": Access(get=OFFICE, post=OFFICE),
    "grants:call-committee": Access(get=OFFICE, post=OFFICE),
    "grants:call-ranking": Access(get=OFFICE | only("chair")),
    "grants:application-appeal": Access(post=only("applicant")),
    "grants:call-questions": Access(get=OFFICE),
    "grants:question": Access(get=OFFICE),
    "grants:callquestion-move": Access(get=OFFICE, post=OFFICE),
    "grants:appeal": Access(get=OFFICE | only("chair")),
    "grants:appeal-move": Access(post=OFFICE | only("chair")),
    "grants:call-meetings": Access(get=OFFICE | only("chair"), post=OFFICE | only("chair")),
    "grants:meeting": Access(get=OFFICE | only("chair")),
    "grants:meeting-screen": Access(get=OFFICE | only("chair")),
    "grants:meeting-record": Access(post=OFFICE | only("chair")),
    "grants:call-letters": Access(get=OFFICE),
    "grants:call-letter": Access(get=OFFICE, post=OFFICE),
    "grants:minutes": Access(get=OFFICE | only("chair")),
    "grants:minutes-course": Access(get=OFFICE | only("chair")),
    "grants:minutes-paper": Access(get=OFFICE | only("chair")),
    "grants:minutes-move": Access(get=OFFICE | only("chair"), post=OFFICE | only("chair")),
    "grants:meeting-move": Access(get=OFFICE | only("chair"), post=OFFICE | only("chair")),
    "grants:call-reserve": Access(),
    "grants:ranking-change": Access(get=only("chair"), post=only("chair")),
    "grants:call-ranking-export": Access(get=OFFICE | only("chair")),
    "grants:call-paper-sheets": Access(get=OFFICE, post=OFFICE),
    "grants:call-decide": Access(get=OFFICE | only("chair")),
    "grants:assessment-list": Access(get=MEMBERS),
    "grants:assessment": Access(get=OFFICE | only("assessor", "chair")),
    "grants:assessment-file": Access(),  # of a blind call, and the demo's has no files
    "grants:assessment-save": Access(post=only("assessor")),
    "grants:agreement-list": Access(get=MEMBERS),
    "grants:agreement": Access(get=TEAM | only("applicant")),
    "grants:cuts": Access(get=OFFICE, post=OFFICE),
    "grants:settlement": Access(get=TEAM | only("applicant")),
    "grants:aid-list": Access(get=MEMBERS),
    "grants:aid": Access(get=TEAM | only("applicant")),
    "grants:aid-new": Access(get=OFFICE, post=TEAM | only("applicant")),
    "grants:deminimisaid-move": Access(get=OFFICE, post=OFFICE),
    "grants:change-new": Access(get=only("applicant"), post=TEAM | only("applicant")),
    "grants:change": Access(get=TEAM | only("applicant")),
    "grants:budgetchange-move": Access(),
    "grants:annex-new": Access(get=OFFICE, post=TEAM | only("applicant")),
    "grants:annex": Access(get=TEAM | only("applicant")),
    "grants:annex-paper": Access(get=TEAM | only("applicant")),
    "grants:annex-move": Access(post=TEAM | only("applicant")),
    "grants:account-new": Access(get=TEAM | only("applicant"), post=TEAM | only("applicant")),
    "grants:account": Access(get=TEAM | only("applicant")),
    "grants:bankaccount-move": Access(),
    "grants:agreement-template": Access(get=OFFICE, post=OFFICE),
    "grants:agreement-parties": Access(get=TEAM | only("applicant"), post=TEAM | only("applicant")),
    "grants:signature": Access(get=OFFICE, post=TEAM | only("applicant")),
    "grants:agreement-draft": Access(get=OFFICE),
    "grants:agreement-payment": Access(get=TEAM, post=TEAM | only("applicant")),
    "grants:report": Access(get=TEAM | only("applicant"), post=only("applicant")),
    "grants:report-save": Access(post=only("applicant")),
    "grants:report-document": Access(get=only("applicant"), post=TEAM | only("applicant")),
    "grants:volunteering": Access(get=TEAM | only("applicant"), post=only("applicant")),
    "grants:volunteering-new": Access(get=only("applicant"), post=TEAM | only("applicant")),
    "grants:volunteering-card": Access(get=TEAM | only("applicant")),
    "grants:volunteerwork-move": Access(get=only("applicant"), post=only("applicant")),
    "grants:interim": Access(get=TEAM | only("applicant")),
    "grants:interim-write": Access(get=TEAM | only("applicant"), post=only("applicant")),
    "grants:interim-save": Access(post=only("applicant")),
    "grants:interimreport-move": Access(),
    "grants:register": Access(get=TEAM | only("applicant")),
    "grants:register-list": Access(get=MEMBERS),
    "grants:register-entry": Access(get=TEAM | only("applicant")),
    "grants:register-correct": Access(get=only("applicant"), post=TEAM | only("applicant")),
    "grants:registerentry-move": Access(get=OFFICE, post=OFFICE),
    "grants:call-list": Access(get=MEMBERS),
    "grants:call-create": Access(get=TEAM, post=TEAM),
    "grants:call": Access(get=OFFICE | only("assessor", "chair")),
    "grants:call-board": Access(get=OFFICE | only("assessor", "chair")),
    "grants:call-more-time": Access(get=OFFICE, post=OFFICE),
    "grants:call-edit": Access(get=OFFICE),
    "grants:call-chapter": Access(get=OFFICE, post=OFFICE),
    "grants:call-import": Access(get=TEAM, post=TEAM),
    "grants:call-import-apply": Access(post=TEAM),
    "grants:call-file": Access(get=OFFICE),
    "grants:call-copy": Access(get=OFFICE, post=OFFICE),
    "grants:call-rehearsal": Access(get=OFFICE, post=OFFICE),
    "grants:call-preview": Access(get=OFFICE, post=OFFICE),
    "grants:application-start": Access(get=MEMBERS, post=MEMBERS),
    "grants:application-export": Access(get=MEMBERS),
    "grants:application-many": Access(get=MEMBERS, post=MEMBERS),
    "grants:application-list": Access(get=MEMBERS),
    "grants:application-mine": Access(get=MEMBERS),
    "grants:application": Access(get=only("applicant")),
    "grants:application-write": Access(get=only("applicant"), post=only("applicant")),
    "grants:application-save": Access(post=only("applicant")),
    "grants:application-submit": Access(get=only("applicant")),
    "grants:application-resubmit": Access(get=only("applicant")),
    "grants:application-receipt": Access(get=OFFICE | only("applicant")),
    "grants:application-as-sent": Access(get=OFFICE | only("applicant")),
    "grants:application-paper": Access(get=only("applicant")),
    "grants:application-reuse": Access(get=only("applicant"), post=only("applicant")),
    "grants:application-people": Access(get=only("applicant"), post=only("applicant")),
    "grants:application-patron": Access(get=only("applicant"), post=only("applicant")),
    "grants:patronage": Access(get=only("applicant")),
    "grants:patronage-move": Access(get=only("applicant"), post=only("applicant")),
    "grants:co-author": Access(get=only("applicant")),
    "grants:coauthor-move": Access(get=only("applicant"), post=only("applicant")),
    "grants:application-check": Access(get=OFFICE, post=OFFICE),
    "grants:assessment-move": Access(get=OFFICE | only("assessor", "chair"), post=only("assessor")),
    "grants:agreement-move": Access(post=TEAM | only("applicant")),
    "grants:call-move": Access(),
    "grants:application-move": Access(get=only("applicant"), post=only("applicant")),
    "grants_public:call-list": Access(get=EVERYBODY),
    "grants_public:quiz": Access(get=EVERYBODY, post=EVERYBODY),
    "grants_public:ask": Access(get=EVERYBODY, post=EVERYBODY),
    "grants_public:receipt": Access(get=EVERYBODY, post=EVERYBODY),
    "grants_public:call": Access(get=EVERYBODY),
    "activities_public:coming": Access(get=EVERYBODY),
    "activities_public:event": Access(get=EVERYBODY, post=MEMBERS),
    "activities_public:visit": Access(get=EVERYBODY, post=MEMBERS),
    "mentoring_public:certificate": Access(get=EVERYBODY),
    "mentoring_public:edition": Access(get=EVERYBODY, post=MEMBERS),
    "open-mentoring": Access(get=EVERYBODY),
    "open-visits": Access(get=EVERYBODY),
    "text-size": Access(post=EVERYBODY),
    "styleguide": Access(get=EVERYBODY),
}
