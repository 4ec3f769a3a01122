"""Giving and withdrawing consents, and publishing the words they are given to."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people import rules
from people.actions.checks import record, require
from people.models import Consent, ConsentClause, ConsentWay, Person, User
from people.registries import withdrawals
from workflows import clock
from workflows.errors import GuardsFailed


@transaction.atomic
def give_consent(
    *, person: Person, clause: ConsentClause, by: User, way: str = ConsentWay.PAGE
) -> Consent:
    """Record that `person` agrees to the words of `clause`; a standing yes to an older version ends.

    Raise NotYours unless `by` may, GuardsFailed when somebody else ticks "on this site". Giving it
    twice changes nothing.
    """
    require(rules.can_record_consent, by, person)
    if way == ConsentWay.PAGE and not person.belongs_to(by):
        raise GuardsFailed(
            [_("Only the person can agree on this site. Say how they gave you their consent.")]
        )
    if way == ConsentWay.FORM:
        raise ValueError("What a visitor ticks is noted by note_consent_of_visitor.")
    standing = person.consents.standing().filter(clause__key=clause.key).select_related("clause")
    for consent in standing:
        if consent.clause_id == clause.pk:
            return consent
        _withdraw(consent, by)
    consent = Consent.objects.create(
        person=person, clause=clause, way=way, given_at=clock.now(), given_by=by
    )
    record(person, "consent_given", by=by, note=str(clause))
    return consent


@transaction.atomic
def note_consent_of_visitor(*, person: Person, clause: ConsentClause) -> None:
    """Record what somebody without an account ticked in a public form; a standing yes, to whatever version, stays.

    Raise GuardsFailed when the person has an account: they agree themselves, once they have logged in.
    """
    if person.has_account():
        raise GuardsFailed([_("Only the person can agree on this site. Log in.")])
    if person.consents.standing().to(clause.key).exists():
        return
    Consent.objects.create(
        person=person, clause=clause, way=ConsentWay.FORM, given_at=clock.now(), given_by=None
    )
    record(person, "consent_given", by=None, note=str(clause))


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User) -> Consent:
    """Record that the person takes the consent back; withdrawing twice changes nothing."""
    require(rules.can_record_consent, by, consent.person)
    fresh = (
        Consent.objects.select_for_update(of=("self",))
        .select_related("clause", "person")
        .get(pk=consent.pk)
    )
    if fresh.stands:
        _withdraw(fresh, by)
        record(fresh.person, "consent_withdrawn", by=by, note=str(fresh.clause))
        withdrawal = withdrawals.get(fresh.clause.key)
        if withdrawal is not None and withdrawal.removes is not None:
            withdrawal.removes(fresh.person)
    return fresh


def what_withdrawing_does(consent: Consent) -> list[str]:
    """Say in sentences what happens when `consent` is taken back; of an unknown clause, what the law says."""
    withdrawal = withdrawals.get(consent.clause.key)
    if withdrawal is None:
        return [_("From now on we do nothing any more that needs this consent.")]
    return [str(sentence) for sentence in withdrawal.does]


def _withdraw(consent: Consent, by: User) -> None:
    consent.withdrawn_at, consent.withdrawn_by = clock.now(), by
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])


@transaction.atomic
def publish_clause(*, key: str, by: User, **texts: Any) -> ConsentClause:
    """Publish the next version of the clause `key`; `texts` are title_pl, text_pl, title_en, text_en.

    Earlier consents stay what they were: a yes to the earlier words.
    """
    require(rules.is_admin, by, None)
    last = ConsentClause.objects.filter(key=key).order_by("-version").first()
    clause = ConsentClause(key=key, version=last.version + 1 if last else 1, **texts)
    clause.full_clean()
    clause.save()
    return clause
