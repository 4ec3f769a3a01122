"""Who is found by whom: every list and every page of this room fetches through these."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core import signing
from django.db import models
from django.db.models import Exists, OuterRef, Q

from people import names, numbers, rules
from people.finding import has_words, words_of
from people.registries import reach

if TYPE_CHECKING:
    from people.models import Invitation, Organisation, Person

INVITATION_SALT = "people.invitation"
#: The clause that a parent or guardian agrees to in place of somebody under age.
GUARDIAN = "guardian"
_SHORTEST_PHONE = 5


class SearchedQuerySet(models.QuerySet[Any]):
    """Rows with the columns of `people.models.named.Named`."""

    def search(self, words: str) -> Self:
        """Keep rows in which every word stands somewhere, whatever its case and accents."""
        return self.filter(has_words(words_of(words), "search_text__contains"))


class PersonQuerySet(SearchedQuerySet):
    def present(self) -> Self:
        """Keep persons that were neither merged into another record nor erased."""
        return self.filter(merged_into__isnull=True, erased_at__isnull=True)

    def visible_to(self, user: Any) -> Self:
        """Keep whom `user` may see: themselves, whom they entered, and whom a registered reach gives them."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.is_superuser:
            return self
        mine = Q(user=user) | Q(entered_by=user)
        for source in reach:
            mine |= Q(pk__in=source.persons(user))
        return self.filter(mine)

    def in_organisation(self, organisation: Organisation) -> Self:
        """Keep members of `organisation`, past and present."""
        memberships = organisation.memberships.filter(person=OuterRef("pk"))
        return self.filter(Exists(memberships))

    def alike(self, person: Person) -> Self:
        """Keep other persons with the same e-mail, telephone or name as `person`, saved or not, or with the same family
        name, initial and year of birth or organisation; not those whom somebody told apart from them.

        Whole names are compared without case and accents, as `search_text` has them.
        """
        whole_name = names.fold(person.full_name)
        same = (
            Q(search_text__startswith=f"{whole_name} ") | Q(search_text=whole_name)
            if whole_name
            else Q(pk=None)
        )
        if person.email:
            same |= Q(email=person.email.strip().lower())
        phone = numbers.phone_digits(person.phone) if person.phone else ""
        if len(phone) >= _SHORTEST_PHONE:
            same |= Q(phone=phone)
        initialled = Q(
            family_name__iexact=person.family_name, given_name__istartswith=person.given_name[:1]
        )
        if person.birth_year:
            same |= initialled & Q(birth_year=person.birth_year)
        others = self.present()
        if person.pk:
            organisations = person.memberships.values("organisation")
            beside = self.model.objects.filter(memberships__organisation__in=organisations)
            same |= initialled & Q(pk__in=beside.values("pk"))
            others = others.exclude(pk=person.pk).exclude(told_apart__other=person)
            others = others.exclude(told_apart_too__one=person)
        return others.filter(same)


class OrganisationQuerySet(SearchedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Keep what `user` may see: staff everything, others what they belong to or entered."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if rules.works_in_office(user, None):
            return self
        mine = self.model._meta.get_field("memberships").related_model.objects.filter(
            organisation=OuterRef("pk"), person__user=user
        )
        return self.filter(Exists(mine) | Q(entered_by=user))

    def local_governments(self) -> Self:
        """Keep municipalities, districts and counties."""
        return self.filter(kind="local_government")

    def names_by_teryt(self, codes: Iterable[str]) -> dict[str, str]:
        """Return the names of the local governments with these TERYT codes, by code."""
        return dict(self.filter(teryt__in=codes).order_by().values_list("teryt", "name"))


class MembershipQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        """Keep memberships that hold on `day`; an unknown start counts as always."""
        started = Q(since__isnull=True) | Q(since__lte=day)
        return self.filter(started, Q(until__isnull=True) | Q(until__gte=day))


class ConsentClauseQuerySet(models.QuerySet[Any]):
    def newest(self) -> Self:
        """Keep the newest version of each clause."""
        newer = self.model._default_manager.filter(
            key=OuterRef("key"), version__gt=OuterRef("version")
        )
        return self.filter(~Exists(newer))

    def of_oneself(self) -> Self:
        """Keep what a person agrees to themselves: a guardian agrees for a child in the form of an event."""
        return self.exclude(key=GUARDIAN)


class ConsentQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Keep consents that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def to(self, key: str) -> Self:
        """Keep consents to any version of the clause `key`."""
        return self.filter(clause__key=key)


class InvitationQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Keep invitations neither used nor replaced; they may have expired."""
        return self.filter(accepted_at__isnull=True, replaced=False)

    def of_link(self, token: str) -> Invitation | None:
        """Return the invitation a link belongs to, or None when the link was altered or is unknown."""
        try:
            key, nonce = signing.Signer(salt=INVITATION_SALT).unsign_object(token)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return self.filter(pk=key, nonce=nonce).select_related("person__user").first()
