"""Roles are given on an object (a programme, a call, a pairing), never only globally."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .link import Link, LinkQuerySet


class RoleGrantQuerySet(LinkQuerySet["RoleGrant"]):
    def current(self) -> RoleGrantQuerySet:
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)


class RoleGrant(Link):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants"
    )
    role = models.CharField(max_length=40)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "about_type", "about_id"],
                condition=Q(ended_at__isnull=True),
                name="a_role_is_held_once",
            ),
        ]
        indexes = [models.Index(fields=["about_type", "about_id", "role"])]

    def __str__(self) -> str:
        return f"{self.role}: {self.user}"
