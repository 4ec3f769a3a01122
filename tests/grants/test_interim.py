"""The interim report: where the call wants one, in the questionnaire's words; its acceptance frees money."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.models import InterimReport
from tests.factories.grants import staff_of
from tests.factories.grants_later import enter, make_agreement
from tests.factories.people import make_user
from workflows import clock
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db
HALVES = ((60, "signed"), (40, "interim"))


@pytest.fixture
def agreement():
    return make_agreement("paid", tranches=HALVES)


def typed(report, **changes):
    return {
        "version": InterimReport.objects.get(pk=report.pk).answers.version,
        "page": "test",
        "done": "Kupiliśmy deski.",
        "percent": "50",
        "participants": "12",
        "deviations": "",
    } | changes


def write(client, report, **changes):
    address = reverse("grants:interim-write", args=[report.pk])
    return client.post(address, typed(report, **changes))


def move(client, report, name, **given):
    address = reverse("grants:interimreport-move", args=[report.pk, name])
    version = InterimReport.objects.get(pk=report.pk).version
    return client.post(address, {"version": version, **given})


def fresh(report):
    return InterimReport.objects.get(pk=report.pk)


def test_a_call_that_wants_no_interim_report_opens_none():
    assert not hasattr(make_agreement("paid"), "interim")


def test_a_day_in_the_call_is_when_it_is_due():
    day = clock.today() + timedelta(days=20)

    report = make_agreement("paid", interim_report_on=day).interim

    assert Turn.objects.of(report).get().due_at.date() == day


def test_its_acceptance_frees_the_tranche_that_waits_for_it(client_of, agreement):
    report, staff = agreement.interim, client_of(staff_of(agreement.call))
    before = agreement.payments.count()
    write(client_of(agreement.application.author), report, hand_in="1")

    move(staff, report, "accept")

    assert (before, agreement.payments.count()) == (1, 2)
    assert agreement.payments.order_by("pk").last().amount == Decimal(2000)
    assert fresh(report).state == "accepted"
    assert Message.objects.filter(template="grants/interim_accepted").exists()


def test_what_is_handed_in_is_frozen_with_the_figures_of_the_register(client_of, agreement):
    enter(agreement, "1200.00")
    report = agreement.interim
    photo = SimpleUploadedFile("prace.pdf", b"%PDF-1.4\n%%EOF\n")

    write(client_of(agreement.application.author), report, hand_in="1", photos=photo)

    content = report.submissions.get().content
    assert (content["spent"], content["values"]["percent"]) == ("1200.00", "50")
    assert content["values"]["photos"][0]["name"] == "prace.pdf"


@pytest.mark.parametrize(
    "changes", [{"done": ""}, {"percent": "101"}, {"participants": "kilka"}, {"done": "x" * 3001}]
)
def test_what_is_missing_gets_a_sentence_and_stays_as_typed(client_of, agreement, changes):
    report = agreement.interim

    response = write(client_of(agreement.application.author), report, hand_in="1", **changes)

    assert response.status_code == 422
    assert response.context["missing"]
    assert fresh(report).state == "draft"
    kept = fresh(report).answers.values
    assert {key: kept.get(key, "") for key in changes} == changes


def test_a_returned_report_is_corrected_and_comes_again(client_of, agreement):
    report, grantee = agreement.interim, client_of(agreement.application.author)
    write(grantee, report, hand_in="1")
    move(
        client_of(staff_of(agreement.call)),
        report,
        "give_back",
        reasons="Ile osób?",
        due_on=(clock.today() + timedelta(days=5)).isoformat(),
    )

    assert "Ile osób?" in Message.objects.get(template="grants/interim_returned").body
    write(grantee, report, hand_in="1", participants="15")
    assert (fresh(report).state, report.submissions.count()) == ("handed_in", 2)


def test_two_windows_keep_both_texts(client_of, agreement):
    report, grantee = agreement.interim, client_of(agreement.application.author)
    write(grantee, report)

    response = write(grantee, report, version=0, page="other", done="Coś innego.")

    assert response.status_code == 409
    assert "Coś innego." in response.text
    assert fresh(report).answers.values["done"] == "Kupiliśmy deski."


def test_what_is_handed_in_the_grantee_changes_no_more(client_of, agreement):
    report, grantee = agreement.interim, client_of(agreement.application.author)
    write(grantee, report, hand_in="1")

    response = write(grantee, report, done="Za późno.")

    assert response.status_code == 409
    assert "Za późno." in response.text
    assert fresh(report).answers.values["done"] == "Kupiliśmy deski."


def test_staff_do_not_write_it_and_strangers_do_not_find_it(client_of, agreement):
    report = agreement.interim

    assert write(client_of(staff_of(agreement.call)), report).status_code == 403
    assert write(client_of(make_user()), report).status_code == 404


def test_nobody_judges_their_own(client_of, agreement):
    report, grantee = agreement.interim, client_of(agreement.application.author)
    write(grantee, report, hand_in="1")

    assert move(grantee, report, "accept").status_code == 403
    assert fresh(report).state == "handed_in"


def test_an_agreement_that_ends_waits_for_no_report(agreement):
    nothing = {"accepted": Decimal(0), "misused": Decimal(0)}
    agreement.call_off(
        by=staff_of(agreement.call), grounds="given_up", note="Projekt się nie odbył.", **nothing
    )

    assert fresh(agreement.interim).state == "dropped"
