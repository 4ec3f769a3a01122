"""What every application asks first, whatever form the call uses: who applies, and what the project is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from finance.money import format_money
from grants.rules.eligibility import ELSEWHERE
from grants.rules.parties import GROUPS, ORGANISATIONS, ApplicantKind
from grants.rules.territory import areas_of
from questionnaires.blocks import (
    SOURCES,
    Amount,
    Block,
    Choice,
    Condition,
    Costs,
    Day,
    Heading,
    Lines,
    Option,
    PageBreak,
    Question,
    Table,
    Text,
)
from questionnaires.blocks.tables import WORK, Rate

if TYPE_CHECKING:
    from grants.models import Call, CostCategory, WorkRate
    from people.models import Organisation

NEW = "new"
say_day = lazy(date_format, str)
RESERVED = frozenset(
    {
        "applicant_kind",
        "organisation",
        "organisation_name",
        "organisation_nip",
        "organisation_registered_on",
        "organisation_revenue",
        "applicant_place",
        "group_name",
        "group_members",
        "patron_name",
        "patron_nip",
        "title",
        "track",
        "starts_on",
        "ends_on",
        "page_opening",
        "section_applicant",
        "section_project",
    }
)


def opening_blocks(call: Call, *, organisations: Iterable[Organisation]) -> list[Block]:
    """The first two sections; only what the call's kinds of applicants need is asked."""
    kinds = [kind for kind in ApplicantKind if kind in call.who_may_apply]
    return [
        Heading(key="section_applicant", label=_("Who applies")),
        *_kind(kinds),
        *_organisation(kinds, list(organisations)),
        *_young(call, kinds),
        *_group(call, kinds),
        *_patron(kinds),
        *_place(call),
        Heading(key="section_project", label=_("The project")),
        *_track(call),
        Text(
            key="title",
            label=_("Title"),
            help=_("One line that your neighbours would understand."),
            max_length=200,
        ),
        Day(
            key="starts_on",
            label=_("The project starts"),
            help=format_lazy(
                _("In this call a project may last from {first} to {last}."),
                first=say_day(call.eligible_from),
                last=say_day(call.eligible_to),
            ),
            earliest=call.eligible_from,
            latest=call.eligible_to,
            missing=_("Give the day on which the project starts."),
        ),
        Day(
            key="ends_on",
            label=_("The project ends"),
            earliest=call.eligible_from,
            latest=call.eligible_to,
            missing=_("Give the day on which the project ends."),
        ),
    ]


def asked_in(call: Call, *, organisations: Iterable[Organisation]) -> list[Block]:
    """Everything that an application in `call` asks; where its own form has pages, the opening is the first."""
    own = call.form.read()
    first = opening_blocks(call, organisations=organisations)
    if any(isinstance(block, PageBreak) for block in own):
        first.insert(0, PageBreak(key="page_opening", label=_("Who and what")))
    return [*first, *(adjusted(block, call) for block in own)]


def _track(call: Call) -> list[Question]:
    options = tuple(Option(track.key, track.title) for track in call.tracks.all())
    if not options:
        return []
    return [
        Choice(
            key="track",
            label=_("Track"),
            help=_("Each track has a pool and limits of its own."),
            options=options,
            missing=_("Choose the track in which you apply."),
        )
    ]


def adjusted(block: Block, call: Call) -> Block:
    """`block` of the call's form, with the call's money in it."""
    if isinstance(block, Costs):
        return _estimate(block, call)
    if isinstance(block, Amount | Table):
        return replace(block, currency=call.currency)
    return block


def in_languages(row: CostCategory | WorkRate) -> dict[str, str]:
    """The title of `row` in each language in which it has one, Polish always."""
    titles = {code: getattr(row, f"title_{code}", "") or "" for code, _name in settings.LANGUAGES}
    return {"pl": row.title} | {code: title for code, title in titles.items() if title}


def _estimate(block: Costs, call: Call) -> Costs:
    """The cost estimate with the call's categories, and a column for each source that the call asks for."""
    named = tuple(Option(one.key, in_languages(one)) for one in call.cost_categories.all())
    asked = {
        "own_cash": call.own_cash_min,
        "own_in_kind": call.own_in_kind_min,
        WORK: call.own_work_min,
    }
    sources = block.sources
    if any(asked.values()):
        sources = tuple(key for key in SOURCES if asked[key] or key in sources)
    own = bool(call.own_contribution_min) and not sources
    by_hours = block.hourly and WORK in sources
    return replace(
        block,
        currency=call.currency,
        own=own,
        categories=named or block.categories,
        sources=sources,
        rates=tuple(_rate(one) for one in call.work_rates.all()) if by_hours else (),
    )


def _rate(row: WorkRate) -> Rate:
    """A kind of work with what an hour of it counts in its words, so that whoever reads them can count it again."""
    named = {}
    for code, title in in_languages(row).items():
        with translation.override(code):
            named[code] = _("%(work)s, %(rate)s an hour") % {
                "work": title,
                "rate": format_money(row.rate, row.call.currency),
            }
    return Rate(key=row.key, label=named, worth=row.rate)


def _when(kinds: list[ApplicantKind], among: Iterable[str]) -> Condition | None:
    """The condition on the kind; None where every kind of the call meets it."""
    wanted = tuple(kind for kind in kinds if kind in among)
    return (
        None
        if len(wanted) == len(kinds)
        else Condition("applicant_kind", tuple(str(kind) for kind in wanted))
    )


def _kind(kinds: list[ApplicantKind]) -> list[Question]:
    if len(kinds) < 2:
        return []
    options = tuple(Option(str(kind), kind.label) for kind in kinds)
    return [
        Choice(
            key="applicant_kind",
            label=_("You apply as"),
            options=options,
            fact="organisation.kind",
            missing=_("Say as whom you apply."),
        )
    ]


def _organisation(kinds: list[ApplicantKind], mine: list[Organisation]) -> list[Question]:
    if not ORGANISATIONS & set(kinds):
        return []
    condition = _when(kinds, ORGANISATIONS)
    described = Condition("organisation", (NEW,)) if mine else condition
    options = (
        *(Option(str(one.pk), one.name) for one in mine),
        Option(NEW, _("another one, which I name below")),
    )
    choice = Choice(
        key="organisation",
        label=_("Your organisation"),
        options=options,
        only_if=condition,
        fact="organisation.key",
        missing=_("Choose the organisation that applies."),
    )
    return [
        *([choice] if mine else []),
        Text(
            key="organisation_name",
            label=_("Full name of the organisation"),
            only_if=described,
            fact="organisation.name",
        ),
        Text(
            key="organisation_nip",
            label=_("Its NIP"),
            help=_("Ten digits; hyphens do not matter."),
            max_length=20,
            only_if=described,
            fact="organisation.nip",
        ),
    ]


def _young(call: Call, kinds: list[ApplicantKind]) -> list[Question]:
    """What the call wants to know of an organisation: its age and its size, where it limits them."""
    if ApplicantKind.NGO not in kinds:
        return []
    condition = _when(kinds, {ApplicantKind.NGO})
    asked: list[Question] = []
    if call.ngo_max_months:
        asked.append(
            Day(
                key="organisation_registered_on",
                label=_("The organisation was registered on"),
                help=_("The day of the entry in the KRS or in another register."),
                only_if=condition,
                fact="organisation.registered_on",
                missing=_("Give the day on which the organisation was registered."),
            )
        )
    if call.ngo_max_revenue is not None:
        asked.append(
            Amount(
                key="organisation_revenue",
                label=_("Its revenue last year"),
                currency=call.currency,
                minimum=Decimal(0),
                only_if=condition,
                missing=_("Give last year's revenue of the organisation; 0 when there was none."),
            )
        )
    return asked


def _place(call: Call) -> list[Question]:
    options = tuple(Option(area.code, area.name) for area in areas_of(call))
    if not options:
        return []
    return [
        Choice(
            key="applicant_place",
            label=_("Where is your seat, or where do you live?"),
            options=(*options, Option(ELSEWHERE, _("somewhere else"))),
            missing=_("Say where your seat is, or where you live."),
        )
    ]


def _group(call: Call, kinds: list[ApplicantKind]) -> list[Question]:
    if not GROUPS & set(kinds):
        return []
    condition = _when(kinds, GROUPS)
    return [
        Text(
            key="group_name",
            label=_("Name of the group"),
            help=_("As you want to be called, for example “Neighbours from Lipowa Street”."),
            only_if=condition,
        ),
        Lines(
            key="group_members",
            label=_("Members of the group"),
            help=format_lazy(
                _(
                    "Adults only, you among them, each in a line: given name and family name. At least {count}."
                ),
                count=call.group_min_adults,
            ),
            only_if=condition,
        ),
    ]


def _patron(kinds: list[ApplicantKind]) -> list[Question]:
    if ApplicantKind.INFORMAL_GROUP_WITH_PATRON not in kinds:
        return []
    condition = _when(kinds, {ApplicantKind.INFORMAL_GROUP_WITH_PATRON})
    return [
        Text(key="patron_name", label=_("Full name of the patron organisation"), only_if=condition),
        Text(key="patron_nip", label=_("The patron's NIP"), max_length=20, only_if=condition),
    ]
