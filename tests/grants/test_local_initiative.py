"""A local initiative: residents work, the city gives things by protocols, no money is asked for or transferred."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.urls import reverse

from grants.actions.agreement import sign_agreement
from grants.actions.payout import enter_account
from grants.documents.paper import agreement_papers, draft, pdf_of
from grants.importing.calls import call_files
from grants.models import Agreement, BankAccount, Handover
from grants.rules.agreement import cost_lines, how_much, position_name
from grants.rules.in_kind import still_lent
from grants.rules.soundness import findings_of
from grants.rules.words import rules_of
from tests.factories.activities import make_activity
from tests.factories.grants import make_call, staff_of
from tests.factories.grants_later import ACCOUNT, make_agreement
from tests.factories.in_kind import confirm, draw_up, hand_in, make_initiative, thing
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.models import Message
from workflows.moves import SYSTEM

pytestmark = pytest.mark.django_db
EXAMPLE = Path("grants/data/example_local_initiative.yaml")
PLACES = "programme: miedzysektorowa-wspolpraca\nactivity: local-initiatives\n"


def again(obj):
    return type(obj).objects.get(pk=obj.pk)


def page(name, obj, *more):
    return reverse(f"grants:{name}", args=[obj.pk, *more])


def move(client, obj, name, **given):
    address = page(f"{obj._meta.model_name}-move", obj, name)
    return client.post(address, {"version": again(obj).version, **given})


# --- the call ------------------------------------------------------------------------------------


def test_the_example_of_a_city_loads_and_could_open():
    activity = make_activity("grant_call")
    here = f"programme: {activity.programme.code}\nactivity: {activity.code}\n"
    text = EXAMPLE.read_text()
    assert PLACES in text

    call = call_files.apply_text(text.replace(PLACES, here), by=SYSTEM).subject

    assert findings_of(call) == []
    assert (call.gives_money, call.group_min_adults) == (False, 2)


def test_the_public_page_says_that_no_money_is_transferred():
    said = " ".join(str(rule) for rule in rules_of(make_call(kind="local_initiative")))

    assert "pieniędzy" in said
    assert "W jaki sposób" not in said


def test_a_position_says_how_much_of_a_thing_there_is():
    rows = [{"name": "Krzewy", "quantity": "80 szt.", "amount": "2400.00", "own_work": "300.00"}]

    assert [line["name"] for line in cost_lines(rows)] == ["Krzewy (80 szt.)"] * 2
    assert position_name({"name": "Krzewy", "quantity": ""}) == "Krzewy"
    assert position_name({"name": "Krzewy"}) == "Krzewy"
    counted = {"name": "Kruszywo", "quantity": "14.50", "unit": "t"}
    assert position_name(counted) == "Kruszywo (14,50 t)"
    assert how_much({"quantity": "80.00", "unit": "szt."}) == "80 szt."


# --- the agreement -------------------------------------------------------------------------------


def test_the_city_and_the_representative_of_the_residents_sign():
    agreement = make_initiative("prepared")

    sides = [(one.capacity, one.name) for one in agreement.signatories.all()]

    assert [capacity for capacity, _name in sides] == ["operator", "residents"]
    assert sides[1][1] == str(agreement.application.author)
    assert "Maria Lipka" in agreement.signatories.get(capacity="residents").details


def test_each_person_of_a_group_still_signs_for_money():
    capacities = [one.capacity for one in make_agreement("prepared").signatories.all()]

    assert capacities == ["operator", "member", "member", "member"]


def test_the_agreement_says_that_things_are_given_and_names_the_act():
    agreement = make_initiative("prepared")

    names = [name for name, _content in agreement_papers(agreement)]
    pdf = pdf_of(draft(agreement), title="Umowa")

    assert len(names) == 2
    assert pdf.startswith(b"%PDF")


def test_the_agreement_about_money_keeps_its_own_text():
    assert draft(make_agreement("prepared")) != draft(make_initiative("prepared"))


def test_the_signature_begins_the_work_and_asks_for_no_transfer():
    agreement = make_initiative("carried")

    assert agreement.state == "carried"
    assert (agreement.pay_by, agreement.payments.count(), agreement.tranches.count()) == (
        None,
        0,
        0,
    )
    letters = set(Message.objects.values_list("template", flat=True))
    assert "grants/agreement_begun" in letters
    assert "grants/agreement_signed" not in letters


def test_the_way_shown_of_an_initiative_has_no_payment_on_it():
    states = [str(one) for one in make_initiative("carried").road]

    assert states == ["prepared", "sent", "carried", "reported", "settled"]
    assert "paid" in make_agreement("signed").road


def test_a_grant_of_money_still_waits_for_its_transfer():
    agreement = make_agreement("signed")

    assert agreement.state == "signed"
    assert agreement.payments.count() == 1
    assert not Message.objects.filter(template="grants/agreement_begun").exists()


def test_no_account_is_asked_for_or_taken(client_of):
    agreement = make_initiative()
    author = agreement.application.author

    assert client_of(author).get(page("account-new", agreement)).status_code == 403
    with pytest.raises(NotYours):
        enter_account(agreement=agreement, number=ACCOUNT, owner="Kto", by=author)
    assert not BankAccount.objects.exists()


def test_the_form_of_the_signing_asks_for_no_account_and_no_day_of_payment(client_of):
    things, money = make_initiative("prepared"), make_agreement("prepared")

    shown = client_of(staff_of(things.call)).get(page("agreement-move", things, "sign")).text
    other = client_of(staff_of(money.call)).get(page("agreement-move", money, "sign")).text

    assert 'name="account"' not in shown
    assert 'name="pay_by"' not in shown
    assert 'name="account"' in other


def test_signing_twice_begins_once():
    agreement = make_initiative("carried")

    with pytest.raises(NotFromHere):
        sign_agreement(
            agreement=agreement,
            by=staff_of(agreement.call),
            seen=agreement.version,
            number="X/1",
            signed_on=clock.today(),
            scan=SimpleUploadedFile("umowa.pdf", b"%PDF-1.4\n%%EOF\n"),
        )


def test_the_page_speaks_of_things_and_not_of_spending(client_of):
    agreement = make_initiative()

    shown = client_of(agreement.application.author).get(agreement.get_absolute_url()).text

    assert "Wartość tego, co daje miasto" in shown
    assert "Wydano" not in shown
    assert page("register", agreement) not in shown


# --- things change hands -------------------------------------------------------------------------


def typed(agreement, **changes):
    return {
        "way": "out",
        "day": clock.today().isoformat(),
        "place": "magazyn",
        "thing-0-name": "Deski",
        "thing-0-quantity": "20 szt.",
        "thing-0-condition": "nowe",
        "thing-0-value": "1 200,00",
        "thing-0-for_good": "on",
    } | changes


def test_staff_draw_up_what_changed_hands_and_the_residents_confirm(client_of):
    agreement = make_initiative()
    staff, author = client_of(staff_of(agreement.call)), client_of(agreement.application.author)

    assert page("handover-new", agreement) in staff.get(agreement.get_absolute_url()).text
    staff.post(page("handover-new", agreement), typed(agreement))
    handover = Handover.objects.get()
    move(author, handover, "confirm")

    assert again(handover).state == "confirmed"
    assert handover.value() == Decimal("1200.00")
    assert agreement.papers.get(kind="handover").file.name.endswith(".pdf")
    assert author.get(page("handover-paper", handover)).content.startswith(b"%PDF")
    assert "Deski" in author.get(handover.get_absolute_url()).text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"thing-0-quantity": ""}, 422),
        ({"thing-0-value": ""}, 422),
        ({"thing-0-value": "dużo"}, 422),
        ({"thing-0-value": "-1"}, 422),
        ({"thing-0-name": "x" * 201}, 422),
        ({"thing-0-name": ""}, 409),
        ({"day": ""}, 422),
        ({"day": "2999-01-01"}, 409),
        ({"way": "bokiem"}, 422),
    ],
)
def test_a_mistake_in_a_protocol_has_a_sentence_and_keeps_what_was_typed(
    client_of, changes, status
):
    agreement = make_initiative()

    response = client_of(staff_of(agreement.call)).post(
        page("handover-new", agreement), typed(agreement, **changes)
    )

    assert response.status_code in {status, 422}
    assert "magazyn" in response.text
    assert not Handover.objects.exists()


def test_whoever_received_something_else_says_so():
    handover = draw_up(make_initiative())

    handover.dispute(by=handover.agreement.application.author, note="Desek było dziesięć.")

    assert handover.state == "disputed"
    letter = Message.objects.filter(template="grants/handover_disputed").first()
    assert "Desek było dziesięć." in letter.body


def test_nobody_confirms_for_the_residents():
    handover = draw_up(make_initiative())

    with pytest.raises(NotYours):
        handover.confirm(by=staff_of(handover.agreement.call))


def test_the_residents_do_not_draw_protocols_up():
    agreement = make_initiative()

    with pytest.raises(NotYours):
        draw_up(agreement, by=agreement.application.author)


@pytest.mark.parametrize("state", ["prepared", "settled"])
def test_things_change_hands_between_the_signature_and_the_settlement(state):
    agreement = make_initiative("prepared" if state == "prepared" else "reported")
    if state == "settled":
        confirm(draw_up(agreement))
        agreement.settle(by=staff_of(agreement.call), accepted=Decimal(1200))

    with pytest.raises(GuardsFailed):
        draw_up(again(agreement))


def test_where_money_is_given_no_things_are_handed_over(client_of):
    agreement = make_agreement("signed")

    with pytest.raises(GuardsFailed):
        draw_up(agreement)
    shown = client_of(staff_of(agreement.call)).get(page("handover-new", agreement)).text
    assert "przekazuje się pieniądze" in shown


def test_a_protocol_begins_with_what_was_agreed_and_never_makes_up_a_quantity(client_of):
    agreement = make_initiative()
    address = page("handover-new", agreement)
    staff = client_of(staff_of(agreement.call))

    first = staff.get(address).context["sheet"].things[0]
    assert (first["name"].value(), first["quantity"].value()) == ("Deski", "")

    sent = agreement.application.latest_submission
    rows = [row | {"quantity": "20.00", "unit": "szt."} for row in agreement.application.costs()]
    content = sent.content | {"values": sent.content["values"] | {"costs": rows}}
    QuerySet(type(sent)).filter(pk=sent.pk).update(content=content)  # frozen otherwise
    agreement.lines().filter(source="grant").update(name="Deski (20 szt.)")

    first = staff.get(address).context["sheet"].things[0]
    assert (first["name"].value(), first["quantity"].value()) == ("Deski", "20 szt.")


def test_only_what_was_lent_comes_back_and_once():
    agreement = make_initiative()
    confirm(draw_up(agreement, thing("Łopaty", lent=True), thing("Deski")))

    for name in ("Deski", "Taczka"):
        with pytest.raises(GuardsFailed):
            draw_up(agreement, thing(name), way="back")
    confirm(draw_up(agreement, thing("łopaty", lent=True), way="back"))
    with pytest.raises(GuardsFailed):
        draw_up(agreement, thing("Łopaty", lent=True), way="back")


@pytest.mark.parametrize(
    ("out", "back", "left"),
    [
        (["A"], [], ["A"]),
        (["A"], ["a "], []),
        (["A", "A"], ["A"], ["A"]),
        (["A", "B"], ["B"], ["A"]),
        ([], [], []),
    ],
)
def test_each_lent_thing_comes_back_by_itself(out, back, left):
    class One:
        def __init__(self, way, names):
            self.way, self.state = way, "confirmed"
            self.items = [thing(name, lent=True) for name in names]

    assert still_lent([One("out", out), One("back", back)]) == left


def test_strangers_find_no_protocol(client_of):
    handover = draw_up(make_initiative())

    for name in ("handover", "handover-paper"):
        assert client_of(make_user("Obca Osoba")).get(page(name, handover)).status_code == 404


# --- the settlement ------------------------------------------------------------------------------


def test_the_report_needs_no_documents():
    agreement = make_initiative()

    hand_in(agreement)

    assert again(agreement).state == "reported"


def test_a_grant_of_money_still_needs_a_document(client_of):
    agreement = make_agreement("paid")

    shown = client_of(agreement.application.author).post(
        page("report", agreement), {"hand_in": "1", "version": 1, "page": "t"}
    )

    assert shown.status_code in {409, 422}


def test_what_was_given_for_good_is_settled():
    agreement = make_initiative("reported")
    confirm(draw_up(agreement, thing(value="1200.00"), thing("Farby", value="300.00")))
    staff = staff_of(agreement.call)

    with pytest.raises(GuardsFailed, match="500"):
        again(agreement).settle(by=staff, accepted=Decimal("1500.01"))
    now = again(agreement)
    now.settle(by=staff, accepted=Decimal("1500.00"))

    assert (now.state, now.accepted_amount, now.unspent) == ("settled", Decimal("1500.00"), 0)


def test_what_was_lent_is_back_before_the_settlement():
    agreement = make_initiative("reported")
    confirm(draw_up(agreement, thing(), thing("Łopaty", lent=True)))
    staff = staff_of(agreement.call)

    with pytest.raises(GuardsFailed, match="Łopaty"):
        again(agreement).settle(by=staff, accepted=Decimal(1200))
    confirm(draw_up(agreement, thing("Łopaty", lent=True), way="back"))
    now = again(agreement)
    now.settle(by=staff, accepted=Decimal(1200))

    assert now.state == "settled"


def test_a_protocol_that_nobody_confirmed_holds_the_settlement():
    agreement = make_initiative("reported")
    draw_up(agreement)

    with pytest.raises(GuardsFailed, match="potwierdzony"):
        again(agreement).settle(by=staff_of(agreement.call), accepted=Decimal(0))


def test_nothing_is_asked_back_in_money():
    agreement = make_initiative("reported")
    confirm(draw_up(agreement))

    with pytest.raises(GuardsFailed):
        again(agreement).ask_for_refund(
            by=staff_of(agreement.call), accepted=Decimal(100), note="Mniej."
        )


def test_an_initiative_that_fails_ends_early_and_lent_things_still_come_back(client_of):
    agreement = make_initiative()
    confirm(draw_up(agreement, thing("Łopaty", lent=True)))
    now = again(agreement)
    staff = client_of(staff_of(agreement.call))
    assert "nadal trzeba oddać" in staff.get(page("agreement-move", agreement, "end_early")).text

    now.end_early(by=staff_of(agreement.call), grounds="given_up", note="Grupa się rozpadła.")

    assert now.state == "terminated"
    confirm(draw_up(now, thing("Łopaty", lent=True), way="back"))
    assert still_lent(now.handovers.all()) == []
    with pytest.raises(GuardsFailed):
        draw_up(now)


def test_a_grant_of_money_is_not_ended_without_asking_for_it():
    agreement = make_agreement("reported")

    with pytest.raises(NotYours):
        agreement.end_early(by=staff_of(agreement.call), grounds="given_up", note="Koniec.")


def test_a_day_that_has_not_come_is_refused():
    with pytest.raises(GuardsFailed):
        draw_up(make_initiative(), day=clock.today() + timedelta(days=1))
    assert not Agreement.objects.filter(handovers__isnull=False).exists()
