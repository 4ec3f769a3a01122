"""The rules of a call on its pages: chapter by chapter while it is prepared, by amendment once it is open."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grants.models import Call, CallAmendment
from grants.models.terms.outline import CHAPTERS
from grants.models.terms.snapshot import differences
from tests.factories.grants import close, make_application, make_call, staff_of
from tests.factories.people import make_user
from tests.grants.test_call_pages import IDEA, rows
from workflows import clock
from workflows.models import History, Message, Turn

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
CHAPTER_KEYS = [chapter.key for chapter in CHAPTERS]


def url(call: Call, chapter: str) -> str:
    return reverse("grants:call-chapter", args=[call.code, chapter])


def posted(call: Call, **typed: Any) -> dict[str, Any]:
    return {"version": call.version, **typed}


def money(**changes: Any) -> dict[str, Any]:
    return {"pool": "30000", "min_grant": "1000", "max_grant": "10000"} | rows("tracks") | changes


def formal(**changes: Any) -> dict[str, Any]:
    days = {"check_days": "14", "correction_days": "7"}
    answers = {"formal_appeal_days": "3", "formal_appeal_answer_days": "5"}
    return days | answers | rows("checklist") | changes


def assessment(**changes: Any) -> dict[str, Any]:
    return {
        "assessments_needed": "2",
        "third_gap_percent": "30",
        "third_counts": "nearer",
        "third_tie": "lower",
        "tie_breaks_0": "smaller_amount",
        "tie_breaks_1": "lot",
        "lot_seed_rule_pl": "Lotto z 5 grudnia",
        "committee_min": "5",
        "quorum": "3",
    } | changes


@pytest.mark.parametrize("chapter", CHAPTER_KEYS)
def test_every_chapter_saves_back_what_it_shows(client_of: ClientOf, chapter: str) -> None:
    call = make_call("draft")
    browser = client_of(staff_of(call))

    page = browser.get(url(call, chapter))
    sheet = page.context["sheet"]
    typed = {}
    for form in [sheet.form, *(formset.management_form for formset in sheet.formsets)]:
        typed |= fields_of(form)
    for formset in sheet.formsets:
        for form in formset.forms:
            typed |= fields_of(form)
    saved = browser.post(url(call, chapter), posted(call, **typed))

    assert page.status_code == 200
    assert saved.status_code == 302, saved.context["sheet"].mistakes()


def fields_of(form: Any) -> dict[str, Any]:
    """What a browser would post of `form` as it was drawn."""
    found: dict[str, Any] = {}
    for field in form:
        value = field.value()
        widget = field.field.widget
        if hasattr(widget, "widgets"):
            for place, part in enumerate(widget.decompress(value)):
                found[f"{field.html_name}_{place}"] = part
        elif value is not None and value is not False:
            found[field.html_name] = (
                value if isinstance(value, int) else widget.format_value(value) or ""
            )
            if isinstance(value, list) and hasattr(widget, "allow_multiple_selected"):
                found[field.html_name] = value
    return found


def test_the_list_of_chapters_says_what_is_to_be_mended(client_of: ClientOf) -> None:
    call = make_call("draft", criteria=[], questionnaire=None)

    page = client_of(staff_of(call)).get(reverse("grants:call-edit", args=[call.code]))

    wrong = {station.url for station in page.context["stations"] if station.sentences}
    assert wrong == {url(call, "criteria"), url(call, "form")}


def test_tracks_are_set_up_with_keys_that_stay(client_of: ClientOf) -> None:
    call = make_call("draft")
    tracks = rows(
        "tracks",
        {
            "title_pl": "Grupy",
            "pool": "10 000,00",
            "max_grant": "2000",
            "who_may_apply": ["informal_group"],
        },
        {"title_pl": "Grupy", "pool": "20000"},
    )

    client_of(staff_of(call)).post(url(call, "money"), posted(call, **money(**tracks)))

    assert [(one.key, one.pool, one.largest) for one in call.tracks.all()] == [
        ("grupy", Decimal(10_000), Decimal(2000)),
        ("grupy-2", Decimal(20_000), Decimal(10_000)),
    ]


def test_a_criterion_chooses_among_the_groups_of_its_own_call(client_of: ClientOf) -> None:
    call, other = make_call("draft", criteria=[]), make_call("draft")
    mine = call.criterion_groups.create(key="a", title_pl="A")
    theirs = other.criterion_groups.create(key="b", title_pl="B")
    browser = client_of(staff_of(call))

    refused = browser.post(
        url(call, "criteria"), posted(call, **rows("criteria", IDEA | {"group": theirs.pk}))
    )
    browser.post(url(call, "criteria"), posted(call, **rows("criteria", IDEA | {"group": mine.pk})))

    assert refused.status_code == 422
    assert [one.group for one in call.criteria.all()] == [mine]


def test_a_row_is_taken_away(client_of: ClientOf) -> None:
    call = make_call("draft")
    first, second = call.criteria.all()
    typed = [
        {"id": first.pk, **IDEA},
        {"id": second.pk, **IDEA, "title_pl": "Koszty", "DELETE": "on"},
    ]

    client_of(staff_of(call)).post(
        url(call, "criteria"), posted(call, **rows("criteria", *typed, initial=2))
    )

    assert [one.pk for one in call.criteria.all()] == [first.pk]


def test_rows_are_moved(client_of: ClientOf) -> None:
    call = make_call("draft")
    first, second = call.criteria.all()
    typed = [
        {"id": first.pk, **IDEA, "title_pl": "Koszty", "ORDER": "3"},
        {"id": second.pk, **IDEA, "title_pl": "Pomysł", "ORDER": "1"},
        {**IDEA, "title_pl": "Ludzie"},
    ]
    browser, address = client_of(staff_of(call)), url(call, "criteria")

    browser.post(address, posted(call, **rows("criteria", *typed, initial=2)))

    assert [str(one) for one in call.criteria.all()] == ["Pomysł", "Koszty", "Ludzie"]
    assert [one.position for one in call.criteria.all()] == [1, 2, 3]
    assert "ORDER" in browser.get(address).text
    refused = [{"id": second.pk, **IDEA, "ORDER": "dwa"}, {"id": first.pk, **IDEA}]
    again = posted(Call.objects.get(pk=call.pk), **rows("criteria", *refused, initial=2))
    assert browser.post(address, again).status_code == 422


def test_the_order_of_equals_the_third_assessment_and_the_lot_are_saved(
    client_of: ClientOf,
) -> None:
    call = make_call("draft")

    client_of(staff_of(call)).post(url(call, "assessment"), posted(call, **assessment()))

    call.refresh_from_db()
    assert call.tie_breaks == ["smaller_amount", "lot"]
    assert (call.third_gap_percent, call.third_counts, call.third_tie) == (30, "nearer", "lower")
    assert (call.committee_min, call.quorum) == (5, 3)


@pytest.mark.parametrize(
    ("chapter", "typed", "says"),
    [
        ("money", money(pool="dużo"), "pool"),
        ("money", money(pool="9" * 20), "pool"),
        ("money", money(partial_min="101"), "partial_min"),
        ("money", money(**rows("tracks", {"title_pl": "A"})), "tracks-0-pool"),
        (
            "money",
            money(**rows("tracks", {"title_pl": "A", "pool": "9", "min_grant": "5", "max_grant": "4"})),
            "tracks-0-max_grant",
        ),
        (
            "money",
            money(**rows("tracks", {"title_pl": "A", "pool": "9", "who_may_apply": ["x"]})),
            "tracks-0-who_may_apply",
        ),
        ("dates", {"opens_at": "2026-03-29T02:30"}, "opens_at"),
        ("dates", {"assessment_due_at": "2026-10-25T02:30"}, "assessment_due_at"),
        ("dates", {"closes_at": "9999-12-31T12:00"}, "closes_at"),
        ("dates", {"eligible_to": "0001-01-01"}, "eligible_to"),
        ("applicants", {"who_may_apply": ["martians"]}, "who_may_apply"),
        ("applicants", {"territory": "śląskie"}, "territory"),
        ("applicants", {"territory": "2" * 3000}, "territory"),
        ("applicants", {"ngo_max_months": "0"}, "ngo_max_months"),
        ("applicants", {"ngo_max_months": "sześć"}, "ngo_max_months"),
        ("applicants", {"organisation_applies": "weekly"}, "organisation_applies"),
        ("applicants", {"line_up_match": "half"}, "line_up_match"),
        ("contribution", {"own_contribution_min": "100,01"}, "own_contribution_min"),
        ("contribution", rows("work_rates", {"title_pl": "Prosta", "rate": "x"}), "work_rates-0-rate"),
        ("costs", rows("cost_categories", {"title_pl": "x" * 201}), "cost_categories-0-title_pl"),
        ("form", {"questionnaire": "999999"}, "questionnaire"),
        ("formal", formal(check_days="-3"), "check_days"),
        ("formal", formal(formal_appeal_days="61"), "formal_appeal_days"),
        ("formal", formal(**rows("checklist", {"text_pl": "x" * 301})), "checklist-0-text_pl"),
        ("groups", rows("criterion_groups", {"title_pl": "A", "threshold": "-1"}), "criterion_groups-0-threshold"),
        ("criteria", rows("criteria", IDEA | {"maximum": "3,3"}), "criteria-0-maximum"),
        ("criteria", rows("criteria", IDEA | {"threshold": "11"}), "criteria-0-threshold"),
        ("criteria", rows("criteria", IDEA | {"title_pl": ""}), "criteria-0-title_pl"),
        ("criteria", rows("criteria", IDEA | {"weight": "0"}), "criteria-0-weight"),
        ("assessment", assessment(tie_breaks_1="smaller_amount"), "tie_breaks"),
        ("assessment", assessment(tie_breaks_0="", tie_breaks_1=""), "tie_breaks"),
        ("assessment", assessment(tie_breaks_0="coin"), "tie_breaks"),
        ("assessment", assessment(assessments_needed="0"), "assessments_needed"),
        ("results", {"public_lists": ["everything"]}, "public_lists"),
        ("duties", {"interim_report_on": "jutro"}, "interim_report_on"),
        ("duties", rows("tranches", {"percent": "200", "condition": "signed", "days": "14"}), "tranches-0-percent"),
        ("duties", rows("tranches", {"percent": "50", "condition": "never", "days": "14"}), "tranches-0-condition"),
        ("duties", rows("tranches", {"percent": "50", "condition": "signed", "days": "14", "not_before": "9999-12-31"}), "tranches-0-not_before"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_field_and_nothing_is_lost(
    client_of: ClientOf, chapter: str, typed: dict[str, Any], says: str
) -> None:
    call = make_call("draft")

    page = client_of(staff_of(call)).post(url(call, chapter), posted(call, **typed))

    assert page.status_code == 422
    assert any(says in anchor for anchor, _label, _words in page.context["sheet"].mistakes())
    call.refresh_from_db()
    assert call.version == 0


def test_a_table_without_its_counts_is_a_sentence_not_a_crash(client_of: ClientOf) -> None:
    call = make_call("draft")

    assert client_of(staff_of(call)).post(url(call, "criteria"), {}).status_code == 422


def test_two_staff_do_not_overwrite_each_other(client_of: ClientOf) -> None:
    call = make_call("draft")
    browser = client_of(staff_of(call))
    form = posted(call, **money())
    browser.post(url(call, "money"), form)

    page = browser.post(url(call, "money"), form | {"pool": "77777"})

    assert page.status_code == 409
    assert "77777" in page.content.decode()
    call.refresh_from_db()
    assert call.pool == 30_000


@pytest.mark.parametrize("chapter", ["money", "nothing"])
def test_whoever_does_not_run_the_call_finds_nothing_here(
    client_of: ClientOf, chapter: str
) -> None:
    call = make_call("draft")

    for browser in (client_of(make_user()), client_of(make_call().activity and make_user())):
        assert browser.get(url(call, chapter)).status_code == 404
        assert browser.post(url(call, chapter), {}).status_code == 404


def test_a_chapter_that_there_is_not_is_not_found(client_of: ClientOf) -> None:
    call = make_call("draft")

    assert client_of(staff_of(call)).get(url(call, "poems")).status_code == 404


# ── once it is open ─────────────────────────────────────────────────────────────────────────


def test_an_amendment_needs_a_reason(client_of: ClientOf) -> None:
    call = make_call()

    page = client_of(staff_of(call)).post(url(call, "money"), posted(call, **money(pool="40000")))

    assert page.status_code == 422
    call.refresh_from_db()
    assert call.pool == 30_000


def test_an_amendment_is_on_record_public_and_told_to_those_who_have_applied(
    client_of: ClientOf, client: Client
) -> None:
    call = make_call()
    sent, draft = make_application(call, "submitted"), make_application(call)
    gone = make_application(call, "withdrawn")
    Message.objects.all().delete()
    staff = staff_of(call)

    answer = client_of(staff).post(
        url(call, "money"), posted(call, **money(pool="40000"), reason="Miasto dołożyło środki.")
    )

    assert answer.status_code == 302
    call.refresh_from_db()
    [amendment] = call.amendments.all()
    assert (call.pool, amendment.by) == (Decimal(40_000), staff)
    assert amendment.changes == [["pool", "30000.00", "40000.00"]]
    entry = History.objects.of(call).last()
    assert (entry.move, entry.text.note) == ("amend", "Miasto dołożyło środki.")
    page = client.get(call.get_public_url()).content.decode().replace("\xa0", " ")
    assert "Miasto dołożyło środki." in page
    assert "30 000,00 zł" in page
    letters = Message.objects.filter(template="grants/call_amended")
    assert {one.recipient_id for one in letters} == {sent.author_id, draft.author_id}
    assert gone.author_id not in {one.recipient_id for one in letters}
    assert "40 000,00" in letters[0].body.replace("\xa0", " ")


def test_a_later_closing_moves_what_waits_for_it(client_of: ClientOf) -> None:
    call = make_call()
    draft = make_application(call)
    later = (call.closes_at + timedelta(days=7)).replace(second=0, microsecond=0)
    day = "%Y-%m-%dT%H:%M"
    typed = {
        "opens_at": timezone.localtime(call.opens_at).strftime(day),
        "closes_at": timezone.localtime(later).strftime(day),
        "eligible_from": call.eligible_from.isoformat(),
        "eligible_to": call.eligible_to.isoformat(),
        "reason": "Awaria sieci.",
    }

    client_of(staff_of(call)).post(url(call, "dates"), posted(call, **typed))

    call.refresh_from_db()
    assert call.closes_at == later
    assert {one.due_at for one in Turn.objects.of(draft)} == {later}


def test_a_new_form_takes_the_drafts_along_with_every_word(client_of: ClientOf) -> None:
    call = make_call()
    draft = make_application(call)
    sent = make_application(call, "submitted")
    newer = newer_form(call)
    typed = posted(call, questionnaire=newer.pk, reason="Brakowało pytania.")

    answer = client_of(staff_of(call)).post(url(call, "form"), typed)

    assert answer.status_code == 302
    before = draft.answers.values
    draft.answers.refresh_from_db()
    sent.answers.refresh_from_db()
    assert (draft.answers.questions, draft.answers.values) == (newer, before)
    assert sent.answers.questions == call.form


def newer_form(call: Call) -> Any:
    """Another published version of the call's questionnaire."""
    version = call.form.questionnaire.versions.create(
        number=call.form.number + 1, blocks=call.form.blocks
    )
    version.publish()
    return version


def test_an_amendment_that_changes_nothing_is_refused(client_of: ClientOf) -> None:
    call = make_call()

    page = client_of(staff_of(call)).post(
        url(call, "money"), posted(call, **money(), reason="Bo tak.")
    )

    assert page.status_code == 422
    assert not CallAmendment.objects.exists()


def test_the_order_of_criteria_which_decides_between_equals_is_amended(
    client_of: ClientOf, client: Client
) -> None:
    call = make_call()
    first, second = call.criteria.all()
    browser, address = client_of(staff_of(call)), url(call, "criteria")
    sheet = browser.get(address).context["sheet"]
    typed = fields_of(sheet.form)
    for form in [sheet.formsets[0].management_form, *sheet.formsets[0].forms]:
        typed |= fields_of(form)
    typed |= {"criteria-0-ORDER": "2", "criteria-1-ORDER": "1"}

    browser.post(address, posted(call, **typed, reason="Tak uchwalono."))

    [amendment] = call.amendments.all()
    assert amendment.changes == [["criteria.*", [first.key, second.key], [second.key, first.key]]]
    page = client.get(call.get_public_url()).text
    assert f"<del>{first}; {second}</del> → <ins>{second}; {first}</ins>" in page


def test_a_criterion_more_or_less_does_not_move_the_others() -> None:
    def order(*keys: str) -> dict[str, list[str]]:
        return {"criteria.*": [*keys]}

    assert differences(order("a", "b"), order("a", "c", "b")) == []
    assert differences(order("a", "b", "c"), order("a", "c")) == []


def test_an_amendment_may_not_make_the_call_impossible(client_of: ClientOf) -> None:
    call = make_call()
    tracks = rows("tracks", {"title_pl": "A", "pool": "100"})

    page = client_of(staff_of(call)).post(
        url(call, "money"), posted(call, **money(**tracks), reason="Ścieżka.")
    )

    assert page.status_code == 422
    assert not call.tracks.exists()


def test_what_is_in_use_is_not_taken_away(client_of: ClientOf) -> None:
    call = make_call()
    application = make_application(call, "admitted")
    [first, second] = call.checklist.all()
    typed = [
        {"id": first.pk, "text_pl": "W terminie", "DELETE": "on"},
        {"id": second.pk, "text_pl": "B"},
    ]

    page = client_of(staff_of(call)).post(
        url(call, "formal"),
        posted(call, **formal(**rows("checklist", *typed, initial=2)), reason="Zbędne."),
    )

    assert page.status_code == 422
    assert application.formal_marks.count() == 2
    assert call.checklist.count() == 2


@pytest.mark.parametrize(("chapter", "status"), [("criteria", 409), ("money", 302)])
def test_once_the_call_closed_the_way_of_judging_stands_fast(
    client_of: ClientOf, chapter: str, status: int
) -> None:
    call = make_call()
    make_application(call, "submitted")
    close(call)
    typed = {"criteria": rows("criteria", IDEA), "money": money(pool="50000")}[chapter]

    with clock.at(call.closes_at + timedelta(days=1)):
        answer = client_of(staff_of(call)).post(
            url(call, chapter), posted(call, **typed, reason="Później.")
        )

    assert answer.status_code == status


def test_activity_code_and_kind_are_never_amended(client_of: ClientOf) -> None:
    call = make_call()

    client_of(staff_of(call)).post(
        url(call, "basics"),
        posted(call, code="inny", kind="local_initiative", title_pl="Nowy", reason="Literówka."),
    )

    fresh = Call.objects.get(pk=call.pk)
    assert (fresh.code, fresh.kind, fresh.title_pl) == (call.code, "micro_grant", "Nowy")


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_chapter_asks_the_same_few_questions_however_long_it_is(
    client_of: ClientOf, item_count: int, django_assert_num_queries: Any
) -> None:
    criteria = [{"title_pl": f"K{n}", "maximum": Decimal(5)} for n in range(item_count)]
    call = make_call("draft", criteria=criteria)
    browser = client_of(staff_of(call))
    browser.get(url(call, "criteria"))

    with django_assert_num_queries(19):
        browser.get(url(call, "criteria"))


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_of_chapters_asks_the_same_few_questions(
    client_of: ClientOf, item_count: int, django_assert_num_queries: Any
) -> None:
    criteria = [{"title_pl": f"K{n}", "maximum": Decimal(5)} for n in range(item_count)]
    call = make_call("draft", criteria=criteria)
    browser = client_of(staff_of(call))
    page = reverse("grants:call-edit", args=[call.code])
    browser.get(page)

    with django_assert_num_queries(12):
        browser.get(page)
