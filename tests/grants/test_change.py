"""Costs move freely within the limits of the call, above them by consent, and the whole never changes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from finance.models import BudgetLine
from grants.actions.change import change_costs, draw_up_annex, lines_of, sign_annex
from grants.models import Agreement, Annex, BudgetChange
from grants.rules.shifts import Limits, moved, reasons_for_consent
from tests.factories.grants import staff_of
from tests.factories.grants_later import enter, make_agreement, pay
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message

TEN = Limits(Decimal(10), Decimal(10))
COSTS = [{"name": "Deski", "amount": "3000"}, {"name": "Farba", "amount": "2000"}]


# --- the arithmetic ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "before", "new", "reasons"),
    [
        ("500.00", "0", False, []),
        ("500.01", "0", False, ["single", "cumulative"]),
        ("0.01", "500.00", False, ["cumulative"]),
        ("0.01", "499.99", False, []),
        ("0.01", "0", True, ["new_line"]),
        ("500.01", "0", True, ["new_line", "single", "cumulative"]),
    ],
)
def test_the_limit_itself_is_still_free(now, before, new, reasons):
    found = reasons_for_consent(
        now=Decimal(now),
        noted_before=Decimal(before),
        grant=Decimal(5000),
        limits=TEN,
        has_new_line=new,
    )

    assert found == reasons


def test_a_call_without_limits_wants_to_be_asked_always():
    reasons = reasons_for_consent(
        now=Decimal("0.01"),
        noted_before=Decimal(0),
        grant=Decimal(5000),
        limits=Limits(None, None),
        has_new_line=False,
    )

    assert reasons == ["single", "cumulative"]


def test_one_limit_stands_for_both():
    assert Limits(None, Decimal(20)).amounts(Decimal(1000)) == (Decimal(200), Decimal(200))
    assert Limits(Decimal(5), None).amounts(Decimal(1000)) == (Decimal(50), Decimal(50))


amounts = st.decimals("0.01", "3000", places=2)


@given(
    st.lists(amounts, min_size=1, max_size=30),
    st.decimals("0", "100", places=2),
    st.decimals("0", "100", places=2),
)
def test_what_is_only_told_never_passes_the_limit_however_it_is_cut_into_pieces(
    pieces, single, cumulative
):
    grant, noted = Decimal("5000.00"), Decimal(0)
    limits = Limits(single, cumulative)
    for piece in pieces:
        if not reasons_for_consent(
            now=piece, noted_before=noted, grant=grant, limits=limits, has_new_line=False
        ):
            noted += piece
            assert piece <= grant * single / 100

    assert noted <= grant * cumulative / 100


@given(st.lists(amounts, min_size=2, max_size=8), st.data())
def test_what_leaves_arrives_elsewhere(given_amounts, data):
    before = dict(enumerate(given_amounts))
    share = data.draw(st.decimals("0", before[0], places=2))
    after = {**before, 0: before[0] - share, 1: before[1] + share}

    assert moved(before, after, []) == share
    assert sum(after.values()) == sum(before.values())


# --- the grantee's changes -----------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def make_paid(**fields):
    """A paid grant of 5 000 PLN with two positions and limits of ten percent."""
    terms = {"shift_limit_single": Decimal(10), "shift_limit_cumulative": Decimal(10)} | fields
    agreement = make_agreement("signed", **terms)
    line = agreement.lines().get()
    BudgetLine.objects.filter(pk=line.pk).update(amount=Decimal(3000))
    agreement.budget.lines.create(code="2", name="Farba", amount=Decimal(2000), position=2)
    pay(agreement)
    return Agreement.objects.get(pk=agreement.pk)


def two_lines(agreement):
    return list(lines_of(agreement).values())


def shift(agreement, amount, **changes):
    first, second = two_lines(agreement)[:2]
    given_amounts = {
        first.pk: first.amount - Decimal(amount),
        second.pk: second.amount + Decimal(amount),
    }
    options = {
        "amounts": given_amounts,
        "reason": "Deski staniały.",
        "by": agreement.application.author,
    }
    return change_costs(agreement=agreement, **{**options, **changes})


def amounts_of(agreement):
    return [line.amount for line in two_lines(agreement)]


def test_a_small_shift_holds_at_once_and_the_staff_hear_of_it():
    agreement = make_paid()

    change = shift(agreement, "500.00")

    assert change.state == "noted"
    assert amounts_of(agreement) == [Decimal(2500), Decimal(2500)]
    assert Message.objects.filter(template="grants/change_received").exists()


def test_small_shifts_that_add_up_above_the_limit_need_consent():
    agreement = make_paid()
    shift(agreement, "300.00")

    change = shift(agreement, "200.01")

    assert (change.state, change.needs) == ("asked", ["cumulative"])
    assert amounts_of(agreement) == [Decimal(2700), Decimal(2300)]


def test_a_large_shift_holds_once_staff_agree():
    agreement = make_paid()
    change = shift(agreement, "1000.00")
    before = amounts_of(agreement)

    change.approve(by=staff_of(agreement.call))

    assert before == [Decimal(3000), Decimal(2000)]
    assert amounts_of(agreement) == [Decimal(2000), Decimal(3000)]
    assert Message.objects.filter(template="grants/change_approved").exists()


def test_what_was_agreed_to_does_not_use_up_the_allowance():
    agreement = make_paid()
    shift(agreement, "1000.00").approve(by=staff_of(agreement.call))

    assert shift(agreement, "500.00").state == "noted"


def test_a_refusal_says_why_and_changes_nothing():
    agreement = make_paid()
    change = shift(agreement, "1000.00")

    change.refuse(by=staff_of(agreement.call), note="Farba jest droższa niż w sklepie obok.")

    assert amounts_of(agreement) == [Decimal(3000), Decimal(2000)]
    assert "sklepie obok" in Message.objects.get(template="grants/change_refused").body


def test_a_new_position_always_needs_consent():
    agreement = make_paid()
    first, _second = two_lines(agreement)

    change = shift(
        agreement, 0, amounts={first.pk: first.amount - 1}, new=[("Śruby", Decimal("1.00"))]
    )
    change.approve(by=staff_of(agreement.call))

    assert change.needs == ["new_line"]
    assert agreement.lines().get(name="Śruby").amount == Decimal(1)
    assert sum(amounts_of(agreement)) == agreement.amount


@pytest.mark.parametrize("amounts_", [("2999", "2000"), ("3000.01", "2000"), ("3500", "2000")])
def test_positions_that_do_not_add_up_to_the_grant_are_refused(amounts_):
    agreement = make_paid()
    keys = [line.pk for line in two_lines(agreement)]

    with pytest.raises(GuardsFailed, match="000"):
        shift(agreement, 0, amounts=dict(zip(keys, map(Decimal, amounts_), strict=True)))


def test_a_position_keeps_what_was_spent_on_it():
    agreement = make_paid()
    enter(agreement, "2900.00")

    with pytest.raises(GuardsFailed, match="900"):
        shift(agreement, "200.00")


def test_consent_is_refused_by_the_facts_when_more_was_spent_meanwhile():
    agreement = make_paid()
    change = shift(agreement, "1000.00")
    enter(agreement, "2900.00")

    with pytest.raises(GuardsFailed, match="900"):
        change.approve(by=staff_of(agreement.call))


def test_one_change_waits_at_a_time():
    agreement = make_paid()
    shift(agreement, "1000.00")

    with pytest.raises(GuardsFailed):
        shift(agreement, "100.00")


def test_the_grantee_takes_a_request_back():
    agreement = make_paid()
    change = shift(agreement, "1000.00")

    change.withdraw(by=agreement.application.author)

    assert shift(agreement, "100.00").state == "noted"


def test_nobody_agrees_to_their_own_change():
    agreement = make_paid()
    change = shift(agreement, "1000.00")

    with pytest.raises(NotYours):
        change.approve(by=agreement.application.author)
    with pytest.raises(NotYours):
        shift(agreement, "1.00", by=staff_of(agreement.call))


def test_costs_do_not_change_before_the_signing_or_after_the_report():
    agreement = make_agreement("reported")
    key = agreement.lines().get().pk

    with pytest.raises(GuardsFailed):
        change_costs(
            agreement=agreement,
            amounts={key: Decimal(4000)},
            new=[("x", Decimal(1000))],
            reason="Za późno.",
            by=agreement.application.author,
        )


def typed(agreement, *new_amounts, **changes):
    keys = [line.pk for line in two_lines(agreement)]
    fields = {f"amount-{key}": text for key, text in zip(keys, new_amounts, strict=True)}
    return fields | {"reason": "Deski staniały."} | changes


def new_page(agreement):
    return reverse("grants:change-new", args=[agreement.pk])


def test_the_grantee_changes_costs_on_the_page(client_of):
    agreement = make_paid()
    client = client_of(agreement.application.author)

    page = client.get(new_page(agreement)).content.decode()
    response = client.post(new_page(agreement), typed(agreement, "2 600,00", "2400"))

    assert "500,00" in page
    assert response.status_code == 302
    assert amounts_of(agreement) == [Decimal(2600), Decimal(2400)]


@pytest.mark.parametrize(
    ("amounts_", "changes"),
    [
        (("3000", "2000"), {}),
        (("2900", "2000"), {}),
        (("-1", "5001"), {}),
        (("", "2000"), {}),
        (("dużo", "2000"), {}),
        (("9" * 20, "2000"), {}),
        (("2900", "2100"), {"reason": ""}),
        (("2900", "2100"), {"reason": "x" * 2001}),
        (("2900", "2000"), {"new-name-1": "Śruby"}),
        (("2900", "2000"), {"new-amount-1": "100"}),
        (("2900", "2000"), {"new-name-1": "x" * 301, "new-amount-1": "100"}),
        (("3000", "2000"), {"new-name-1": "Śruby", "new-amount-1": "0"}),
    ],
)
def test_a_change_that_cannot_be_gets_a_sentence_and_keeps_what_was_typed(
    client_of, amounts_, changes
):
    agreement = make_paid()

    response = client_of(agreement.application.author).post(
        new_page(agreement), typed(agreement, *amounts_, **changes)
    )

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not BudgetChange.objects.exists()


def test_staff_decide_on_the_page_of_the_change(client_of):
    agreement = make_paid()
    change = shift(agreement, "1000.00")
    address = reverse("grants:budgetchange-move", args=[change.pk, "approve"])
    client = client_of(staff_of(agreement.call))

    client.post(address, {"version": change.version, "note": ""})
    again = client.post(address, {"version": change.version, "note": ""})

    assert BudgetChange.objects.get(pk=change.pk).state == "approved"
    assert again.status_code == 302


def test_a_stranger_finds_no_change_and_no_annex(client_of):
    agreement = make_paid()
    change, annex = shift(agreement, "1000.00"), prolong(agreement)
    client = client_of(make_user())

    for address in (change.get_absolute_url(), annex.get_absolute_url(), new_page(agreement)):
        assert client.get(address).status_code == 404
    assert client.get(reverse("grants:annex-paper", args=[annex.pk, "pdf"])).status_code == 404


# --- annexes -------------------------------------------------------------------------------------


def prolong(agreement, **changes):
    options = {
        "reason": "Zima przyszła wcześniej.",
        "ends_on": agreement.ends_on + timedelta(days=7),
        "by": staff_of(agreement.call),
    }
    return draw_up_annex(agreement=agreement, **{**options, **changes})


def scan(name="aneks-podpisany.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n")


def signed(annex):
    sign_annex(
        annex=annex,
        by=staff_of(annex.agreement.call),
        seen=annex.version,
        signed_on=clock.today(),
        scan=scan(),
    )
    return Agreement.objects.get(pk=annex.agreement_id)


def test_an_annex_holds_once_it_is_signed():
    agreement = make_paid()
    annex = prolong(agreement)
    before = Agreement.objects.get(pk=agreement.pk).ends_on

    after = signed(annex)

    assert (before, after.ends_on) == (agreement.ends_on, agreement.ends_on + timedelta(days=7))
    assert Message.objects.filter(template="grants/annex_signed").exists()


def test_annexes_are_numbered():
    agreement = make_paid()
    prolong(agreement)

    assert prolong(agreement).ordinal == 2


def test_more_money_is_one_more_tranche_and_the_budget_follows():
    agreement = make_paid()
    first, second = two_lines(agreement)

    after = signed(
        prolong(
            agreement,
            amount=Decimal(5500),
            amounts={first.pk: Decimal(3500), second.pk: Decimal(2000)},
        )
    )

    assert after.amount == after.budget.stated_grant == Decimal(5500)
    assert list(after.tranches.values_list("amount", flat=True)) == [Decimal(5000), Decimal(500)]
    assert after.payment.amount == Decimal(500)
    assert after.payment.state == "planned"


def test_less_money_is_taken_from_what_did_not_go_out():
    agreement = make_agreement("signed", shift_limit_single=Decimal(10))
    line = agreement.lines().get()

    after = signed(prolong(agreement, amount=Decimal(4000), amounts={line.pk: Decimal(4000)}))

    assert after.payment.amount == Decimal(4000)
    assert sum(one.amount for one in after.tranches.all()) == Decimal(4000)


def test_an_annex_does_not_take_back_what_went_out():
    agreement = make_paid()
    first, second = two_lines(agreement)
    annex = prolong(
        agreement, amount=Decimal(4000), amounts={first.pk: Decimal(2000), second.pk: Decimal(2000)}
    )

    with pytest.raises(GuardsFailed, match="000"):
        signed(annex)


def test_an_annex_never_passes_the_pool():
    agreement = make_paid(pool=Decimal(5200), max_grant=Decimal(5200))
    first, second = two_lines(agreement)
    annex = prolong(
        agreement,
        amount=Decimal("5200.01"),
        amounts={first.pk: Decimal("3200.01"), second.pk: Decimal(2000)},
    )

    with pytest.raises(GuardsFailed, match="200"):
        signed(annex)


@pytest.mark.parametrize("changes", [{"ends_on": None}, {"days": 4000}, {"days": -4000}])
def test_an_annex_that_changes_nothing_or_leaves_the_call_s_time_is_refused(changes):
    agreement = make_paid()
    days = changes.pop("days", None)
    if days:
        changes = {"ends_on": agreement.ends_on + timedelta(days=days)}

    with pytest.raises(GuardsFailed):
        prolong(agreement, **changes)


def test_staff_draw_up_and_sign_an_annex_on_its_pages(client_of):
    agreement = make_paid()
    client = client_of(staff_of(agreement.call))
    day = agreement.ends_on + timedelta(days=7)
    form = typed(agreement, "3000", "2000", ends_on=day.isoformat(), amount="", starts_on="")
    client.post(reverse("grants:annex-new", args=[agreement.pk]), form)
    annex = Annex.objects.get()

    paper = client.get(reverse("grants:annex-paper", args=[annex.pk, "pdf"]))
    response = client.post(
        reverse("grants:annex-move", args=[annex.pk, "sign"]),
        {"version": annex.version, "signed_on": clock.today().isoformat(), "scan": scan()},
    )

    assert paper.content.startswith(b"%PDF-")
    assert response.status_code == 302
    assert Agreement.objects.get(pk=agreement.pk).ends_on == day


@pytest.mark.parametrize("day", ["", "2199-01-01", "kiedyś"])
def test_a_day_of_signing_that_cannot_be_gets_a_sentence(client_of, day):
    annex = prolong(make_paid())

    response = client_of(staff_of(annex.agreement.call)).post(
        reverse("grants:annex-move", args=[annex.pk, "sign"]),
        {"version": annex.version, "signed_on": day},
    )

    assert response.status_code == 422
    assert Annex.objects.get(pk=annex.pk).state == "draft"


def test_the_page_of_an_agreement_costs_the_same_with_one_change_as_with_three(
    client_of, django_assert_max_num_queries, django_assert_num_queries
):
    agreement = make_paid()
    client = client_of(staff_of(agreement.call))
    shift(agreement, "1.00")
    client.get(agreement.get_absolute_url())
    with django_assert_max_num_queries(45) as first:
        client.get(agreement.get_absolute_url())
    shift(agreement, "1.00")
    shift(agreement, "1.00")

    with django_assert_num_queries(len(first)):
        client.get(agreement.get_absolute_url())
