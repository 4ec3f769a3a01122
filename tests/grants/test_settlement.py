"""The report of a grantee and its settlement: nothing typed is lost, nothing is accepted without proof."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from finance.models import ExpenseDocument, ExpenseShare
from grants.models import Agreement, FinalReport, ReportSubmission
from programmes.counts import Scope, counts
from tests.factories.grants import staff_of
from tests.factories.grants_later import DONE, REPORT, enter, hand_in_report, make_agreement
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db


def page_of(agreement, name="report"):
    return reverse(f"grants:{name}", args=[agreement.pk])


def move_of(agreement, move):
    return reverse("grants:agreement-move", args=[agreement.pk, move])


def fresh(agreement):
    return Agreement.objects.get(pk=agreement.pk)


def posted(agreement, **changes):
    answers = FinalReport.objects.get(agreement=agreement).answers
    return REPORT | {"version": answers.version, "page": "test"} | changes


def document(agreement, **changes):
    day = clock.today().isoformat()
    line = agreement.budget.lines.get()
    return {
        "number": "FV 7/2026",
        "issued_on": day,
        "paid_on": day,
        "seller_name": "Tartak Pod Borem",
        "seller_nip": "",
        "purpose": "Deski",
        "gross": "5 000,00",
        "line": line.pk,
        "amount": "5000",
    } | changes


def test_what_is_typed_is_kept_even_when_it_cannot_be_read(client_of):
    agreement = make_agreement("paid")

    client_of(agreement.application.author).post(
        page_of(agreement), posted(agreement, participants="ze 30")
    )

    assert fresh(agreement).report.answers.values["participants"] == "ze 30"
    assert fresh(agreement).state == "paid"


def test_a_complete_report_is_handed_in_and_frozen(client_of):
    agreement = make_agreement("paid")
    enter(agreement)

    client_of(agreement.application.author).post(page_of(agreement), posted(agreement, hand_in="1"))

    report = FinalReport.objects.get()
    assert fresh(agreement).state == "reported"
    assert (report.participants, report.own_contribution) == (30, Decimal("100.00"))
    assert ReportSubmission.objects.get().content["documents"][0]["charged"] == "5000.00"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("done", ""),
        ("participants", ""),
        ("participants", "-1"),
        ("participants", "1,5"),
        ("participants", "9" * 30),
        ("volunteers", "kilka"),
        ("things", ""),
        ("things", "-5"),
        ("things", "1.234"),
    ],
)
def test_what_is_missing_gets_a_sentence_at_its_field(client_of, field, typed):
    agreement = make_agreement("paid")
    enter(agreement)

    response = client_of(agreement.application.author).post(
        page_of(agreement), posted(agreement, hand_in="1", **{field: typed})
    )

    assert response.status_code == 422
    assert [one.key for one in response.context["missing"]] == [field]
    assert fresh(agreement).state == "paid"


def test_a_report_without_a_document_is_not_handed_in(client_of):
    agreement = make_agreement("paid")

    response = client_of(agreement.application.author).post(
        page_of(agreement), posted(agreement, hand_in="1")
    )

    assert response.status_code == 422
    assert fresh(agreement).state == "paid"


def test_more_than_the_grant_is_not_handed_in():
    agreement = make_agreement("paid")
    enter(agreement, "5000.01")

    with pytest.raises(GuardsFailed):
        agreement.hand_in_report(by=agreement.application.author)


def test_a_second_window_does_not_overwrite_the_first(client_of):
    agreement = make_agreement("paid")
    client = client_of(agreement.application.author)
    client.post(page_of(agreement), posted(agreement))

    stale = posted(agreement, done="Stare słowa.") | {"version": 0, "page": "other"}
    response = client.post(page_of(agreement), stale)

    assert response.status_code == 409
    assert "Stare słowa." in response.content.decode()
    assert fresh(agreement).report.answers.values["done"] == DONE


def autosave(client, agreement, version, window="test", **typed):
    data = {"version": version, "page": window, "_changed": list(typed), **typed}
    return client.post(page_of(agreement, "report-save"), data)


def test_autosave_keeps_what_was_touched(client_of):
    agreement = make_agreement("paid")

    answer = autosave(
        client_of(agreement.application.author), agreement, 0, participants="12", done=""
    )

    assert answer.json()["conflicts"] == {}
    assert fresh(agreement).report.answers.values["participants"] == "12"


def test_autosave_of_a_stale_window_reports_the_other_words(client_of):
    agreement = make_agreement("paid")
    client = client_of(agreement.application.author)
    autosave(client, agreement, 0, done="Pierwsze.")

    answer = autosave(client, agreement, 0, "other", done="Drugie.")

    assert answer.status_code == 409
    assert answer.json()["conflicts"]["done"]["theirs"] == "Pierwsze."


@pytest.mark.parametrize("who", [staff_of, lambda call: make_user()])
def test_nobody_writes_somebody_elses_report(client_of, who):
    agreement = make_agreement("paid")
    client = client_of(who(agreement.call))

    answer = autosave(client, agreement, 0, done="Wtręt.")

    assert answer.status_code in {403, 404}
    assert fresh(agreement).report.answers.values == {}


def test_a_report_under_check_cannot_be_changed(client_of):
    agreement = make_agreement("reported")

    client_of(agreement.application.author).post(
        page_of(agreement), posted(agreement, done="Poprawka.")
    )

    assert fresh(agreement).report.answers.values["done"] == DONE


def test_a_document_is_entered_with_its_share(client_of):
    agreement = make_agreement("paid")

    client_of(agreement.application.author).post(
        page_of(agreement, "report-document"), document(agreement)
    )

    assert ExpenseShare.objects.get().charged == Decimal("5000.00")
    assert fresh(agreement).spent_from_grant() == Decimal("5000.00")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("number", ""),
        ("number", "x" * 101),
        ("issued_on", "2199-01-01"),
        ("paid_on", ""),
        ("seller_nip", "1234567890"),
        ("gross", "-5"),
        ("gross", "pięć"),
        ("amount", "5000,01"),
        ("amount", "0"),
        ("line", "999999"),
        ("line", "x"),
    ],
)
def test_a_document_that_cannot_be_gets_a_sentence(client_of, field, typed):
    agreement = make_agreement("paid")

    response = client_of(agreement.application.author).post(
        page_of(agreement, "report-document"), document(agreement, **{field: typed})
    )

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not ExpenseDocument.objects.exists()


def test_the_line_of_another_agreement_is_refused(client_of):
    agreement, other = make_agreement("paid"), make_agreement("paid")

    response = client_of(agreement.application.author).post(
        page_of(agreement, "report-document"), document(agreement, line=other.budget.lines.get().pk)
    )

    assert response.context["form"].errors["line"]


def test_a_document_paid_from_another_grant_is_refused_without_saying_which(client_of):
    other, agreement = make_agreement("paid"), make_agreement("paid")
    enter(other, "5000.00", number="FV 7/2026")

    response = client_of(agreement.application.author).post(
        page_of(agreement, "report-document"), document(agreement)
    )

    assert response.status_code == 422
    assert other.title_line not in " ".join(response.context["form"].non_field_errors())


def test_a_document_taken_off_can_be_entered_again_with_another_amount(client_of):
    agreement = make_agreement("paid")
    enter(agreement, "4000.00", number="FV 7/2026")
    client, entry = client_of(agreement.application.author), agreement.register.get()

    client.post(
        reverse("grants:registerentry-move", args=[entry.pk, "take_off"]),
        {"version": entry.version},
    )
    client.post(page_of(agreement, "report-document"), document(agreement))

    assert ExpenseShare.objects.get().charged == Decimal("5000.00")


def test_a_document_of_a_report_under_check_stays(client_of):
    agreement = make_agreement("reported")
    entry = agreement.register.get()

    client_of(agreement.application.author).post(
        reverse("grants:registerentry-move", args=[entry.pk, "take_off"]),
        {"version": entry.version},
    )

    assert ExpenseShare.objects.exists()


def test_staff_return_the_report_with_reasons(client_of):
    agreement = make_agreement("reported")
    due = (clock.today() + timedelta(days=7)).isoformat()

    client_of(staff_of(agreement.call)).post(
        move_of(agreement, "return_report"),
        {"reasons": "Dołącz zdjęcie.", "due_on": due, "version": agreement.version},
    )

    assert fresh(agreement).state == "returned"
    assert "Dołącz zdjęcie." in Message.objects.get(template="grants/report_returned").body
    assert Turn.objects.of(agreement).get().holder == agreement.application.author


@pytest.mark.parametrize(
    "changes", [{"reasons": " "}, {"due_on": "2001-01-01"}, {"due_on": ""}, {"due_on": "kiedyś"}]
)
def test_a_return_that_cannot_be_gets_a_sentence(client_of, changes):
    agreement = make_agreement("reported")
    typed = {"reasons": "Popraw.", "due_on": "2199-01-01", "version": agreement.version} | changes

    response = client_of(staff_of(agreement.call)).post(move_of(agreement, "return_report"), typed)

    assert response.status_code == 422
    assert fresh(agreement).state == "reported"


def test_a_corrected_report_is_a_new_frozen_one():
    agreement = make_agreement("returned")

    agreement.hand_in_report(by=agreement.application.author)

    assert list(ReportSubmission.objects.values_list("ordinal", flat=True)) == [1, 2]


def test_staff_settle_what_was_spent_in_full(client_of):
    agreement = make_agreement("reported")

    client_of(staff_of(agreement.call)).post(
        move_of(agreement, "settle"),
        {"accepted": "5000,00", "note": "", "version": agreement.version},
    )

    assert fresh(agreement).state == "settled"
    assert fresh(agreement).accepted_amount == Decimal("5000.00")


def test_settling_for_less_asks_for_the_rest(client_of):
    agreement = make_agreement("paid")
    hand_in_report(agreement, spent="4500.00")

    client_of(staff_of(agreement.call)).post(
        move_of(agreement, "settle"),
        {"accepted": "4500", "note": "", "version": agreement.version},
    )

    assert fresh(agreement).state == "refund_due"


@pytest.mark.parametrize("accepted", ["5000,01", "-1", "", "dużo", "4999,99"])
def test_a_settlement_that_cannot_be_gets_a_sentence(client_of, accepted):
    agreement = make_agreement("reported")

    response = client_of(staff_of(agreement.call)).post(
        move_of(agreement, "settle"),
        {"accepted": accepted, "note": "", "version": agreement.version},
    )

    assert response.status_code == 422
    assert fresh(agreement).state == "reported"


def test_nothing_is_accepted_beyond_the_documents():
    agreement = make_agreement("paid")
    hand_in_report(agreement, spent="3000.00")

    with pytest.raises(GuardsFailed, match="3"):
        agreement.ask_for_refund(by=staff_of(agreement.call), accepted=Decimal("3000.01"))


def test_unspent_money_comes_back_within_the_calls_days():
    agreement = make_agreement("refund_due")

    assert agreement.unspent == Decimal("500.00")
    assert agreement.refund_due_on == clock.today() + timedelta(days=agreement.call.refund_days)
    assert "500,00" in Message.objects.get(template="grants/settlement_refund").subject


def test_accepting_less_than_proved_needs_a_word():
    agreement = make_agreement("reported")

    with pytest.raises(GuardsFailed):
        agreement.ask_for_refund(by=staff_of(agreement.call), accepted=Decimal("4000.00"))


def test_the_returned_money_settles_the_agreement(client_of):
    agreement = make_agreement("refund_due")

    client_of(staff_of(agreement.call)).post(
        move_of(agreement, "record_refund"),
        {"refunded_on": clock.today().isoformat(), "amount": "500", "version": agreement.version},
    )

    assert fresh(agreement).state == "settled"


@pytest.mark.parametrize("day", ["", "2199-01-01", "niedługo"])
def test_a_refund_day_that_cannot_be_gets_a_sentence(client_of, day):
    agreement = make_agreement("refund_due")

    response = client_of(staff_of(agreement.call)).post(
        move_of(agreement, "record_refund"),
        {"refunded_on": day, "amount": "500", "version": agreement.version},
    )

    assert response.status_code == 422
    assert fresh(agreement).state == "refund_due"


def test_the_grantee_does_not_settle_themselves():
    agreement = make_agreement("reported")

    with pytest.raises(NotYours):
        agreement.settle(by=agreement.application.author, accepted=agreement.amount)


def test_the_count_of_settled_grants_lists_what_it_counts():
    settled, _open = make_agreement("settled"), make_agreement("paid")
    count = counts["grants_settled"]
    scope = Scope(settled.programme, None, clock.today(), clock.today())
    before = Scope(settled.programme, None, None, clock.today() - timedelta(days=1))

    assert (count.number(scope), list(count.rows(scope))) == (1, [settled])
    assert count.number(before) == 0


@pytest.mark.parametrize("state", ["prepared", "paid", "reported", "settled"])
def test_staff_read_the_report_in_every_state(client_of, state):
    agreement = make_agreement(state)

    assert client_of(staff_of(agreement.call)).get(page_of(agreement)).status_code == 200


def test_staff_have_no_form_for_documents(client_of):
    agreement = make_agreement("paid")

    assert (
        client_of(staff_of(agreement.call)).get(page_of(agreement, "report-document")).status_code
        == 403
    )
