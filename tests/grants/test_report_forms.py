"""The final report asks what staff chose for the call; its files are answers; what is counted is known by its key."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.models import FinalReport, ReportSubmission
from questionnaires.actions.publishing import publish_version
from questionnaires.models import Questionnaire
from tests.factories.grants import make_call, staff_of
from tests.factories.grants_later import REPORT, enter, make_agreement
from workflows import clock
from workflows.models import StoredFile

pytestmark = pytest.mark.django_db


def page_of(agreement):
    return reverse("grants:report", args=[agreement.pk])


def posted(agreement, **changes):
    answers = FinalReport.objects.get(agreement=agreement).answers
    return REPORT | {"version": answers.version, "page": "test"} | changes


def form_of(call, code="nasze-sprawozdanie"):
    block = {
        "kind": "number",
        "key": "participants",
        "label": {"pl": "Ile osób przyszło na warsztaty?"},
        "minimum": "0",
    }
    form = Questionnaire.objects.create(code=code, name="Nasze sprawozdanie", owner=call.programme)
    return publish_version(questionnaire=form, blocks=[block])


def test_staff_choose_what_the_report_asks(client_of):
    call = make_call()
    form, staff = form_of(call), client_of(staff_of(call))
    address = reverse("grants:call-chapter", args=[call.code, "duties"])
    page = staff.get(address)

    assert "Nasze sprawozdanie, wersja 1" in page.text
    agreement = make_agreement("paid", report_form=form)
    enter(agreement)
    answers = {"version": 0, "page": "test", "participants": "21", "hand_in": "1"}
    written = client_of(agreement.application.author).post(page_of(agreement), answers)

    assert written.status_code == 302
    report = FinalReport.objects.get(agreement=agreement)
    assert (report.participants, report.things) == (21, None)
    assert "Ile osób przyszło na warsztaty?" in staff_page(client_of, agreement)


def staff_page(client_of, agreement):
    return client_of(staff_of(agreement.call)).get(page_of(agreement)).text


def test_photographs_come_as_answers_and_belong_to_the_agreement(client_of):
    agreement = make_agreement("paid")
    enter(agreement)
    scan = SimpleUploadedFile("lista.pdf", b"%PDF-1.4\n%%EOF\n")
    grantee = client_of(agreement.application.author)

    grantee.post(page_of(agreement), posted(agreement, attachments=scan))
    grantee.post(page_of(agreement), posted(agreement, hand_in="1"))

    assert StoredFile.objects.of(agreement).filter(name="lista.pdf").exists()
    assert "lista.pdf" in staff_page(client_of, agreement)


def test_what_was_frozen_before_reports_were_questionnaires_still_reads(client_of):
    agreement = make_agreement("reported")
    report = FinalReport.objects.get(agreement=agreement)
    ReportSubmission.objects.create(
        report=report,
        ordinal=2,
        content={"done": "Sadziliśmy lipy.", "participants": 30},
        digest="0" * 64,
        submitted_at=clock.now(),
        submitted_by=agreement.application.author,
    )

    assert "Sadziliśmy lipy." in staff_page(client_of, agreement)
