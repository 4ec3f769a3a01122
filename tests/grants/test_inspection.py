"""A running grant is checked: announced in time, written up, signed or objected to, followed up."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grants.models import Inspection, Recommendation
from grants.rules.inspecting import USUAL_ITEMS, may_lead
from tests.factories.grants import staff_of
from tests.factories.grants_later import make_agreement
from tests.factories.inspecting import (
    announce,
    found,
    in_days,
    make_inspection,
    make_recommendation,
    send,
    write,
)
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotFromHere, NotYours, SomeoneWasFaster
from workflows.models import Message, Turn
from workflows.roles import give_role
from workflows.tasks import tick

pytestmark = pytest.mark.django_db


def again(obj):
    return type(obj).objects.get(pk=obj.pk)


def letters(template):
    return Message.objects.filter(template=f"grants/{template}")


# --- announced -----------------------------------------------------------------------------------


def test_the_grantee_reads_the_day_the_scope_and_who_comes():
    inspection = make_inspection()

    letter = letters("inspection_announced").get()
    assert letter.recipient == inspection.agreement.application.author
    assert inspection.scope in letter.body
    assert str(inspection.lead) in letter.body


@pytest.mark.parametrize(("notice", "ahead", "comes"), [(7, 7, True), (7, 6, False), (0, 0, True)])
def test_a_check_comes_with_the_notice_that_the_call_promises(notice, ahead, comes):
    agreement = make_agreement("paid", inspection_notice_days=notice)

    if comes:
        assert announce(agreement, day=in_days(ahead)).state == "announced"
    else:
        with pytest.raises(GuardsFailed, match="za wcześnie"):
            announce(agreement, day=in_days(ahead))


def test_nobody_checks_a_grant_before_it_is_signed():
    with pytest.raises(GuardsFailed, match="od podpisania"):
        announce(make_agreement("prepared"))


@pytest.mark.parametrize("who", ["grantee", "stranger", "finance"])
def test_only_the_staff_announce_a_check(who):
    agreement = make_agreement("paid")
    user = agreement.application.author if who == "grantee" else make_user("Kto Inny")
    if who == "finance":
        give_role(user, "finance", agreement.programme, by=None)

    with pytest.raises(NotYours):
        announce(agreement, by=user)


def test_whoever_applied_for_the_grant_is_not_sent_to_check_it():
    agreement = make_agreement("paid")
    author = agreement.application.author
    give_role(author, "staff", agreement.programme, by=None)

    with pytest.raises(GuardsFailed, match="powiązany"):
        announce(agreement, lead=author)


def test_who_may_check_is_asked_at_once_for_the_whole_staff():
    agreement, asked = make_agreement("paid"), []
    may_lead(again(agreement))

    for number in (2, 3, 4):
        give_role(make_user(f"Kolega {number}"), "staff", agreement.programme, by=None)
        with CaptureQueriesContext(connection) as queries:
            assert len(may_lead(again(agreement))) == number
        asked.append(len(queries))

    assert asked[0] == asked[1] == asked[2]


def test_somebody_without_a_part_in_the_programme_is_not_sent_to_check():
    with pytest.raises(GuardsFailed):
        announce(make_agreement("paid"), lead=make_user("Obca Osoba"))


@pytest.mark.parametrize("kind", ["desk", "visit"])
def test_a_call_without_a_checklist_has_the_usual_one_of_each_kind(kind):
    inspection = announce(make_agreement("paid"), kind=kind)

    asked = [polish for of, polish, _english in USUAL_ITEMS if of in {"", kind}]
    assert [mark["pl"] for mark in inspection.marks] == asked


def test_the_checklist_is_the_one_that_the_call_had_when_it_was_announced():
    agreement = make_agreement("paid")
    items = agreement.call.inspection_items
    items.create(text_pl="Czy są ławki?", kind="visit", position=1)
    items.create(text_pl="Czy są faktury?", kind="desk", position=2)
    items.create(text_pl="Czy jest tabliczka?", text_en="Is there a sign?", position=3)

    inspection = announce(agreement)
    items.all().delete()

    assert [(one["pl"], one["en"]) for one in again(inspection).marks] == [
        ("Czy są ławki?", "Czy są ławki?"),
        ("Czy jest tabliczka?", "Is there a sign?"),
    ]


def test_a_moved_check_tells_the_new_day_and_why():
    inspection = make_inspection()

    inspection.move_to(by=inspection.lead, day=in_days(12), note="Choroba.")

    assert again(inspection).day == in_days(12)
    assert "Choroba." in letters("inspection_moved").get().body


def test_a_check_is_not_moved_to_tomorrow():
    inspection = make_inspection()

    with pytest.raises(GuardsFailed):
        inspection.move_to(by=inspection.lead, day=in_days(1), note="Szybciej.")


def test_a_check_that_has_not_come_yet_has_not_taken_place():
    inspection = make_inspection()

    with pytest.raises(GuardsFailed, match="nie nadszedł"):
        inspection.hold(by=inspection.lead, held_on=in_days(1))


def test_the_end_of_the_agreement_calls_an_announced_check_off():
    agreement = make_agreement("paid")
    inspection, done = announce(agreement), make_inspection("held", agreement=agreement)

    again(agreement).call_off(
        by=staff_of(agreement.call), grounds="given_up", accepted=0, misused=0, note="Rezygnacja."
    )

    assert (again(inspection).state, again(done).state) == ("cancelled", "held")


# --- the protocol --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"conclusion": " "}, "wnioski"),
        ({"wanted": [("Ławki.", clock.today())]}, "nie minął"),
    ],
)
def test_a_protocol_goes_out_whole(changes, sentence):
    inspection = make_inspection("held")
    write(inspection, **changes)

    with pytest.raises(GuardsFailed, match=sentence):
        send(inspection)
    assert again(inspection).state == "held"


@pytest.mark.parametrize(("result", "note"), [("", ""), ("not_in_order", " ")])
def test_every_item_has_a_finding_and_a_wrong_one_its_description(result, note):
    inspection = make_inspection("held")
    rows = [*found(inspection)[:-1], {"result": result, "note": note}]
    write(inspection, found=rows)

    with pytest.raises(GuardsFailed):
        send(inspection)


def test_two_who_write_one_protocol_do_not_overwrite_each_other():
    inspection = make_inspection("held")
    other = again(inspection)
    write(inspection)

    with pytest.raises(SomeoneWasFaster):
        write(other, wrong="Coś innego.")
    assert again(inspection).marks[0]["note"] == "Brakuje dwóch ławek."


def test_a_protocol_that_is_out_is_not_rewritten():
    inspection = make_inspection("sent")

    with pytest.raises(GuardsFailed):
        write(inspection)


def test_the_grantee_does_not_write_the_protocol():
    inspection = make_inspection("held")

    with pytest.raises(NotYours):
        write(inspection, by=inspection.agreement.application.author)


def test_what_was_sent_is_kept_as_it_was_as_pdf_and_docx():
    inspection = make_inspection("sent")

    papers = inspection.agreement.papers.filter(kind="inspection").select_related("file")
    assert {one.file.name.rpartition(".")[2] for one in papers} == {"pdf", "docx"}


#: Sent on the Friday before a long weekend: 3 May 2027 is a Monday and a holiday.
@pytest.mark.parametrize(
    ("days", "last"), [(1, (2027, 5, 4)), (3, (2027, 5, 6)), (7, (2027, 5, 12))]
)
def test_the_window_to_object_is_in_working_days(days, last):
    agreement = make_agreement("paid", inspection_objection_days=days)
    sent_at = datetime(2027, 4, 30, 12, tzinfo=ZoneInfo("Europe/Warsaw"))

    until = agreement.call.objection_to_inspection_until(sent_at)

    assert (until.year, until.month, until.day) == last
    assert (until.hour, until.minute, until.second) == (23, 59, 59)


def test_the_grantee_has_the_move_until_the_window_ends():
    inspection = make_inspection("sent")

    turn = Turn.objects.of(inspection).get()
    assert turn.due_at == inspection.objection_due_at
    assert turn.holder == inspection.agreement.application.author


def test_an_objection_comes_in_time_or_not_at_all():
    inspection = make_inspection("sent")
    late = inspection.objection_due_at + timedelta(seconds=1)

    with pytest.raises(GuardsFailed, match="minął"):
        inspection.object_to(by=inspection.agreement.application.author, objection="Nie.", at=late)
    inspection.object_to(
        by=inspection.agreement.application.author,
        objection="Nie.",
        at=inspection.objection_due_at,
    )
    assert inspection.state == "objected"


def test_an_empty_objection_is_none():
    inspection = make_inspection("sent")

    with pytest.raises(GuardsFailed):
        inspection.object_to(by=inspection.agreement.application.author, objection="  ")


@pytest.mark.parametrize("move", ["sign", "object_to"])
def test_nobody_signs_or_objects_for_the_grantee(move):
    inspection = make_inspection("sent")
    given = {"objection": "Nie."} if move == "object_to" else {}

    with pytest.raises(NotYours):
        getattr(inspection, move)(by=inspection.lead, **given)


def test_an_objection_that_is_right_has_the_protocol_written_and_sent_again():
    inspection = make_inspection("objected")

    inspection.agree(by=inspection.lead, answer="Zgoda, jest pięć.")
    write(inspection, wrong="")
    send(inspection)

    assert (inspection.state, inspection.objection) == ("sent", "")
    assert inspection.agreement.papers.filter(kind="inspection").count() == 4
    assert "Zgoda" in letters("inspection_corrected").get().body


def test_an_objection_that_is_wrong_is_answered_and_the_protocol_stands():
    inspection = make_inspection("standing")

    assert inspection.objection
    assert "Policzyliśmy" in letters("inspection_stands").get().body
    assert inspection.recommendations.get().state == "open"


def test_an_objection_gets_an_answer_with_words():
    inspection = make_inspection("objected")

    with pytest.raises(GuardsFailed):
        inspection.keep(by=inspection.lead, answer=" ")


def test_a_protocol_that_nobody_answers_stands_when_the_window_ends():
    inspection = make_inspection("sent")

    with clock.at(inspection.objection_due_at):
        tick()
        assert again(inspection).state == "sent"
    with clock.at(inspection.objection_due_at + timedelta(seconds=1)):
        tick()

    assert again(inspection).state == "standing"
    assert inspection.recommendations.count() == 1


# --- what it recommends --------------------------------------------------------------------------


def test_a_check_that_recommends_nothing_is_over_once_it_is_signed():
    inspection = make_inspection("sent", wanted=[])

    inspection.sign(by=inspection.agreement.application.author)

    assert again(inspection).state == "closed"
    assert not letters("inspection_closed").exists()


def test_a_recommendation_is_the_grantees_until_its_day():
    one = make_recommendation()

    turn = Turn.objects.of(one).get()
    assert turn.holder == one.agreement.application.author
    assert turn.due_at == one.due_at


def test_the_last_recommendation_closes_the_check():
    inspection = make_inspection("sent", wanted=[("A", in_days(5)), ("B", in_days(6))])
    inspection.sign(by=inspection.agreement.application.author)
    first, second = inspection.recommendations.all()

    first.confirm(by=inspection.lead, note="Widać na zdjęciu.")
    assert again(inspection).state == "signed"
    second.drop(by=inspection.lead, note="Plac przejęło miasto.")

    assert again(inspection).state == "closed"
    assert letters("inspection_closed").exists()


def test_a_check_is_not_closed_while_something_is_left():
    inspection = make_inspection("signed")

    with pytest.raises(GuardsFailed, match="każde zalecenie"):
        inspection.close(by=inspection.lead)


def test_staff_confirm_what_was_told_and_say_how_they_know_what_was_not():
    told, silent = make_recommendation("told"), make_recommendation()
    told.confirm(by=staff_of(told.agreement.call))

    with pytest.raises(GuardsFailed, match="skąd wiesz"):
        silent.confirm(by=staff_of(silent.agreement.call))
    assert told.state == "done"


def test_what_is_not_done_goes_back_with_words():
    one = make_recommendation("told")

    one.give_back(by=staff_of(one.agreement.call), note="Na zdjęciu jest jedna ławka.")

    assert one.state == "open"
    assert "jedna ławka" in letters("recommendation_returned").get().body


def test_nobody_confirms_their_own_recommendation():
    one = make_recommendation("told")

    with pytest.raises(NotYours):
        one.confirm(by=one.agreement.application.author)


def test_a_recommendation_that_is_done_stays_done():
    one = make_recommendation("told")
    one.confirm(by=staff_of(one.agreement.call))

    with pytest.raises(NotFromHere):
        one.tell_done(by=one.agreement.application.author, answer="Jeszcze raz.")


def test_whoever_sees_the_grant_sees_its_checks_and_nobody_else():
    inspection = make_inspection("signed")
    stranger = make_user("Obca Osoba")

    for user in (inspection.lead, inspection.agreement.application.author):
        assert Inspection.objects.visible_to(user).get() == inspection
        assert Recommendation.objects.visible_to(user).count() == 1
    assert not Inspection.objects.visible_to(stranger).exists()
    assert not Recommendation.objects.visible_to(stranger).exists()
