"""The whole file of a grant tells of checks, of things that changed hands and of offers from the reserve list."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from grants.documents.dossier import dossier_of
from grants.models import Agreement, Application, Inspection
from people.models import User
from tests.factories.grants import staff_of
from tests.factories.in_kind import confirm, draw_up, make_initiative, thing
from tests.factories.inspecting import WRONG, make_inspection, make_recommendation
from tests.factories.people import make_user
from tests.grants.test_dossier import attached, fetched, package, words
from tests.grants.test_offers import decided, resign
from workflows import clock
from workflows.roles import give_role

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


def said_to_staff(client_of: ClientOf, agreement: Agreement) -> str:
    return words(client_of(staff_of(agreement.call)), agreement.application).replace("\xa0", " ")


def test_a_check_stands_with_what_was_found_what_was_recommended_and_what_was_done(
    client_of: ClientOf,
) -> None:
    agreement = make_recommendation("told").agreement

    said = said_to_staff(client_of, agreement)

    for expected in (
        "Kontrole", "protokół podpisany", WRONG, "Uzupełnijcie ławki.", "Dostawcie dwie ławki.", "Ławki stoją.",
    ):  # fmt: skip
        assert expected in said, expected


def test_an_objection_stands_with_its_answer(client_of: ClientOf) -> None:
    agreement = make_inspection("standing").agreement

    said = said_to_staff(client_of, agreement)

    assert "Ławek jest pięć." in said
    assert "Policzyliśmy jeszcze raz: trzy." in said


@pytest.mark.parametrize("state", ["announced", "held", "cancelled"])
def test_a_check_without_a_protocol_says_how_far_it_is(client_of: ClientOf, state: str) -> None:
    inspection = make_inspection(state)

    said = said_to_staff(client_of, inspection.agreement)

    assert inspection.get_state_display() in said
    assert "Protokół wysłano" not in said


def test_photos_and_papers_of_a_check_are_in_the_package(client_of: ClientOf) -> None:
    recommendation = make_recommendation("told")
    agreement = recommendation.agreement
    attached(recommendation, agreement.application.author, "ławki.pdf")

    names = package(client_of(staff_of(agreement.call)), agreement.application).namelist()

    assert any(name.startswith("umowa/") and "-protokol" in name for name in names)
    assert any(name.endswith("ławki.pdf") for name in names)


def test_things_that_changed_hands_stand_with_their_worth_and_paper(client_of: ClientOf) -> None:
    agreement = make_initiative()
    confirm(draw_up(agreement, thing("Deski"), thing("Betoniarka", value="800.00", lent=True)))
    staff = client_of(staff_of(agreement.call))

    said = words(staff, agreement.application).replace("\xa0", " ")
    names = package(staff, agreement.application).namelist()

    for expected in ("Deski", "1 200,00 zł", "Betoniarka", "użyczone", "Razem: 2 000,00 zł"):
        assert expected in said, expected
    assert any("przekazania" in name and name.endswith(".pdf") for name in names)


def test_an_offer_from_the_reserve_list_stands_with_its_reason_and_answer(
    client_of: ClientOf,
) -> None:
    call = decided("5000.00", "5000.00")
    resign(call)
    offer = call.offers().get()
    offer.accept(by=offer.application.author)

    said = words(client_of(staff_of(call)), offer.application).replace("\xa0", " ")

    assert offer.because in said
    assert "5 000,00 zł" in said
    assert offer.get_state_display() in said


def test_who_keeps_the_money_only_reads_of_checks_but_not_of_whose_grant_became_free(
    client_of: ClientOf,
) -> None:
    call = decided("5000.00", "5000.00")
    resign(call)
    offer = call.offers().get()
    offer.accept(by=offer.application.author)
    keeper = make_user("Finansista Pilny")
    give_role(keeper, "finance", call.programme, by=None)

    said = words(client_of(keeper), Agreement.objects.get(application=offer.application))

    assert offer.because not in said


def test_the_same_state_gives_the_same_bytes_on_another_day(client_of: ClientOf) -> None:
    agreement = make_recommendation("told").agreement
    browser = client_of(staff_of(agreement.call))
    first = fetched(browser, agreement.application, "zip")

    with clock.at(clock.now() + timedelta(days=40)):
        later = fetched(browser, agreement.application, "zip")
    Inspection.objects.get().recommendations.get().confirm(
        by=staff_of(agreement.call), note="Widzieliśmy."
    )

    assert later == first
    assert fetched(browser, agreement.application, "zip") != first


def test_a_grant_without_any_of_it_has_no_empty_chapter(client_of: ClientOf) -> None:
    agreement = make_initiative("prepared")

    said = said_to_staff(client_of, agreement)

    for title in ("Kontrole", "Rzeczy, które zmieniły posiadacza", "Propozycje z listy rezerwowej"):
        assert title not in said


def test_the_file_asks_as_often_for_three_checks_as_for_one() -> None:
    inspection = make_inspection("signed")
    agreement, reader = inspection.agreement, staff_of(inspection.agreement.call)
    counted = []
    for more in (0, 2):
        for _each in range(more):
            make_inspection("signed", agreement=agreement)
        # read anew: an application once looked at remembers its call, a person their roles
        application = Application.objects.get(pk=agreement.application_id)
        staff = User.objects.get(pk=reader.pk)
        with CaptureQueriesContext(connection) as queries:
            found = dossier_of(application, staff)
            assert found is not None
            found.paper()
        counted.append(len(queries))

    assert counted[0] == counted[1]
