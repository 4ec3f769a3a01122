"""What a list shows and what a page opens is the same, for everybody and every state."""

import pytest

from activities import rules as activity_rules
from activities.models import Event, Registration, StudyVisit
from mentoring import rules
from mentoring.models import Edition, Enrolment, Milestone, Pairing, PlannedMeeting, SessionLog
from tests.factories.activities import make_event, make_registration, make_staff, make_visit
from tests.factories.mentoring import (
    make_edition,
    make_meeting,
    make_milestone,
    make_pair,
    make_session,
    mentee_of,
    mentor_of,
)
from tests.factories.people import make_admin, make_user

pytestmark = pytest.mark.django_db

TWINS = [
    (Edition, rules.can_view_edition),
    (Enrolment, rules.can_view_enrolment),
    (Pairing, rules.can_view),
    (Milestone, rules.can_view),
    (SessionLog, rules.can_view),
    (PlannedMeeting, rules.can_view),
    (Event, activity_rules.can_view),
    (StudyVisit, activity_rules.can_view),
    (Registration, activity_rules.can_view_registration),
]


def everybody():
    """Somebody of every kind, around objects in every state that matters for seeing."""
    edition = make_edition()
    pairs = [
        make_pair(state, edition=edition) for state in ("proposed", "accepted_by_mentor", "active")
    ]
    declined = make_pair("proposed", edition=edition)
    declined.decline(by=mentor_of(declined), note="Za dużo pracy.")
    make_milestone("returned", pair=pairs[-1])
    make_session("questioned", pair=pairs[-1])
    make_meeting(pair=pairs[-1])
    registrations = [make_registration(make_event()), make_registration(make_visit())]
    make_event("draft")
    users = [mentor_of(pair) for pair in pairs] + [mentee_of(pair) for pair in [*pairs, declined]]
    users += [registration.person.user for registration in registrations]
    users += [
        make_staff(edition.programme, role)
        for role in ("staff", "coordinator", "finance", "funder", "editor")
    ]
    users += [make_staff(registrations[0].event.programme), make_admin(), make_user()]
    return users


def test_predicate_and_queryset_agree_for_everybody():
    users = everybody()

    for model, predicate in TWINS:
        for user in users:
            listed = set(model.objects.visible_to(user).values_list("pk", flat=True))
            opened = {obj.pk for obj in model.objects.all() if predicate(user, obj)}
            assert listed == opened, (model, user)
