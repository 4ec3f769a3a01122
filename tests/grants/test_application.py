"""An application from its draft to its receipt: completeness, numbers, freezing, deadlines."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cms.demo.numbers import invented_nip
from grants.actions.application import (
    drafts_of_closed_calls,
    save_answers,
    start_application,
    submit_application,
)
from grants.models import Application, Submission
from grants.rules import application as rules
from people.models import Organisation
from questionnaires.forms import Page
from questionnaires.summary import digest
from tests.factories.grants import (
    chair_of,
    close,
    fresh,
    hand_in,
    make_application,
    make_call,
    staff_of,
    typed_answers,
)
from tests.factories.people import make_admin, make_membership, make_organisation, make_user
from workflows import clock
from workflows.errors import GuardsFailed, MoveRefused, NotFromHere, NotYours, SomeoneWasFaster
from workflows.models import Message, Turn
from workflows.moves import SYSTEM

pytestmark = pytest.mark.django_db
NIP = invented_nip(700)


def write(application: Application, **changes: Any) -> Application:
    """Type `changes` into the form."""
    now = fresh(application)
    save_answers(
        application=now, typed=changes, page=Page(now.answers.version, "write"), by=now.author
    )
    return fresh(now)


def test_a_draft_keeps_what_is_typed_and_its_columns_follow_what_is_valid() -> None:
    draft = make_application(costs=[{"name": "Deski", "amount": "dużo"}], title="Ławka")

    assert (draft.title, draft.requested_amount) == ("Ławka", None)
    assert write(
        draft, costs=[{"name": "Deski", "amount": "1 500,50"}]
    ).requested_amount == Decimal("1500.50")


def test_starting_twice_leads_to_the_same_draft() -> None:
    draft = make_application()

    assert start_application(call=draft.call, by=draft.author) == draft


def test_one_cannot_start_in_a_call_that_is_closed() -> None:
    call = make_call("closed")

    with pytest.raises(NotFromHere):
        start_application(call=call, by=make_user())


def test_nobody_else_writes_a_draft() -> None:
    draft = make_application()

    with pytest.raises(NotYours):
        save_answers(application=draft, typed={"title": "x"}, page=Page(0, ""), by=make_user())


def test_submitting_gives_a_number_and_freezes_the_content() -> None:
    application = make_application(state="submitted")

    frozen = application.latest_submission
    assert frozen is not None
    assert application.number == f"1/{clock.today().year}"
    assert frozen.digest == digest(frozen.content)
    assert frozen.content["values"]["title"] == "Ławka pod lipą"
    assert application.costs() == [{"name": "Deski", "amount": "5000.00"}]


def test_numbers_follow_one_another_in_each_call() -> None:
    first, second = make_call(), make_call()

    numbers = [make_application(call, "submitted").ordinal for call in (first, first, second)]

    assert numbers == [1, 2, 1]


def test_the_database_refuses_a_second_application_with_the_same_number() -> None:
    call = make_call()
    one, two = make_application(call, "submitted"), make_application(call, "submitted")

    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=two.pk).update(ordinal=one.ordinal)


def test_the_applicant_gets_a_receipt_with_number_and_digest() -> None:
    application = make_application(state="submitted")

    letter = Message.objects.get(template="grants/application_receipt")
    assert letter.recipient == application.author
    assert application.number in letter.subject
    assert application.latest_submission.digest in letter.body  # type: ignore[union-attr]


def test_what_is_submitted_is_not_written_any_more() -> None:
    application = make_application(state="submitted")

    with pytest.raises(NotFromHere):
        write(application, title="Inny tytuł")
    assert fresh(application).title == "Ławka pod lipą"


def test_an_incomplete_application_does_not_go_and_takes_no_number() -> None:
    draft = make_application(people_reached="", data_clause=False)

    with pytest.raises(GuardsFailed):
        hand_in(draft)

    assert [one.key for one in draft.missing()] == ["people_reached", "data_clause"]
    assert not Submission.objects.exists()
    assert hand_in(write(draft, people_reached="3", data_clause=True)).ordinal == 1


def test_only_the_author_submits() -> None:
    draft = make_application()

    with pytest.raises(NotYours):
        submit_application(
            application=draft,
            by=staff_of(draft.call),
            at=clock.now(),
            seen=draft.version,
            answers_seen=draft.answers.version,
        )


def test_what_counts_is_when_the_request_arrived_not_when_it_was_served() -> None:
    late, in_time = make_application(), None
    call = late.call
    in_time = make_application(call)
    close(call)

    with clock.at(call.closes_at + timedelta(minutes=5)):
        with pytest.raises(GuardsFailed):
            hand_in(late, at=call.closes_at)
        assert hand_in(in_time, at=call.closes_at - timedelta(seconds=1)).state == "submitted"


def test_before_the_opening_a_draft_waits() -> None:
    now = clock.now()
    call = make_call(opens_at=now + timedelta(days=1))

    with pytest.raises(GuardsFailed):
        hand_in(make_application(call))


def test_submitting_what_changed_since_the_read_through_is_refused() -> None:
    draft = make_application()
    write(draft, title="Z drugiego okna")

    with pytest.raises(SomeoneWasFaster):
        submit_application(
            application=draft,
            by=draft.author,
            at=clock.now(),
            seen=draft.version,
            answers_seen=draft.answers.version,
        )


def test_submitting_twice_happens_once() -> None:
    draft = make_application()
    hand_in(draft)

    with pytest.raises(MoveRefused):
        submit_application(
            application=draft,
            by=draft.author,
            at=clock.now(),
            seen=draft.version,
            answers_seen=draft.answers.version,
        )
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"costs": [{"name": "Deski", "amount": "10000,01"}]}, "costs"),
        ({"costs": [{"name": "Deski", "amount": "999,99"}]}, "costs"),
        ({"group_members": "Maria Lipka\nJan Jawor"}, "group_members"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"applicant_kind": "local_government"}, "applicant_kind"),
        ({"title": "x" * 201}, "title"),
        (
            {"applicant_kind": "ngo", "organisation_name": "Fundacja", "organisation_nip": "123"},
            "organisation_nip",
        ),
    ],
)
def test_what_the_call_does_not_allow_is_said_at_its_field(
    changes: dict[str, Any], key: str
) -> None:
    draft = make_application(**changes)

    assert key in [one.key for one in draft.missing()]


def test_a_project_that_ends_before_it_starts_is_said_so() -> None:
    draft = make_application()
    day = draft.call.eligible_from
    draft = write(
        draft,
        starts_on=(day + timedelta(days=9)).isoformat(),
        ends_on=(day + timedelta(days=8)).isoformat(),
    )

    assert [one.key for one in draft.missing()] == ["ends_on"]


def test_the_own_contribution_is_counted_from_the_grant() -> None:
    call = make_call(own_contribution_min=Decimal(10))

    short = make_application(call, costs=[{"name": "Deski", "amount": "5000", "own": "499,99"}])
    enough = make_application(call, costs=[{"name": "Deski", "amount": "5000", "own": "500"}])

    assert [one.key for one in short.missing()] == ["costs"]
    assert enough.missing() == []


def test_an_organisation_of_mine_is_tied_to_the_application() -> None:
    author, organisation = make_user("Ewa Jarząb"), make_organisation("Fundacja Ławka")
    make_membership(author.person, organisation)

    application = make_application(
        state="submitted", author=author, applicant_kind="ngo", organisation=str(organisation.pk)
    )

    assert (application.organisation, application.applicant) == (organisation, "Fundacja Ławka")
    assert application.parties() == [author.person, organisation]


def test_an_organisation_named_by_its_nip_is_entered_once() -> None:
    named = {
        "applicant_kind": "ngo",
        "organisation_name": "Fundacja Nowa",
        "organisation_nip": f"{NIP[:3]}-{NIP[3:]}",
    }
    call = make_call()

    first = make_application(call, "submitted", **named)
    second = make_application(call, "submitted", **named)

    assert first.organisation == second.organisation == Organisation.objects.get(nip=NIP)


def test_a_strangers_organisation_cannot_be_chosen() -> None:
    stranger = make_organisation()
    author = make_user()
    make_membership(author.person, make_organisation())

    draft = make_application(author=author, applicant_kind="ngo", organisation=str(stranger.pk))

    assert "organisation" in [one.key for one in draft.missing()]


def test_a_patron_is_tied_to_the_application() -> None:
    call = make_call(who_may_apply=["informal_group_with_patron"])

    application = make_application(call, "submitted", patron_name="Dom Kultury", patron_nip=NIP)

    assert application.patron is not None
    assert application.applicant_kind == "informal_group_with_patron"


def test_the_author_withdraws_until_the_decision() -> None:
    application = make_application(state="admitted")

    application.withdraw(by=application.author)

    assert application.state == Application.States.WITHDRAWN
    assert not Turn.objects.of(application).exists()


def test_a_draft_left_behind_is_put_aside_after_the_grace_hour() -> None:
    draft = make_application()
    closing = draft.call.closes_at

    assert draft not in drafts_of_closed_calls(closing + rules.GRACE - timedelta(seconds=1))
    assert draft in drafts_of_closed_calls(closing + rules.GRACE)
    draft.lapse(by=SYSTEM)
    assert draft.state == Application.States.UNSENT
    assert draft.answers.values["title"] == "Ławka pod lipą"


def test_predicate_and_queryset_agree_on_who_sees_what() -> None:
    call = make_call()
    rows = [
        make_application(call, state)
        for state in ("draft", "submitted", "returned", "admitted", "withdrawn")
    ]
    others = [
        make_user(),
        make_admin(),
        staff_of(call),
        chair_of(call),
        rows[0].author,
        staff_of(make_call()),
    ]

    for moment in ("open", "closed"):
        if moment == "closed":
            close(call)
        for user in others:
            found = set(Application.objects.visible_to(user).values_list("pk", flat=True))
            assert found == {row.pk for row in rows if rules.can_view(user, fresh(row))}, (
                moment,
                user,
            )


def test_staff_do_not_see_drafts() -> None:
    draft = make_application()

    assert draft not in Application.objects.visible_to(staff_of(draft.call))
    assert typed_answers(draft.call)["title"] == draft.title
