"""An assessment: declared before it is read, scored blind, frozen when handed in."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from grants.models import Application, Assessment, Score
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    ask,
    hand_in_sheet,
    make_assessment,
    make_assessor,
    make_judged_call,
    typed_sheet,
)
from tests.factories.people import make_membership, make_user
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db


def page_of(assessment):
    return reverse("grants:assessment", args=[assessment.pk])


def posted(assessment, **changes):
    """The sheet as a browser posts it."""
    values = {
        f"{part}_{key}": text
        for key, entry in typed_sheet(assessment).items()
        for part, text in entry.items()
    }
    return values | {"version": assessment.version} | changes


def fresh(assessment):
    return Assessment.objects.get(pk=assessment.pk)


def test_the_assessor_hears_by_mail_and_has_the_move():
    assessment = make_assessment()

    assert (
        Message.objects.filter(
            recipient=assessment.assessor, template="grants/assessment_asked"
        ).count()
        == 1
    )
    assert Turn.objects.of(assessment).get().holder == assessment.assessor


def test_the_content_is_closed_before_the_declaration(client_of):
    assessment = make_assessment()
    client = client_of(assessment.assessor)

    shown = client.get(page_of(assessment)).content.decode()

    assert "Zbijemy ławkę." not in shown
    assert client.get(assessment.application.get_absolute_url()).status_code == 404


def test_the_declaration_opens_the_content(client_of):
    assessment = make_assessment()
    client = client_of(assessment.assessor)
    address = reverse("grants:assessment-move", args=[assessment.pk, "declare_no_conflict"])

    client.post(address, {"confirmed": "on", "version": assessment.version})

    assert fresh(assessment).state == "in_progress"
    assert "Zbijemy ławkę." in client.get(page_of(assessment)).content.decode()
    assert client.get(assessment.application.get_absolute_url()).status_code == 200


def test_a_declaration_without_the_tick_changes_nothing(client_of):
    assessment = make_assessment()
    address = reverse("grants:assessment-move", args=[assessment.pk, "declare_no_conflict"])

    response = client_of(assessment.assessor).post(address, {"version": assessment.version})

    assert response.status_code == 422
    assert fresh(assessment).state == "assigned"


def test_a_tie_that_arose_meanwhile_keeps_the_content_closed():
    assessment = make_assessment()
    author = assessment.application.author
    both = make_membership(author.person)
    make_membership(assessment.assessor.person, both.organisation)

    with pytest.raises(GuardsFailed, match=both.organisation.name):
        assessment.declare_no_conflict(by=assessment.assessor, confirmed=True)

    assert fresh(assessment).state == "assigned"


def test_handing_back_passes_the_move_to_the_staff(client_of):
    assessment = make_assessment()
    address = reverse("grants:assessment-move", args=[assessment.pk, "recuse"])

    client_of(assessment.assessor).post(
        address, {"reason": "Znam autorkę.", "version": assessment.version}
    )

    assert fresh(assessment).state == "recused"
    assert Turn.objects.of(assessment).get().role == "staff"


def test_handing_back_without_a_reason_is_asked_about(client_of):
    assessment = make_assessment()
    address = reverse("grants:assessment-move", args=[assessment.pk, "recuse"])

    response = client_of(assessment.assessor).post(
        address, {"reason": " ", "version": assessment.version}
    )

    assert response.status_code == 422
    assert fresh(assessment).state == "assigned"


def test_a_complete_sheet_is_handed_in_and_frozen(client_of):
    assessment = make_assessment("in_progress")

    client_of(assessment.assessor).post(page_of(assessment), posted(assessment, hand_in="1"))

    assert fresh(assessment).state == "submitted"
    assert fresh(assessment).total == Decimal("12.5")
    assert list(Score.objects.values_list("points", flat=True)) == [Decimal("8.0"), Decimal("4.5")]


@pytest.mark.parametrize("typed", ["", "11", "-1", "7,3", "osiem", "1e1", "٣", "9" * 30])
def test_points_that_cannot_count_get_a_sentence_and_stay_typed(client_of, typed):
    assessment = make_assessment("in_progress")
    key = next(iter(typed_sheet(assessment)))

    response = client_of(assessment.assessor).post(
        page_of(assessment), posted(assessment, hand_in="1", **{f"points_{key}": typed})
    )

    assert response.status_code == 422
    assert f"points_{key}" in response.context["form"].errors
    assert fresh(assessment).state == "in_progress"
    assert fresh(assessment).sheet[key]["points"] == typed[:20]


def test_points_without_a_word_are_not_handed_in(client_of):
    assessment = make_assessment("in_progress")
    key = next(iter(typed_sheet(assessment)))

    response = client_of(assessment.assessor).post(
        page_of(assessment), posted(assessment, hand_in="1", **{f"comment_{key}": "  "})
    )

    assert f"comment_{key}" in response.context["form"].errors


def test_an_unfinished_sheet_is_kept_as_typed(client_of):
    assessment = make_assessment("in_progress")
    key = next(iter(typed_sheet(assessment)))

    client_of(assessment.assessor).post(
        page_of(assessment), posted(assessment, **{f"points_{key}": "ok. 7"})
    )

    assert fresh(assessment).sheet[key]["points"] == "ok. 7"
    assert fresh(assessment).state == "in_progress"


def test_a_second_window_does_not_overwrite_the_first(client_of):
    assessment = make_assessment("in_progress")
    client = client_of(assessment.assessor)
    key = next(iter(typed_sheet(assessment)))
    client.post(page_of(assessment), posted(assessment))

    response = client.post(
        page_of(assessment), posted(assessment, **{f"comment_{key}": "Stare słowa."})
    )

    assert response.status_code == 409
    assert "Stare słowa." in response.content.decode()
    assert fresh(assessment).sheet[key]["comment"] == "Dobrze opisane."


def autosave(client, assessment, version, **typed):
    data = {"version": version, "_changed": list(typed), **typed}
    return client.post(reverse("grants:assessment-save", args=[assessment.pk]), data)


def test_autosave_keeps_what_was_touched(client_of):
    assessment = make_assessment("in_progress")
    key = next(iter(typed_sheet(assessment)))

    answer = autosave(
        client_of(assessment.assessor), assessment, assessment.version, **{f"points_{key}": "7"}
    )

    assert answer.json()["version"] == fresh(assessment).version
    assert fresh(assessment).sheet[key] == {"points": "7", "comment": ""}


def test_autosave_of_a_stale_window_reports_the_other_words(client_of):
    assessment = make_assessment("in_progress")
    client, key = client_of(assessment.assessor), next(iter(typed_sheet(assessment)))
    autosave(client, assessment, assessment.version, **{f"comment_{key}": "Pierwsze."})

    answer = autosave(client, assessment, assessment.version, **{f"comment_{key}": "Drugie."})

    assert answer.status_code == 409
    assert answer.json()["conflicts"][f"comment_{key}"]["theirs"] == "Pierwsze."
    assert fresh(assessment).sheet[key]["comment"] == "Pierwsze."


def test_autosave_after_handing_in_says_so(client_of):
    assessment = make_assessment("submitted")

    answer = autosave(client_of(assessment.assessor), assessment, assessment.version, points_x="7")

    assert answer.status_code == 409


def test_a_handed_in_sheet_does_not_change_any_more(client_of):
    assessment = make_assessment("submitted")
    key = next(iter(typed_sheet(assessment)))

    client_of(assessment.assessor).post(
        page_of(assessment), posted(assessment, **{f"points_{key}": "1"})
    )

    assert fresh(assessment).sheet[key]["points"] == "8"


def test_a_score_cannot_be_saved_twice():
    make_assessment("submitted")
    score = Score.objects.first()

    with pytest.raises(TypeError, match="frozen"):
        score.save()


def test_handing_in_twice_goes_on_quietly(client_of):
    assessment = make_assessment("in_progress")
    client = client_of(assessment.assessor)
    client.post(page_of(assessment), posted(assessment, hand_in="1"))

    response = client.post(page_of(assessment), posted(assessment, hand_in="1"))

    assert response.status_code == 302
    assert Score.objects.count() == 2


def test_an_assessor_does_not_see_the_others(client_of):
    call = make_judged_call()
    mine, other = make_assessment("in_progress", call=call), make_assessment("submitted", call=call)

    assert client_of(mine.assessor).get(page_of(other)).status_code == 404


def test_an_assessor_sees_the_others_after_their_own_where_the_call_says_so(client_of):
    call = make_judged_call(assessors_see_others=True)
    mine, other = make_assessment("in_progress", call=call), make_assessment("submitted", call=call)
    client = client_of(mine.assessor)
    before = client.get(page_of(other)).status_code

    hand_in_sheet(mine)

    assert (before, client.get(page_of(other)).status_code) == (404, 200)


@pytest.mark.parametrize("who", [staff_of, chair_of])
def test_points_stay_hidden_from_the_office_until_all_sheets_are_in(client_of, who):
    call = make_judged_call()
    first = make_assessment("submitted", call=call)
    client = client_of(who(call))
    before = client.get(page_of(first)).content.decode()

    make_assessment("submitted", call=call)

    assert "Dobrze opisane." not in before
    assert "Dobrze opisane." in client.get(page_of(first)).content.decode()


def test_the_author_never_learns_who_assesses(client_of):
    assessment = make_assessment("submitted")

    assert client_of(assessment.application.author).get(page_of(assessment)).status_code == 404


def test_a_stranger_finds_nothing(client_of):
    assessment = make_assessment("in_progress")
    client = client_of(make_user())

    assert client.get(page_of(assessment)).status_code == 404
    assert client.post(page_of(assessment), posted(assessment)).status_code == 404


def test_nobody_hands_in_for_somebody_else():
    assessment = make_assessment("in_progress")

    with pytest.raises(NotYours):
        assessment.submit(by=staff_of(assessment.application.call))


def test_withdrawing_the_application_calls_the_assessment_off():
    assessment = make_assessment("in_progress")
    application = Application.objects.get(pk=assessment.application_id)

    application.withdraw(by=application.author)

    assert fresh(assessment).state == "cancelled"
    assert Message.objects.filter(
        recipient=assessment.assessor, template="grants/assessment_released"
    ).exists()


def test_cancelling_the_call_calls_every_assessment_off():
    assessment = make_assessment("assigned")
    call = assessment.application.call

    call.cancel(by=staff_of(call), note="Brak pieniędzy.")

    assert fresh(assessment).state == "cancelled"


def test_the_chair_has_the_move_once_everything_is_assessed():
    call = make_judged_call()
    chair_of(call)
    make_assessment("submitted", call=call)
    before = set(Turn.objects.of(call).values_list("role", flat=True))

    make_assessment("submitted", call=call)

    assert before == {"staff"}
    assert set(Turn.objects.of(call).values_list("role", flat=True)) == {"chair"}


@pytest.mark.parametrize("item_count", [1, 3])
def test_my_list_asks_the_same_few_questions(client_of, django_assert_num_queries, item_count):
    call = make_judged_call(*["3000.00"] * item_count)
    assessor = make_assessor(call)
    for application in applications_of(call):
        ask(application, assessor, due_at=datetime(2099, 1, 1, tzinfo=UTC))
    client, address = client_of(assessor), reverse("grants:assessment-list")
    client.get(address)

    with django_assert_num_queries(6):
        response = client.get(address)

    assert len(response.context["object_list"]) == item_count
