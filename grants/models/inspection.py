"""A check of a running grant: announced, carried out, its protocol signed or objected to."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.guards import inspecting as guards
from grants.notices import inspecting as notices
from grants.querysets.inspecting import InspectionQuerySet
from grants.rules import inspecting as rules
from grants.rules.inspecting import InspectionKind
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.roles import RoleOn
from workflows.workdays import end_of_day

from .agreement import Agreement

if TYPE_CHECKING:
    from people.models import User


def _grantee(inspection: Inspection) -> list[User]:
    return [inspection.agreement.application.author]


def _staff(inspection: Inspection) -> list[RoleOn]:
    return [RoleOn("staff", inspection.agreement.programme)]


class InspectionItem(models.Model):
    """One thing that checks of a call look at; without a kind, in both kinds of check."""

    call = models.ForeignKey(
        "grants.Call", on_delete=models.CASCADE, related_name="inspection_items"
    )
    kind = models.CharField(_("looked at in"), max_length=10, choices=InspectionKind, blank=True)
    text = models.CharField(_("what is looked at"), max_length=300)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("item of a check")
        verbose_name_plural = _("items of checks")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Inspection(Lifecycle):
    """One check of one grant.

    `marks` are the items with what was found: {"pl", "en", "result", "note"}, copied from the call when the check
    is announced. `wanted` are the recommendations as the protocol has them: {"text", "due_on"} (a day as text);
    once the protocol stands, each is a `Recommendation` of its own.
    """

    class States(BaseStates):
        ANNOUNCED = "announced", Category.IN_HANDS, pgettext_lazy("inspection", "announced")
        HELD = "held", Category.IN_HANDS, pgettext_lazy("inspection", "protocol being written")
        SENT = "sent", Category.IN_HANDS, pgettext_lazy("inspection", "protocol sent")
        OBJECTED = "objected", Category.IN_HANDS, pgettext_lazy("inspection", "objected to")
        SIGNED = "signed", Category.IN_HANDS, pgettext_lazy("inspection", "protocol signed")
        STANDING = (
            "standing",
            Category.IN_HANDS,
            pgettext_lazy("inspection", "protocol stands unsigned"),
        )
        CLOSED = "closed", Category.DONE, pgettext_lazy("inspection", "closed")
        CANCELLED = "cancelled", Category.PAUSED, pgettext_lazy("inspection", "called off")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="inspections")
    kind = models.CharField(_("kind of check"), max_length=10, choices=InspectionKind)
    day = models.DateField(_("day"))
    where = models.CharField(_("hour and place"), max_length=200, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="inspections_led",
        verbose_name=_("carried out by"),
    )
    scope = models.TextField(_("what is looked at"), max_length=2000)
    marks = models.JSONField(default=list, editable=False)
    conclusion = models.TextField(_("what follows from it"), max_length=6000, blank=True)
    wanted = models.JSONField(default=list, editable=False)
    held_on = models.DateField(_("took place on"), null=True, editable=False)
    sent_at = models.DateTimeField(_("protocol sent"), null=True, editable=False)
    objection_due_at = models.DateTimeField(_("objections until"), null=True, editable=False)
    objection = models.TextField(_("objection"), max_length=6000, blank=True)
    answer = models.TextField(_("answer to the objection"), max_length=6000, blank=True)

    state = StateField(States, default=States.ANNOUNCED)
    path = [States.ANNOUNCED, States.HELD, States.SENT, States.SIGNED, States.CLOSED]
    owes = {
        States.ANNOUNCED: [
            Owes(
                "inspect",
                _("Carry the check out and record it"),
                who=lambda one: [one.lead],
                due=lambda one: end_of_day(one.day),
            )
        ],
        States.HELD: [
            Owes(
                "write_protocol",
                _("Write the protocol and send it"),
                who=lambda one: [one.lead],
            )
        ],
        States.SENT: [
            Owes(
                "sign_protocol",
                _("Sign the protocol of the check, or object to it"),
                who=_grantee,
                due=lambda one: one.objection_due_at,
            )
        ],
        States.OBJECTED: [
            Owes("answer_objection", _("Answer the objection to the protocol"), who=_staff)
        ],
        States.SIGNED: [
            Owes("close", _("The recommendations are carried out"), who=lambda one: [])
        ],
        States.STANDING: [
            Owes("close", _("The recommendations are carried out"), who=lambda one: [])
        ],
    }
    begun_tells = [notices.grantee_announced]
    inbox_related = ("agreement__application", "agreement__call__activity__programme", "lead")
    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a grant")
        verbose_name_plural = _("checks of grants")
        ordering = ["agreement", "day", "pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display()).capitalize()

    @property
    def title_line(self) -> str:
        """The kind of check and the project."""
        return f"{self}: {self.agreement.title_line}"

    @property
    def reference(self) -> str:
        """The number of the agreement."""
        return self.agreement.number

    @property
    def found_wrong(self) -> bool:
        """Whether something was not in order."""
        return any(mark["result"] == rules.Result.NOT_IN_ORDER for mark in self.marks)

    def recommended(self) -> list[tuple[str, date]]:
        """What the protocol recommends, each with its last day."""
        return [(row["text"], date.fromisoformat(row["due_on"])) for row in self.wanted]

    def role_scopes(self) -> list[models.Model]:
        """Where roles that reach this check are looked up."""
        return self.agreement.role_scopes()

    def may_add_file(self, user: Any) -> bool:
        """Whoever writes the protocol adds photos and scans to it until it is sent."""
        return self.state == self.States.HELD and rules.may_inspect(user, self)

    def get_absolute_url(self) -> str:
        return reverse("grants:inspection", args=[self.pk])

    @transition(
        source=States.ANNOUNCED,
        target=States.ANNOUNCED,
        label=_("Move it to another day"),
        may=rules.may_inspect,
        guards=[guards.comes_with_notice],
        tells=[notices.grantee_moved],
        note="must",
    )
    def move_to(self, *, by: User, day: date, where: str = "") -> None:
        """The grantee hears the new day and why."""
        self.day, self.where = day, where or self.where

    @transition(
        source=States.ANNOUNCED,
        target=States.CANCELLED,
        label=_("Call it off"),
        may=rules.may_inspect,
        tells=[notices.grantee_cancelled],
        note="must",
    )
    def cancel(self, *, by: User) -> None:
        """Nobody comes; the grantee hears why."""

    @transition(
        source=States.ANNOUNCED,
        target=States.HELD,
        label=_("It took place"),
        primary=True,
        may=rules.may_inspect,
        guards=[guards.has_taken_place],
    )
    def hold(self, *, by: User, held_on: date) -> None:
        """Now the protocol is written."""
        self.held_on = held_on

    @transition(
        source=States.HELD,
        target=States.SENT,
        label=_("Send the protocol"),
        primary=True,
        may=rules.may_inspect,
        guards=[guards.protocol_is_whole],
        tells=[notices.grantee_protocol],
    )
    def send_protocol(self, *, by: User, at: datetime) -> None:
        """`actions.inspecting.send_protocol` keeps the paper as it went; the time to object begins."""
        self.sent_at = at
        self.objection_due_at = self.agreement.call.objection_to_inspection_until(at)
        self.objection = self.answer = ""

    @transition(
        source=States.SENT,
        target=States.SIGNED,
        label=_("Sign the protocol"),
        primary=True,
        may=rules.is_grantee,
        tells=[notices.staff_signed],
        instead="paper",
    )
    def sign(self, *, by: User) -> None:
        """The grantee has read it and agrees."""

    @transition(
        source=States.SENT,
        target=States.OBJECTED,
        label=_("Object to the protocol"),
        may=rules.is_grantee,
        guards=[guards.may_still_object, guards.has_objection],
        tells=[notices.staff_objected],
    )
    def object_to(self, *, by: User, objection: str) -> None:
        """The staff answer: they correct the protocol, or say why it stands."""
        self.objection = objection.strip()

    @transition(
        source=States.OBJECTED,
        target=States.HELD,
        label=_("Agree and correct the protocol"),
        primary=True,
        may=rules.may_inspect,
        guards=[guards.has_answer],
        tells=[notices.grantee_corrected],
    )
    def agree(self, *, by: User, answer: str) -> None:
        """The protocol is written anew and sent again."""
        self.answer = answer.strip()

    @transition(
        source=States.OBJECTED,
        target=States.STANDING,
        label=_("Keep the protocol as it is"),
        may=rules.may_inspect,
        guards=[guards.has_answer],
        tells=[notices.grantee_stands],
    )
    def keep(self, *, by: User, answer: str) -> None:
        """The objection does not change what was found."""
        self.answer = answer.strip()

    @transition(
        source=States.SENT,
        target=States.STANDING,
        label=_("Nobody signed or objected in time"),
        may=nobody,
        tells=[notices.grantee_stands],
    )
    def let_stand(self, *, by: User) -> None:
        """The clock makes this move: a protocol that nobody signs holds all the same."""

    @transition(
        source=[States.SIGNED, States.STANDING],
        target=States.CLOSED,
        label=_("Close the check"),
        may=rules.may_inspect,
        guards=[guards.recommendations_are_over],
        tells=[notices.grantee_closed],
    )
    def close(self, *, by: User) -> None:
        """Follows by itself when nothing recommended is left."""
