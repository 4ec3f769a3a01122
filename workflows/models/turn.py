"""Whose move it is: one row per object and holder. „Czeka na mnie” reads only this table."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.roles import holders, roles_of

from .link import Link, LinkQuerySet, type_of


class TurnQuerySet(LinkQuerySet["Turn"]):
    def waiting_for(self, user: Any) -> Self:
        """The moves open to `user`, by name or by a role they hold."""
        mine = Q(holder=user, stand_in=None) | Q(stand_in=user)
        for (role, scope_type), ids in roles_of(user).by_role().items():
            mine |= Q(role=role, scope_type=scope_type, scope_id__in=ids)
        return self.filter(mine).exclude(but=user)

    def of_nobody_living(self) -> Self:
        """Those that a closed account would have."""
        gone = Q(stand_in=None, holder__is_active=False) | Q(stand_in__is_active=False)
        return self.filter(gone)

    def within(self, scope: models.Model) -> Self:
        """The moves on whatever belongs to `scope`, and on `scope` itself."""
        return self.filter(within_type=type_of(scope), within_id=scope.pk)

    def late(self) -> Self:
        """Those whose day has passed."""
        return self.filter(due_at__lt=clock.now())


class Turn(Link):
    key = models.CharField(max_length=40)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="turns"
    )
    # whoever has the move while its holder is away, or gone
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=40, blank=True)
    scope_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, related_name="+"
    )
    scope_id = models.PositiveBigIntegerField(null=True)
    scope = GenericForeignKey("scope_type", "scope_id", for_concrete_model=False)
    # who made the step before, where the next one is somebody else's
    but = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # the widest thing the object belongs to (its last role scope): a programme's open moves are one query
    within_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, related_name="+"
    )
    within_id = models.PositiveBigIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    since = models.DateTimeField()

    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = _("open move")
        verbose_name_plural = _("open moves")
        constraints = [
            models.CheckConstraint(
                name="a_turn_is_a_persons_or_a_roles",
                condition=Q(holder__isnull=False, role="", scope_id__isnull=True)
                | Q(holder__isnull=True, scope_id__isnull=False) & ~Q(role=""),
            ),
        ]
        indexes = [
            models.Index(fields=["about_type", "about_id"]),
            models.Index(fields=["role", "scope_type", "scope_id"]),
            models.Index(fields=["within_type", "within_id"]),
            models.Index(fields=["due_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.holder_id or self.role}"

    def waits_for(self, user: Any) -> bool:
        """The twin of `waiting_for`: whether `user` has this move, by name or by a role they hold."""
        held = (self.role, self.scope_type_id, self.scope_id)
        if self.but_id is not None and self.but_id == user.pk:
            return False
        return user.pk == (self.stand_in_id or self.holder_id) or held in roles_of(user).held

    @property
    def owner(self) -> Any:
        """The account that has the move by name: whoever stands in, else the holder; None where it is a role's."""
        return self.stand_in or self.holder

    def people(self) -> list[Any]:
        """The accounts that have this move today."""
        if self.owner is not None:
            return [self.owner]
        found: Any = self.scope
        return [who for who in holders(self.role, found) if who.pk != self.but_id]

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at < clock.now()
