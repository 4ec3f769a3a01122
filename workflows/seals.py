"""Seals the history each day: one root over the chain heads that moved, kept and sent out by mail."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from . import clock
from .models import DailyRoot, History
from .notices import Notice
from .outbox import addressee, compose, new_message, put_in_outbox
from .topics import Topic

SEAL = Notice(
    "workflows/daily_root",
    to=lambda obj: [],
    placeholders=("day", "root", "chains"),
    topic=Topic.MUST,
)


@transaction.atomic
def seal_day(day: date | None = None) -> DailyRoot | None:
    """Seal what happened since the last seal, as the seal of `day` (today); None when nothing did."""
    day = day or clock.today()
    last = DailyRoot.objects.order_by("-day").first()
    if last is not None and last.day >= day:
        return None
    moved = History.objects.filter(pk__gt=last.upto if last else 0).order_by("pk")
    heads = {f"{entry.about_type_id}:{entry.about_id}": entry.digest for entry in moved}
    newest = moved.last()
    if newest is None:
        return None
    root = DailyRoot(
        day=day,
        heads=heads,
        chains=len(heads),
        upto=newest.pk,
        previous=last.root if last else "",
        sealed_at=clock.now(),
    )
    root.root = root.reckon()
    root.save(force_insert=True)
    put_in_outbox([_letter(root, who) for who in _keepers()])
    return root


def _keepers() -> list[Any]:
    """Those who keep the roots outside the database: the administrators."""
    return list(get_user_model()._default_manager.filter(is_superuser=True, is_active=True))


def _letter(root: DailyRoot, who: Any) -> Any:
    mail = addressee(who)
    with translation.override(mail.language):
        values = {
            "day": date_format(root.day),
            "root": root.root,
            "chains": root.chains,
            "name": mail.name,
            "site": settings.TANDEM_URL,
            "link": settings.TANDEM_URL,
        }
        letter = compose(SEAL.template, mail.language, values)
    return new_message(who, SEAL.template, letter, occasion=f"root {root.day.isoformat()}")
