"""What a grantee says on the phone or signs on paper is entered as their step, papers and evidence with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grants.models import Paper
from tests.factories.grants import staff_of
from tests.factories.in_kind import draw_up, make_initiative
from tests.factories.inspecting import make_recommendation
from workflows.models import History, StoredFile

pytestmark = pytest.mark.django_db


def paper(name):
    return SimpleUploadedFile(name, b"%PDF-1.7\npodpis", "application/pdf")


def enter(client_of, obj, name, **fields):
    """Post the move in the grantee's place as somebody who runs the call."""
    author, staff = obj.agreement.application.author, staff_of(obj.agreement.call)
    sent = {"version": obj.version, "for": author.pk, **fields}
    url = f"{obj.move_url(getattr(type(obj), name).move)}?for={author.pk}"
    return client_of(staff).post(url, sent)


def last_step(obj):
    entry = History.objects.of(obj).order_by("-seq").first()
    return entry, (entry.move, entry.by, entry.acting_for)


def test_a_protocol_signed_on_paper_is_entered_with_its_scan(client_of):
    handover = draw_up(make_initiative())
    grantee, staff = handover.agreement.application.author, staff_of(handover.agreement.call)

    refused = enter(client_of, handover, "confirm", **{"instead-how": "paper"})
    assert refused.status_code == 422

    fields = {"instead-how": "paper", "instead-scan": paper("protokół.pdf")}
    assert enter(client_of, handover, "confirm", **fields).status_code == 302

    entry, step = last_step(handover)
    assert step == ("confirm", staff, grantee)
    assert StoredFile.objects.of(entry).get().name == "protokół.pdf"
    assert Paper.objects.filter(agreement=handover.agreement, kind="handover").exists()


def test_what_was_done_is_entered_from_a_call_with_the_photograph_that_came(client_of):
    recommendation = make_recommendation()
    grantee = recommendation.agreement.application.author
    staff = staff_of(recommendation.agreement.call)
    fields = {"instead-how": "phone", "answer": "Ławki stoją.", "evidence": paper("ławki.pdf")}

    assert enter(client_of, recommendation, "tell_done", **fields).status_code == 302

    _entry, step = last_step(recommendation)
    assert step == ("tell_done", staff, grantee)
    assert StoredFile.objects.of(recommendation).get().uploaded_by == staff
