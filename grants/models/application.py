"""An application: drafted by its author, frozen when submitted, then checked, assessed and decided."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import application as guards
from grants.guards.patron import patron_has_confirmed
from grants.notices import application as notices
from grants.notices import assessment as assessment_notices
from grants.notices import decision as decision_notices
from grants.querysets.application import ApplicationQuerySet
from grants.rules import application as rules
from workflows.deadlines import deadline_of
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.models import StoredFile
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.roles import RoleOn

from .call import Call
from .judged import Decline, Judged
from .writing import Written

if TYPE_CHECKING:
    from people.models import User


def _author(application: Application) -> list[User]:
    return [application.author]


def _staff(application: Application) -> list[RoleOn]:
    return [RoleOn("staff", application.call.programme)]


class Application(Written, Judged, Lifecycle):
    """What one applicant asks for in one call.

    While it is a draft its content stands in `answers`, as typed; the columns here follow what is valid
    in it, for lists and rankings. Each submission freezes the content in a `Submission`.
    """

    class States(BaseStates):
        DRAFT = "draft", Category.DRAFT, pgettext_lazy("application", "draft")
        SUBMITTED = "submitted", Category.IN_HANDS, pgettext_lazy("application", "submitted")
        RETURNED = (
            "returned",
            Category.RETURNED,
            pgettext_lazy("application", "returned for correction"),
        )
        ADMITTED = (
            "admitted",
            Category.IN_HANDS,
            pgettext_lazy("application", "admitted to assessment"),
        )
        RESERVE = "reserve", Category.PAUSED, pgettext_lazy("application", "on the reserve list")
        FUNDED = "funded", Category.DONE, pgettext_lazy("application", "funded")
        FORMALLY_REJECTED = (
            "formally_rejected",
            Category.REFUSED,
            pgettext_lazy("application", "formally rejected"),
        )
        NOT_FUNDED = "not_funded", Category.REFUSED, pgettext_lazy("application", "not funded")
        WITHDRAWN = "withdrawn", Category.REFUSED, pgettext_lazy("application", "withdrawn")
        UNSENT = "unsent", Category.PAUSED, pgettext_lazy("application", "not sent in time")

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="applications", verbose_name=_("call")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=_("author"),
    )
    ordinal = models.PositiveIntegerField(null=True, editable=False)
    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    resubmitted_at = models.DateTimeField(_("corrected"), null=True, blank=True)
    is_nameless = False  # set on loaded rows by `rules.blind.take_names`, for whoever must not learn who applies
    state = StateField(States, default=States.DRAFT)
    path = [States.DRAFT, States.SUBMITTED, States.ADMITTED, States.FUNDED]
    owes = {
        States.DRAFT: [
            Owes(
                "submit",
                _("Finish and submit the application"),
                who=_author,
                due=lambda a: deadline_of(a, "submission"),
            )
        ],
        States.SUBMITTED: [
            Owes("check", _("Check the form"), who=_staff, due=lambda a: a.check_due_at)
        ],
        States.RETURNED: [
            Owes(
                "correct",
                _("Correct the application"),
                who=_author,
                due=lambda a: a.correction_due_at,
            )
        ],
        States.ADMITTED: [
            Owes("assessed", _("The committee assesses and decides"), who=lambda a: [])
        ],
        States.RESERVE: [Owes("reserve", _("Waits until a grant is free"), who=_staff)],
    }

    acts = {
        "co_author_joined": _("A co-author joined"),
        "co_author_left": _("A co-author is out of it"),
        "patron_confirmed": _("The patron confirmed"),
        "patron_is_out": _("The patron is out of it"),
    }
    deadlines = {"submission": lambda application: application.call.closes_at}
    locks_first = ["call"]
    inbox_related = ["call__activity__programme", "organisation"]

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "ordinal"], name="application_number_once_in_a_call"
            ),
            models.CheckConstraint(
                condition=Q(ordinal__isnull=True, submitted_at__isnull=True)
                | Q(ordinal__isnull=False, submitted_at__isnull=False),
                name="application_number_comes_with_submission",
            ),
        ]
        indexes = [models.Index(fields=["call", "state", "ordinal"])]

    def __str__(self) -> str:
        return self.title_line

    @property
    def title_line(self) -> str:
        """The title, or a word for an application that has none yet."""
        return self.title or str(_("Untitled application"))

    @property
    def reference(self) -> str:
        """The number under which the call knows it; empty for a draft."""
        return self.number

    @property
    def submission_due_at(self) -> datetime | None:
        """Until when this one may be submitted: when the call closes, or later where staff gave more time."""
        return deadline_of(self, "submission")

    @property
    def check_due_at(self) -> datetime | None:
        """Until when the applicant hears whether the form is in order."""
        return rules.check_due_at(self)

    @property
    def assessments_needed(self) -> int:
        """How many sheets decide about it: as the call says, and one more once a third was opened."""
        return self.call.assessments_needed + (self.third_opened_at is not None)

    def may_remove_file(self, user: User, file: StoredFile) -> bool:
        """Answers are taken away in the form, where the record of them goes too."""
        return False

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this application are looked up."""
        return [self, self.call, self.call.programme]

    def parties(self) -> list[Any]:
        """The persons and organisations whose ties make a conflict of interest."""
        beside = [one.user for one in self.co_authors.all() if one.joined_at is not None]
        beside += [one.user for one in self.patronages.all() if one.is_confirmed]
        writers = [getattr(user, "person", None) for user in (self.author, *beside)]
        found = [*writers, self.organisation, self.patron]
        return list(dict.fromkeys(one for one in found if one is not None))

    def get_absolute_url(self) -> str:
        return reverse("grants:application", args=[self.pk])

    @transition(
        source=States.DRAFT,
        target=States.SUBMITTED,
        label=pgettext_lazy("grant", "Submit the application"),
        primary=True,
        may=rules.is_author,
        guards=[
            guards.call_takes_applications,
            guards.is_complete,
            guards.applies_once,
            patron_has_confirmed,
        ],
        tells=[notices.applicant_receipt],
        instead="none",
    )
    def submit(self, *, by: User, at: datetime, ordinal: int) -> None:
        """Take a number. Called by `actions.application.submit_application`, which freezes the content."""
        self.ordinal, self.number, self.submitted_at = ordinal, rules.number_of(ordinal, at), at

    @transition(
        source=States.SUBMITTED,
        target=States.RETURNED,
        label=_("Return for correction"),
        may=rules.may_check,
        guards=[
            guards.has_reasons,
            guards.reasons_name_no_assessor,
            guards.has_future_deadline,
        ],
        tells=[notices.applicant_returned],
    )
    def return_for_correction(
        self, *, by: User, at: datetime, reasons: str, due_at: datetime
    ) -> None:
        """The author corrects what `reasons` name until `due_at`."""
        self.returned_at, self.correction_reasons, self.correction_due_at = at, reasons, due_at

    @transition(
        source=States.RETURNED,
        target=States.SUBMITTED,
        label=_("Submit the correction"),
        primary=True,
        may=rules.is_author,
        guards=[
            guards.within_correction_time,
            guards.is_complete,
            guards.applies_once,
            patron_has_confirmed,
        ],
        tells=[notices.applicant_receipt],
        instead="none",
    )
    def resubmit(self, *, by: User, at: datetime) -> None:
        """Hand the corrected content in; the number and the first instant stay."""
        self.resubmitted_at = at

    @transition(
        source=States.SUBMITTED,
        target=States.ADMITTED,
        label=_("Admit to assessment"),
        primary=True,
        may=rules.may_check,
        guards=[guards.all_items_passed],
        tells=[notices.applicant_admitted],
        undo=[guards.call_not_decided, guards.nobody_is_asked_to_assess],
    )
    def admit(self, *, by: User) -> None:
        """The form is in order: the idea will be assessed."""

    @transition(
        source=States.ADMITTED,
        target=States.ADMITTED,
        label=_("A third assessment is opened"),
        may=nobody,
        tells=[assessment_notices.staff_third_opened],
    )
    def open_third(self, *, by: User, at: datetime, reasons: list[str]) -> None:
        """Two sheets are too far apart; `reasons` are the rules of the call that say so."""
        self.third_opened_at, self.third_reasons = at, reasons

    @transition(
        source=[States.SUBMITTED, States.RETURNED],
        target=States.FORMALLY_REJECTED,
        label=_("Reject formally"),
        may=rules.may_check,
        guards=[
            guards.has_grounds,
            guards.grounds_name_no_assessor,
            guards.correction_time_is_over,
        ],
        tells=[notices.applicant_rejected],
    )
    def reject_formally(self, *, by: User, at: datetime, grounds: str) -> None:
        """The form cannot be accepted, on the named grounds."""
        self.rejection_grounds, self.decided_at = grounds, at

    @transition(
        source=[States.DRAFT, States.SUBMITTED, States.RETURNED, States.ADMITTED],
        target=States.WITHDRAWN,
        label=pgettext_lazy("grant", "Withdraw the application"),
        may=rules.is_author,
        guards=[guards.call_not_decided],
    )
    def withdraw(self, *, by: User) -> None:
        """The author takes it back."""

    @transition(source=States.DRAFT, target=States.UNSENT, label=_("Put aside"), may=nobody)
    def lapse(self, *, by: User) -> None:
        """The call closed over a draft; what was typed stays for the author."""

    @transition(
        source=[States.DRAFT, States.UNSENT],
        target=States.DRAFT,
        label=_("Give more time"),
        may=rules.may_give_time,
        guards=[guards.call_still_receives],
        tells=[notices.applicant_more_time],
        note="must",
    )
    def allow_more_time(self, *, by: User, until: datetime) -> None:
        """The author may submit until `until`. Called by `actions.more_time.give_more_time`."""

    @transition(
        source=States.RETURNED,
        target=States.RETURNED,
        label=_("Give more time to correct"),
        may=rules.may_check,
        guards=[guards.is_later_than_before],
        tells=[notices.applicant_more_time_to_correct],
        note="must",
    )
    def allow_more_time_to_correct(self, *, by: User, until: datetime) -> None:
        """The author may correct until `until`."""
        self.correction_due_at = until

    @transition(
        source=States.FORMALLY_REJECTED,
        target=States.SUBMITTED,
        label=_("Back to the formal check"),
        may=nobody,
    )
    def readmit(self, *, by: User) -> None:
        """An appeal about the form was upheld: staff check again."""
        self.rejection_grounds, self.decided_at = "", None

    @transition(
        source=[States.ADMITTED, States.RESERVE, States.NOT_FUNDED],
        target=States.FUNDED,
        label=_("Fund"),
        may=nobody,
        guards=[guards.amount_within_request],
        tells=[decision_notices.applicant_funded, decision_notices.applicant_funded_in_part],
    )
    def fund(self, *, by: User, at: datetime, amount: Decimal) -> None:
        """Grant `amount`; the agreement follows."""
        self.granted_amount, self.decided_at = amount, at

    @transition(
        source=[States.ADMITTED, States.NOT_FUNDED],
        target=States.RESERVE,
        label=_("Put on the reserve list"),
        may=nobody,
        tells=[decision_notices.applicant_on_reserve],
    )
    def put_on_reserve(self, *, by: User, at: datetime) -> None:
        """Good enough, but the pool ended above it."""
        self.decided_at = at

    @transition(
        source=[States.ADMITTED, States.RESERVE],
        target=States.NOT_FUNDED,
        label=_("Decline"),
        may=nobody,
        tells=[decision_notices.applicant_declined],
    )
    def decline(self, *, by: User, at: datetime, reason: str) -> None:
        """No grant, for one of the reasons of `Decline`."""
        self.decline_reason, self.decided_at = reason, at

    @transition(
        source=[States.SUBMITTED, States.RETURNED, States.ADMITTED, States.RESERVE],
        target=States.NOT_FUNDED,
        label=_("End with the call"),
        may=nobody,
    )
    def end_with_call(self, *, by: User, at: datetime) -> None:
        """The call was cancelled; its letter says why."""
        self.decline_reason, self.decided_at = Decline.CALL_CANCELLED, at
