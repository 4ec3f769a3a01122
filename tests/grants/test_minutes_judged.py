"""Minutes tell everything that decided: bars, order, thirds, conflicts, appeals; who assessed stays unnamed."""

from decimal import Decimal

import pytest

from grants.actions.aside import set_sheet_aside
from grants.models import Assessment, Call, Minutes
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    ask,
    assess,
    hand_in_sheet,
    make_assessor,
    make_minutes,
    send_all,
)
from tests.grants.test_appeal import file, key_of, publish
from tests.grants.test_minutes import make_met_call, text_of
from workflows.moves import SYSTEM

pytestmark = pytest.mark.django_db

WORDS = "Rozdział o sąsiadach przeczytano raz jeszcze."
TIED = "Siostra kogoś z grupy."


def put_aside(call, reason=TIED):
    """The first sheet of the first application is set aside; somebody else gives fewer points."""
    sheet = Assessment.objects.in_call(call).order_by("pk").first()
    other = make_assessor(call, "Nowa Niezależna")
    set_sheet_aside(assessment=sheet, reason=reason, successor=other.pk, by=staff_of(call))
    successor = Assessment.objects.in_call(call).get(assessor=other)
    successor.declare_no_conflict(by=other, confirmed=True)
    hand_in_sheet(successor, ("4", "2"))
    return sheet


def test_the_bars_and_the_order_of_equals_stand_in_it():
    call = make_met_call(threshold_total=Decimal(8), tie_breaks=["smaller_amount", "earlier"])

    text = text_of(make_minutes(call))

    assert "razem co najmniej 8 z 15" in text
    assert "mniejsza kwota; wcześniejsze złożenie" in text


def test_a_call_without_bars_says_so():
    assert "W tym naborze nie ma progów." in text_of(make_minutes(make_met_call()))


def test_a_line_below_says_which_bars_it_missed_and_by_how_much():
    call = make_met_call(threshold_total=Decimal(13), threshold_without_bonus=Decimal(12))
    group = call.criterion_groups.create(
        key="wazne", title_pl="Najważniejsze", threshold=Decimal(9), position=1
    )
    idea, costs = call.criteria.all()
    type(idea).objects.filter(pk=idea.pk).update(group=group, threshold=Decimal("8.5"))
    type(idea).objects.filter(pk=costs.pk).update(is_bonus=True)
    second = applications_of(call)[1]

    text = text_of(make_minutes(call))

    line = next(one for one in text.splitlines() if one.startswith(f"{second.number} jest poniżej"))
    assert "razem: 12 z 13 wymaganych punktów" in line
    assert "bez premii: 8 z 12 wymaganych punktów" in line
    assert "„Najważniejsze”: 8 z 9 wymaganych punktów" in line
    assert "„Pomysł”: 8 z 8,5 wymaganych punktów" in line


def test_why_a_third_assessment_was_opened_stands_beside_it():
    call = make_met_call(third_gap_percent=Decimal(30))
    application = applications_of(call)[2]
    application.open_third(by=SYSTEM, reasons=["gap_percent"])
    assess(application, ("6", "3"))

    text = text_of(make_minutes(call))

    assert "Dwie sumy różnią się co najmniej o 30%" in text


def test_a_sheet_set_aside_stands_with_its_reason_and_what_it_changed():
    call = make_met_call()
    sheet = put_aside(call)

    text = text_of(make_minutes(Call.objects.get(pk=call.pk)))

    first = sheet.application.number
    assert f"{first}: " in text
    assert TIED in text
    assert f"{first}\n1\n3\n14\n10" in text  # place and points before and after
    assert str(sheet.assessor) not in text
    assert "Nowa Niezależna" not in text


def test_a_reason_that_names_the_assessor_is_withheld():
    call = make_met_call()
    make_assessor(call, "Helena Kanarkowska")
    put_aside(call, "Kanarkowska jest siostrą kogoś z grupy.")

    text = text_of(make_minutes(Call.objects.get(pk=call.pk)))

    assert "Kanarkowsk" not in text
    assert "powód wymienia osobę oceniającą" in text


def test_an_application_handed_back_because_of_a_tie_is_told_without_who_and_why():
    call = make_met_call()
    application = applications_of(call)[0]
    extra = ask_more(call, application)
    extra.recuse(by=extra.assessor, reason="Kanarek znajomości.")
    busy = ask_more(call, application)
    busy.decline(by=busy.assessor, note="Nie zdążę.")

    text = text_of(make_minutes(Call.objects.get(pk=call.pk)))

    assert f"{application.number}: 1 osoba poproszona o ocenę oddała wniosek" in text
    assert "Kanarek" not in text
    assert "Nie zdążę" not in text


def ask_more(call, application):
    """One more sheet asked for about an application that has all it needs."""
    Call.objects.filter(pk=call.pk).update(assessments_needed=3)
    sheet = ask(application, make_assessor(call, "Znajoma Osoba"))
    Call.objects.filter(pk=call.pk).update(assessments_needed=2)
    return sheet


def test_without_conflicts_the_chapter_is_not_there():
    assert "Konflikty interesów" not in text_of(make_minutes(make_met_call()))


def test_what_an_appeal_changed_stands_in_minutes_written_afterwards():
    call = make_met_call(threshold_total=Decimal(13), merit_appeal_days=3, needs_meeting=False)
    make_minutes(call)
    send_all(call)  # the committee need not meet, so letters do not wait for signatures
    appeal = file(publish(call).applications.select_related("call", "author").get(ordinal=3))

    appeal.uphold(by=chair_of(call), answer=WORDS, criteria={key_of(call): Decimal("9.5")})

    text = text_of(Minutes.objects.get())
    assert "Zmienione po odwołaniu" in text
    assert f"{appeal.application.number}, " in text
    assert "punkty 12 → 13,5" in text
    assert WORDS in text
    assert key_of(call) not in text
    assert str(chair_of(call)) in text


@pytest.mark.parametrize(("before", "said"), [("earlier", False), ("criteria", True)])
def test_the_lot_is_told_only_where_it_decided(before, said):
    call = make_met_call(
        tie_breaks=[before, "lot"], lot_seed_rule="Lotto.", lot_seed="17 25 33 41 42 49"
    )

    assert ("Rozstrzygnął los" in text_of(make_minutes(call))) is said


def test_who_wrote_the_seed_down_and_when_stands_in_it():
    call = make_met_call(tie_breaks=["lot"], lot_seed_rule="Lotto.")
    call.write_seed(by=staff_of(call), seed="17 25 33 41 42 49")

    text = text_of(make_minutes(Call.objects.get(pk=call.pk)))

    assert f"Ziarno losowania „17 25 33 41 42 49” zapisano: {staff_of(call)}" in text
    assert "Rozstrzygnął los" in text
