"""The register of a grant's documents: entered by the grantee, judged one by one by staff."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.models import BudgetLine, ExpenseDocument, ExpenseShare
from grants.guards import register as guards
from grants.notices import register as notices
from grants.querysets.agreement import RegisterQuerySet
from grants.rules import register as rules
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody

from .agreement import Agreement

if TYPE_CHECKING:
    from people.models import User


class RegisterEntry(Lifecycle):
    """One document of one grant. Its amounts are the shares that the agreement's lines carry of it.

    `name` keeps how the document was called, also once it was taken off and no budget carries it any more.
    """

    class States(BaseStates):
        ENTERED = "entered", Category.IN_HANDS, pgettext_lazy("document", "entered")
        ASKED = "asked", Category.RETURNED, pgettext_lazy("document", "to be explained")
        ACCEPTED = "accepted", Category.DONE, pgettext_lazy("document", "accepted")
        CUT = "cut", Category.REFUSED, pgettext_lazy("document", "not accepted in full")
        REMOVED = "removed", Category.PAUSED, pgettext_lazy("document", "taken off")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="register")
    document = models.ForeignKey(
        ExpenseDocument, on_delete=models.SET_NULL, null=True, related_name="entries"
    )
    name = models.CharField(_("document"), max_length=402)
    question = models.TextField(_("what the staff ask"), max_length=2000, blank=True)
    answer = models.TextField(_("what the grantee answers"), max_length=2000, blank=True)

    state = StateField(States, default=States.ENTERED)
    path = [States.ENTERED, States.ACCEPTED]
    owes = {
        States.ENTERED: [
            Owes("judge", _("The staff look at it with the report"), who=lambda entry: [])
        ],
        States.ASKED: [
            Owes(
                "answer",
                _("Answer the question about a document"),
                who=lambda entry: [entry.agreement.application.author],
            )
        ],
    }
    inbox_related = ("agreement__application", "agreement__call__activity__programme")
    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of a grant")
        verbose_name_plural = _("documents of grants")
        ordering = ["agreement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "document"],
                condition=~Q(state="removed"),
                name="document_once_in_a_register",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """The number of the agreement."""
        return self.agreement.number

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this document are looked up."""
        return self.agreement.role_scopes()

    def get_absolute_url(self) -> str:
        return reverse("grants:register-entry", args=[self.pk])

    def shares(self) -> models.QuerySet[ExpenseShare]:
        """What the agreement's lines carry of the document."""
        mine = ExpenseShare.objects.filter(
            document=self.document_id, line__in=self.agreement.lines()
        )
        return mine.select_related("line").order_by("line__position", "line__code")

    def from_grant(self) -> Decimal:
        """What the grant pays of it."""
        grant = self.shares().filter(line__source=BudgetLine.Source.GRANT).order_by()
        return grant.aggregate(total=Sum("charged"))["total"] or Decimal(0)

    def cut_so_far(self) -> Decimal:
        """What of it is not accepted."""
        cut = self.agreement.cuts.filter(share__document=self.document_id).order_by()
        return cut.aggregate(total=Sum("amount"))["total"] or Decimal(0)

    def may_add_file(self, user: Any) -> bool:
        """The grantee adds a photo or a scan until it is judged."""
        waits = self.state in rules.CHANGED_WHILE and self.agreement.state in rules.JUDGED_WHILE
        return waits and rules.is_grantee(user, self)

    @transition(
        source=[States.ENTERED, States.ASKED],
        target=States.ACCEPTED,
        label=_("Accept it"),
        primary=True,
        may=rules.may_judge,
        guards=[guards.is_judged_now],
    )
    def accept(self, *, by: User) -> None:
        """It proves what it charges."""

    @transition(
        source=States.ENTERED,
        target=States.ACCEPTED,
        label=_("Accepted with the report"),
        may=nobody,
    )
    def accept_with_the_report(self, *, by: User) -> None:
        """Follows when the report is settled."""

    @transition(
        source=[States.ENTERED, States.ACCEPTED],
        target=States.ASKED,
        label=_("Ask about it"),
        may=rules.may_judge,
        guards=[guards.is_judged_now, guards.has_question],
        tells=[notices.grantee_asked],
    )
    def ask(self, *, by: User, question: str) -> None:
        """The grantee explains or corrects it."""
        self.question, self.answer = question.strip(), ""

    @transition(
        source=States.ASKED,
        target=States.ENTERED,
        label=pgettext_lazy("move", "Answer"),
        primary=True,
        may=rules.is_grantee,
        guards=[guards.has_answer],
        tells=[notices.staff_answered],
    )
    def explain(self, *, by: User, answer: str) -> None:
        """The staff read the answer."""
        self.answer = answer.strip()

    @transition(
        source=[States.ENTERED, States.ASKED, States.ACCEPTED, States.CUT],
        target=States.CUT,
        label=_("Do not accept all of it"),
        may=rules.may_judge,
        guards=[guards.report_is_checked, guards.cut_fits],
    )
    def cut(self, *, by: User, amount: Decimal, reason: str) -> None:
        """`actions.register.cut_document` keeps how much and why."""

    @transition(
        source=[States.ACCEPTED, States.CUT],
        target=States.ENTERED,
        label=_("Take the judgement back"),
        may=rules.may_judge,
        guards=[guards.is_judged_now],
    )
    def reopen(self, *, by: User) -> None:
        """It is judged anew; what was cut of it is no longer."""

    @transition(
        source=[States.ENTERED, States.ASKED],
        target=States.REMOVED,
        label=_("Take it off"),
        may=rules.is_grantee,
        guards=[guards.report_is_being_written],
    )
    def take_off(self, *, by: User) -> None:
        """The grant pays nothing of it."""
