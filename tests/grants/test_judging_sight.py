"""Who sees assessments and agreements: the predicate and the queryset agree, and ties come from applications."""

from itertools import product

import pytest

from grants.models import Agreement, Application, Assessment
from grants.rules import agreement as agreement_rules
from grants.rules import application as application_rules
from grants.rules import assessment as assessment_rules
from people.ties import ties_among
from programmes.actions import give_programme_role
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import make_agreement, make_assessment, make_judged_call
from tests.factories.people import make_admin, make_organisation, make_user

pytestmark = pytest.mark.django_db


def everybody(call):
    """One account in each role around `call`, and those without any."""
    finance = make_user()
    give_programme_role(programme=call.programme, user=finance, role="finance", by=staff_of(call))
    authors = [application.author for application in call.applications.all()]
    return [staff_of(call), chair_of(call), finance, make_user(), make_admin(), *authors]


def agree(model, can_view, users):
    rows = model.objects.all()
    return [
        (row, user)
        for row, user in product(rows, users)
        if can_view(user, row) != model.objects.visible_to(user).filter(pk=row.pk).exists()
    ]


@pytest.mark.parametrize("open_sheets", [False, True])
@pytest.mark.parametrize(
    "state", ["assigned", "in_progress", "submitted", "recused", "declined", "cancelled"]
)
def test_whoever_may_open_an_assessment_finds_it_and_nobody_else(state, open_sheets):
    call = make_judged_call(assessors_see_others=open_sheets)
    assessments = [make_assessment(state, call=call), make_assessment("submitted", call=call)]
    users = [*everybody(call), *(one.assessor for one in assessments)]

    assert agree(Assessment, assessment_rules.can_view, users) == []
    assert agree(Application, application_rules.can_view, users) == []


@pytest.mark.parametrize("state", ["prepared", "paid", "settled"])
def test_whoever_may_open_an_agreement_finds_it_and_nobody_else(state):
    agreement = make_agreement(state)
    users = everybody(agreement.call)

    assert agree(Agreement, agreement_rules.can_view, users) == []


def test_whoever_applied_for_an_organisation_is_tied_to_it():
    call = make_judged_call()
    application = call.applications.get()
    organisation = make_organisation()
    Application.objects.filter(pk=application.pk).update(organisation=organisation)

    ties = ties_among([application.author.person], [organisation])

    assert [(tie.kind, tie.to_organisation_id) for tie in ties] == [("author", organisation.pk)]


def test_somebody_elses_application_ties_nobody():
    call = make_judged_call()
    application = call.applications.get()
    organisation = make_organisation()
    application.withdraw(by=application.author)
    Application.objects.filter(pk=application.pk).update(organisation=organisation)

    assert ties_among([make_user().person], [organisation]) == []
