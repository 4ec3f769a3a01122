"""Own score first, then the others': an assessor follows the link from their sheet to what the others gave."""

import pytest
from django.urls import reverse

from grants.models import Call
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    ask,
    hand_in_sheet,
    make_assessment,
    make_assessor,
    make_judged_call,
)

pytestmark = pytest.mark.django_db

PEER = "Kanarka Nieznana"


def page_of(assessment):
    return reverse("grants:assessment", args=[assessment.pk])


def handed_in(call, name, points=("8", "4,5")):
    """The sheet of somebody of that name about the first application."""
    sheet = ask(applications_of(call)[0], make_assessor(call, name))
    sheet.declare_no_conflict(by=sheet.assessor, confirmed=True)
    hand_in_sheet(sheet, points)
    return sheet


def read(client, assessment):
    return client.get(page_of(assessment)).content.decode()


def both(**fields):
    """One's own sheet and a peer's, both handed in."""
    call = make_judged_call(assessors_see_others=True, **fields)
    return make_assessment("submitted", call=call), handed_in(call, PEER, ("7", "3,5"))


def test_from_their_own_sheet_an_assessor_comes_to_the_points_and_words_of_the_others(client_of):
    mine, other = both()
    client = client_of(mine.assessor)

    own = client.get(page_of(mine))
    theirs = client.get(other.get_absolute_url())

    assert [one.pk for one in own.context["peers"]] == [other.pk]
    assert f'href="{other.get_absolute_url()}"' in own.content.decode()
    assert "10,5" in own.content.decode()
    assert "Dobrze opisane." in theirs.content.decode()
    assert theirs.context["back"] == mine.get_absolute_url()


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, False),
        ({"assessors_named": True}, True),
        ({"assessors_named": True, "is_blind": True}, False),
    ],
)
def test_peers_stay_unnamed_where_the_call_is_blind_or_keeps_its_committee_unnamed(
    client_of, fields, named
):
    mine, other = both()
    Call.objects.update(**fields)
    client = client_of(mine.assessor)

    pages = [read(client, mine), read(client, other)]

    assert ["Nieznana" in page for page in pages] == [named, named]


@pytest.mark.parametrize("who", [staff_of, chair_of])
def test_staff_and_chair_read_who_wrote_it_all_the_same(client_of, who):
    _mine, other = both()

    assert PEER in read(client_of(who(other.application.call)), other)


def test_before_their_own_is_in_nobody_finds_the_way_to_the_others(client_of):
    call = make_judged_call(assessors_see_others=True)
    mine, other = make_assessment("in_progress", call=call), handed_in(call, PEER)

    page = read(client_of(mine.assessor), mine)

    assert page_of(other) not in page
    assert "Nieznana" not in page


def test_where_the_call_does_not_open_them_the_sheet_says_nothing_of_others(client_of):
    call = make_judged_call()
    mine, other = make_assessment("submitted", call=call), handed_in(call, PEER)
    client = client_of(mine.assessor)

    page = read(client, mine)

    assert 'id="peers"' not in page
    assert client.get(page_of(other)).status_code == 404


def test_the_first_to_hand_in_reads_that_nobody_else_has(client_of):
    call = make_judged_call(assessors_see_others=True)
    mine, waiting = (
        make_assessment("submitted", call=call),
        make_assessment("in_progress", call=call),
    )

    page = read(client_of(mine.assessor), mine)

    assert "Nikt inny nie złożył jeszcze karty." in page
    assert page_of(waiting) not in page


def test_a_sheet_set_aside_is_not_among_what_the_others_gave(client_of):
    mine, other = both()
    call = mine.application.call
    other.set_aside(by=staff_of(call), note="Okazało się, że się znają.")

    page = client_of(mine.assessor).get(page_of(mine))

    assert page.context["peers"] == []


def test_the_number_of_queries_does_not_grow_with_the_others(client_of, django_assert_num_queries):
    mine, _other = both(assessments_needed=4, assessors_named=True)
    client = client_of(mine.assessor)
    client.get(page_of(mine))
    with django_assert_num_queries(QUERIES):
        client.get(page_of(mine))

    handed_in(mine.application.call, "Trzecia Osoba")
    handed_in(mine.application.call, "Czwarta Osoba")

    with django_assert_num_queries(QUERIES):
        client.get(page_of(mine))


QUERIES = 15


@pytest.mark.parametrize(
    ("open_sheets", "words"), [(True, "po złożeniu własnej"), (False, "nie widzą")]
)
def test_the_desk_says_whether_assessors_see_each_other(client_of, open_sheets, words):
    call = make_judged_call(assessors_see_others=open_sheets)

    page = client_of(staff_of(call)).get(reverse("grants:call-assessors", args=[call.code]))

    assert words in " ".join(page.content.decode().split())
