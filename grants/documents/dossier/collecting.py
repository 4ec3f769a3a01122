"""What the file of one application holds for one reader: the paper, and the files in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from finance.money import format_money
from grants.models import (
    Agreement,
    Application,
    Assessment,
    Handover,
    Inspection,
    InterimReport,
    ReserveOffer,
)
from grants.rules.dossier import keeps_agreement, keeps_application
from people.names import slug
from workflows.models import History, Message, StoredFile
from workflows.models.link import type_of
from workflows.timeline import Entry, timelines
from workflows.typesetting import typeset

from .agreed import agreed
from .applied import applied
from .on_site import on_site
from .words import Block, Blocks, chapter, fact, heading, instant, table, text

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Dossier:
    """The file of `application` as `user` may read it. `agreement` is None where there is none, or none for them.

    `whole` says whether it begins with the application; for whoever keeps the money only, it begins with the award.
    """

    application: Application
    agreement: Agreement | None
    user: User
    whole: bool

    @property
    def number(self) -> str:
        """The number of the application as a part of a file's name."""
        return slug(self.application.number.replace("/", "-"))

    def paper(self) -> bytes:
        """The PDF. The same state gives the same bytes: nothing in it is of the moment of asking."""
        title = _("File of application %(number)s") % {"number": self.application.number}
        moves = list(self.moves())
        last = max((entry.at for _about, entry in moves), default=self.application.submitted_at)
        blocks = [*self._head(title, last), *self._chapters(), *_history(moves)]
        return typeset(blocks, title=title, language=get_language() or "pl", made_at=last)

    def _head(self, title: str, last: datetime | None) -> Iterator[Block]:
        application = self.application
        yield chapter(title)
        names = [application.title_line, application.applicant, application.call.title]
        yield text("\n".join(filter(None, names)))
        yield fact(_("State"), application.get_state_display())
        money = (
            (pgettext("grant", "Asked for"), application.requested_amount),
            (
                _("Granted"),
                application.granted_amount,
            ),
        )
        for label, amount in money:
            if amount is not None:
                yield fact(label, format_money(amount, application.call.currency))
        yield fact(_("State as of"), instant(last))

    def _chapters(self) -> Blocks:
        if self.whole:
            yield from applied(self.application, self.user)
            yield from _offered(self.offers)
        if self.agreement is not None:
            yield from agreed(self.agreement)
            yield from on_site(self.agreement, self.inspections, self.handovers)
        yield from self._letters()

    def _letters(self) -> Blocks:
        """The letters about what is in the file; of one long ago only that it went is known."""
        about = History.objects.of_all(self.kept).order_by().values("pk")
        letters = list(
            Message.objects.visible_to(self.user)
            .filter(entry__in=about)
            .order_by("created_at", "pk")
        )
        if letters:
            yield chapter(_("Letters"))
        for one in letters:
            yield heading(one.subject)
            sent = instant(one.sent_at) if one.sent_at else one.get_status_display()
            yield fact(f"{sent} · {one.address}", one.body or _("Its words are not kept any more."))

    @cached_property
    def offers(self) -> list[ReserveOffer]:
        """What the application was offered from the reserve list, in order."""
        return _of(self.application.offers.order_by("pk"), application=self.application)

    @cached_property
    def inspections(self) -> list[Inspection]:
        """The checks of the grant, with their recommendations, in order; of two queries."""
        rows = Inspection.objects.visible_to(self.user).filter(agreement=self.agreement)
        rows = rows.select_related("lead").prefetch_related("recommendations")
        found = _of(rows.order_by("day", "pk"), agreement=self.agreement)
        for one in found:
            _of(one.recommendations.all(), agreement=self.agreement, inspection=one)
        return found

    @cached_property
    def handovers(self) -> list[Handover]:
        """The protocols of things that changed hands, in order."""
        rows = Handover.objects.filter(agreement=self.agreement).order_by("pk")
        return _of(rows, agreement=self.agreement)

    @cached_property
    def kept(self) -> list[Any]:
        """The objects that the file is about, in its order."""
        application, agreement = self.application, self.agreement
        found: list[Any] = []
        if self.whole:
            assessments = Assessment.objects.visible_to(self.user).of_application(application)
            found += [application, *assessments, *application.appeals.order_by("pk")]
            found += self.offers
        if agreement is not None:
            found += [
                agreement,
                *agreement.accounts.order_by("pk"),
                *agreement.payments.order_by("pk"),
                *agreement.aid.order_by("pk"),
                *agreement.budget_changes.order_by("pk"),
                *agreement.annexes.order_by("pk"),
                *agreement.register.order_by("pk"),
                *InterimReport.objects.filter(agreement=agreement),
                *self.inspections,
                *(one for check in self.inspections for one in check.recommendations.all()),
                *self.handovers,
            ]
        return found

    def moves(self) -> Iterator[tuple[Model, Entry]]:
        """Every step and word about each object of the file, each object's in their order."""
        for obj, entries in timelines(self.kept, self.user).items():
            yield from ((obj, entry) for entry in reversed(entries))

    def files(self) -> list[StoredFile]:
        """What is attached to the objects of the file: whoever sees one of them may open its files."""
        place = {(type_of(obj).pk, obj.pk): place for place, obj in enumerate(self.kept)}
        rows = StoredFile.objects.present().of_all(self.kept).select_related("about_type")
        return sorted(
            rows, key=lambda one: (place[one.about_type_id, one.about_id], one.uploaded_at, one.pk)
        )

    def frozen(self) -> list[tuple[str, bytes]]:
        """Name and bytes of every submission as it was sent: its SHA-256 stands on the receipt."""
        if not self.whole:
            return []
        name = slug(_("application"))
        return [
            (f"{name}-{one.ordinal}.json", one.as_sent())
            for one in self.application.submissions.order_by("ordinal")
        ]


def _of(rows: Any, **owners: Any) -> list[Any]:
    """`rows` that know their `owners` as they are loaded already, so that none is read again for each row."""
    found = list(rows)
    for one in found:
        for name, owner in owners.items():
            setattr(one, name, owner)
    return found


def dossier_of(application: Application, user: User) -> Dossier | None:
    """The file of `application` for `user`; None when nothing of it is for them."""
    found = Agreement.objects.visible_to(user).for_lists().filter(application=application).first()
    agreement = found if found is not None and keeps_agreement(user, found) else None
    whole = application.submitted_at is not None and keeps_application(user, application)
    if agreement is None and not whole:
        return None
    return Dossier(application, agreement, user, whole)


def _offered(offers: list[ReserveOffer]) -> Blocks:
    if offers:
        yield chapter(_("Offers from the reserve list"))
    yield from table(
        [_("Offered"), _("Why it is free"), _("To be accepted until"), _("State")],
        (
            [
                format_money(one.amount, one.application.call.currency),
                one.because,
                instant(one.due_at),
                one.get_state_display(),
            ]
            for one in offers
        ),
    )


def _history(moves: Iterable[tuple[Model, Entry]]) -> Blocks:
    yield chapter(_("History"))
    rows = sorted(moves, key=lambda one: one[1].at)
    yield from table(
        [_("When"), _("What about"), _("What happened"), _("Who")],
        (
            [
                instant(entry.at),
                _named(obj),
                "\n".join(filter(None, (entry.what, entry.note))),
                entry.by,
            ]
            for obj, entry in rows
        ),
    )


def _named(obj: Model) -> str:
    return str(obj._meta.verbose_name)
