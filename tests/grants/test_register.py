"""The register of a grant's documents: sources, days, doubles, and what staff say about each."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from finance.models import ExpenseDocument
from grants.models import Agreement, CostCut, RegisterEntry
from tests.factories.grants import staff_of
from tests.factories.grants_later import enter, hand_in_report, make_agreement
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours, SomeoneWasFaster
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db
NIP = "5260250274"


def document(agreement, **changes):
    day = clock.today().isoformat()
    return {
        "number": "FV 7/2026",
        "issued_on": day,
        "paid_on": day,
        "seller_name": "Tartak Pod Borem",
        "seller_nip": NIP,
        "purpose": "Deski",
        "gross": "5 000,00",
        "net": "4 065,04",
        "line": agreement.budget.lines.get(source="grant").pk,
        "amount": "3000",
        "own": "1500",
        "other": "500",
        "file": photo(),
    } | changes


def photo(content=b"%PDF-1.4\n%%EOF\n"):
    return SimpleUploadedFile("paragon.pdf", content)


def post(client_of, agreement, **changes):
    address = reverse("grants:report-document", args=[agreement.pk])
    return client_of(agreement.application.author).post(
        address, document(agreement, **changes), follow=True
    )


def page_of(entry, name="register-entry"):
    return reverse(f"grants:{name}", args=[entry.pk])


def move(client, entry, name, **typed):
    address = reverse("grants:registerentry-move", args=[entry.pk, name])
    return client.post(address, {"version": fresh(entry).version, **typed})


def fresh(entry):
    return RegisterEntry.objects.get(pk=entry.pk)


def said(response):
    return " ".join(str(one) for one in response.context["messages"])


def test_a_document_is_paid_from_three_sources_and_carries_its_photo(client_of):
    agreement = make_agreement("paid")

    post(client_of, agreement)

    entry = RegisterEntry.objects.get()
    paid = {share.line.source: share.charged for share in entry.shares()}
    assert paid == {"grant": Decimal(3000), "own": Decimal(1500), "other": Decimal(500)}
    assert entry.document.vat == Decimal("934.96")
    assert "paragon.pdf" in client_of(staff_of(agreement.call)).get(page_of(entry)).text


@pytest.mark.parametrize(
    ("field", "shift", "window"),
    [("issued_on", -30, "issued"), ("paid_on", -30, "paid")],
)
def test_a_day_outside_the_agreement_gets_a_sentence_with_the_days_it_covers(
    client_of, field, shift, window
):
    agreement = make_agreement("paid")
    outside = (clock.today() + timedelta(days=shift)).isoformat()

    response = post(client_of, agreement, **{field: outside})

    assert response.status_code == 422
    assert str(agreement.starts_on.year) in response.context["form"].errors[field][0]
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("net", "5000,01"),
        ("net", "netto"),
        ("own", "-1"),
        ("amount", "9999999"),
        ("other", "x"),
        ("number", "9" * 101),
        ("seller_nip", "1234567890"),
        ("issued_on", ""),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_nothing_is_lost(client_of, field, typed):
    agreement = make_agreement("paid")

    response = post(client_of, agreement, **{field: typed})

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert response.context["form"]["purpose"].value() == "Deski"


def test_a_document_nobody_paid_is_refused(client_of):
    response = post(client_of, make_agreement("paid"), amount="", own="", other="")

    assert response.context["form"].errors["amount"]


def test_the_grantee_hears_at_once_that_a_position_has_more_than_agreed(client_of):
    agreement = make_agreement("paid")

    response = post(
        client_of, agreement, gross="5 000,01", net="", amount="5000,01", own="", other=""
    )

    assert "5000,01" in said(response).replace("\xa0", "").replace(" ", "")


def test_a_double_in_another_grant_is_told_to_the_grantee_without_saying_whose_it_is(client_of):
    other, agreement = make_agreement("paid"), make_agreement("paid")
    enter(other, "700.00", number="FV-7/2026", seller_nip=NIP, issued_on=other.starts_on)

    response = post(client_of, agreement)

    assert said(response)
    entry = agreement.register.get()
    grantee, staff = agreement.application.author, staff_of(agreement.call)
    assert other.number not in client_of(grantee).get(page_of(entry)).text
    assert other.number in client_of(staff).get(page_of(entry)).text


def test_the_same_file_under_two_documents_is_told(client_of):
    agreement = make_agreement("paid")
    post(client_of, agreement, gross="100", net="", amount="100", own="", other="")

    response = post(
        client_of, agreement, number="FV 8", gross="90", net="", amount="90", own="", other=""
    )

    assert said(response).count("plik") or said(response).count("file")


def test_the_rest_of_a_shared_document_may_be_charged_and_is_told(client_of):
    other, agreement = make_agreement("paid"), make_agreement("paid")
    enter(other, "1000.00", gross=Decimal("5000.00"), number="FV 7/2026", seller_nip=NIP)

    refused = post(client_of, agreement)
    entered = post(client_of, agreement, amount="2000")

    assert refused.status_code == 422
    assert other.number not in refused.text
    assert agreement.register.count() == 1
    assert said(entered)


def test_a_correction_keeps_the_entry_and_frees_what_it_charged(client_of):
    agreement = make_agreement("paid")
    enter(agreement, "4000.00", number="FV 7/2026")
    entry = agreement.register.get()
    client = client_of(agreement.application.author)

    client.post(
        page_of(entry, "register-correct"), document(agreement, version=entry.version, file="")
    )

    assert fresh(entry).from_grant() == Decimal(3000)
    assert ExpenseDocument.objects.get().gross == Decimal(5000)


def test_a_stale_correction_changes_nothing(client_of):
    agreement = make_agreement("paid")
    entry = enter(agreement, "4000.00")
    client = client_of(agreement.application.author)
    client.post(page_of(entry, "register-correct"), document(agreement, version=0))

    late = client.post(
        page_of(entry, "register-correct"), document(agreement, version=0, purpose="Farba")
    )

    assert late.status_code == SomeoneWasFaster.status
    assert "Farba" in late.text
    assert fresh(entry).document.purpose == "Deski"


def test_a_document_of_somebody_else_is_not_found(client_of):
    entry = enter(make_agreement("paid"))

    for name in ("register-entry", "register-correct"):
        assert client_of(make_user()).get(page_of(entry, name)).status_code == 404


def test_staff_ask_the_grantee_answers_and_the_report_waits_for_it(client_of):
    agreement = make_agreement("paid")
    entry = enter(agreement)
    staff, grantee = client_of(staff_of(agreement.call)), agreement.application.author

    move(staff, entry, "ask", question="Po co tyle desek?")

    assert "Po co tyle desek?" in Message.objects.get(template="grants/document_asked").body
    assert Turn.objects.of(entry).get().holder == grantee
    with pytest.raises(GuardsFailed, match="FV 1/2026"):
        hand_in_report(Agreement.objects.get(pk=agreement.pk), spent=None)
    move(client_of(grantee), entry, "explain", answer="Na dwie ławki.")
    assert (fresh(entry).state, fresh(entry).answer) == ("entered", "Na dwie ławki.")
    assert Message.objects.filter(template="grants/document_answered").exists()


@pytest.mark.parametrize(
    ("name", "typed"), [("ask", {"question": " "}), ("ask", {"question": "x" * 2001})]
)
def test_a_question_without_words_is_no_question(client_of, name, typed):
    agreement = make_agreement("paid")
    entry = enter(agreement)

    response = move(client_of(staff_of(agreement.call)), entry, name, **typed)

    assert response.status_code == 422
    assert fresh(entry).state == "entered"


def test_what_was_accepted_the_grantee_does_not_change(client_of):
    agreement = make_agreement("paid")
    entry = enter(agreement)
    move(client_of(staff_of(agreement.call)), entry, "accept")

    response = client_of(agreement.application.author).post(
        page_of(entry, "register-correct"), document(agreement, version=fresh(entry).version)
    )

    assert response.status_code == 422
    assert fresh(entry).document.number == "FV 1/2026"


def test_a_cut_is_proposed_to_the_settlement_and_can_be_taken_back(client_of):
    agreement = make_agreement("reported")
    entry, staff = agreement.register.get(), client_of(staff_of(agreement.call))

    move(staff, entry, "cut", amount="100", reason="Alkohol.", misused="on")

    assert Agreement.objects.get(pk=agreement.pk).acceptable() == Decimal("4900.00")
    move(staff, entry, "reopen")
    assert fresh(entry).state == "entered"
    assert not CostCut.objects.exists()


@pytest.mark.parametrize("typed", [{"amount": "5000,01"}, {"amount": "0"}, {"reason": ""}])
def test_a_cut_that_does_not_fit_gets_a_sentence(client_of, typed):
    agreement = make_agreement("reported")
    entry = agreement.register.get()

    response = move(
        client_of(staff_of(agreement.call)), entry, "cut", **{"amount": "1", "reason": "x", **typed}
    )

    assert response.status_code == 422
    assert not CostCut.objects.exists()


def test_settling_accepts_what_was_not_judged_singly():
    agreement = make_agreement("settled")

    assert agreement.register.get().state == "accepted"


def test_nobody_judges_their_own_document():
    agreement = make_agreement("paid")
    entry = enter(agreement)

    with pytest.raises(NotYours):
        entry.accept(by=agreement.application.author)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", ["register", "register-list"])
def test_the_lists_cost_the_same_with_one_document_as_with_three(
    client_of, django_assert_num_queries, rows, address
):
    agreement = make_agreement("paid")
    for number in range(rows):
        enter(agreement, "100.00", number=f"FV {number}")
    client = client_of(staff_of(agreement.call))
    where = reverse(f"grants:{address}", args=[agreement.pk] if address == "register" else [])
    client.get(where)

    with django_assert_num_queries(13 if address == "register" else 10):
        client.get(where)
