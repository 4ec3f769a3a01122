"""The editor of forms: whose they are, blocks put in order, mistakes said in sentences, versions that stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from questionnaires import rules
from questionnaires.actions import editing
from questionnaires.blocks import KINDS, read_block
from questionnaires.forms import BlockForm
from questionnaires.models import Questionnaire, Version
from tests.factories.activities import make_activity
from tests.factories.people import make_user
from tests.factories.questionnaires import make_version, question, texts
from tests.questionnaires.test_kinds import CATEGORIES
from workflows.errors import GuardsFailed, NotFromHere, NotYours, SomeoneWasFaster
from workflows.roles import give_role

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
CHOICE = question("choice", "land", options=CATEGORIES)


@pytest.fixture
def programme() -> Any:
    return make_activity("grant_call").programme


@pytest.fixture
def staff(programme: Any) -> Any:
    """Somebody who runs the programme."""
    user = make_user("Sława Prowadząca")
    give_role(user, "staff", programme, by=None)
    return user


@pytest.fixture
def draft(programme: Any, staff: Any) -> Version:
    """A draft of the programme's form with three blocks."""
    blocks = [CHOICE, question("text", "why"), question("page", "more"), question("text", "last")]
    return editing.begin_questionnaire(name="Wniosek", owner=programme, by=staff, blocks=blocks)


def now(draft: Version) -> Version:
    return Version.objects.select_related("questionnaire").get(pk=draft.pk)


def keys(draft: Version) -> list[str]:
    return [one["key"] for one in now(draft).blocks]


def url(name: str, draft: Version, *more: Any) -> str:
    return reverse(f"questionnaires:{name}", args=[draft.questionnaire.code, *more])


def press(browser: Client, draft: Version, button: str, value: str = "1") -> Any:
    """Press a button of the draft's page as it is now."""
    data = {button: value, "revision": now(draft).revision}
    return browser.post(url("draft", draft), data)


# ── whose ────────────────────────────────────────────────────────────────────────────────────


def test_a_form_is_seen_and_changed_by_those_who_run_its_owner(draft: Version, staff: Any) -> None:
    form, admin = draft.questionnaire, make_user(is_superuser=True)
    stranger, other = make_user(), make_user()
    give_role(other, "staff", make_activity("grant_call").programme, by=None)

    for user, sees in ((staff, True), (admin, True), (stranger, False), (other, False)):
        assert rules.can_view(user, form) is sees
        assert Questionnaire.objects.visible_to(user).filter(pk=form.pk).exists() is sees
        assert rules.may_edit(user, form) is sees


def test_a_shared_form_is_seen_by_all_who_run_something_and_changed_by_administrators(
    staff: Any,
) -> None:
    form = make_version().questionnaire

    assert rules.can_view(staff, form)
    assert Questionnaire.objects.visible_to(staff).filter(pk=form.pk).exists()
    assert not rules.may_edit(staff, form)
    assert rules.may_edit(make_user(is_superuser=True), form)
    assert not rules.can_view(make_user(), form)
    with pytest.raises(NotYours):
        editing.start_draft(questionnaire=form, by=staff)


def test_nobody_makes_a_form_for_a_programme_of_others(programme: Any) -> None:
    with pytest.raises(NotYours):
        editing.begin_questionnaire(name="Cudzy", owner=programme, by=make_user())
    assert not Questionnaire.objects.filter(name="Cudzy").exists()


@pytest.mark.parametrize("name", ["form", "draft", "block-new"])
def test_somebody_elses_form_is_not_there(client_of: ClientOf, draft: Version, name: str) -> None:
    other = make_user()
    give_role(other, "staff", make_activity("grant_call").programme, by=None)

    for user in (other, make_user()):
        assert client_of(user).get(url(name, draft)).status_code == 404


def test_a_draft_is_read_by_those_alone_who_write_it(client_of: ClientOf, staff: Any) -> None:
    shared = make_version(published=False)

    assert client_of(staff).get(url("version", shared, 1)).status_code == 404
    assert client_of(staff).get(url("preview", shared, 1)).status_code == 404
    assert client_of(staff).get(url("draft", shared)).status_code == 404


def test_the_list_costs_the_same_however_many_forms_there_are(
    client_of: ClientOf, draft: Version, staff: Any, django_assert_num_queries: Any
) -> None:
    browser = client_of(staff)
    browser.get(reverse("questionnaires:forms"))
    standing = Questionnaire.objects.visible_to(staff).count()  # with those Tandem ships
    for rows in (standing + 2, standing + 4):
        while Questionnaire.objects.visible_to(staff).count() < rows:
            make_version()
        with django_assert_num_queries(10):
            page = browser.get(reverse("questionnaires:forms"))
        assert len(page.context["object_list"]) == rows


# ── begun ────────────────────────────────────────────────────────────────────────────────────


def begin(browser: Client, **data: Any) -> Any:
    return browser.post(reverse("questionnaires:new"), data)


def owner_of(programme: Any) -> str:
    return f"programmes.Programme:{programme.pk}"


def test_a_form_is_begun_empty_and_gets_an_address_of_its_own(
    client_of: ClientOf, programme: Any, staff: Any
) -> None:
    for _twice in range(2):
        answer = begin(client_of(staff), name="New", owner=owner_of(programme))
        assert answer.status_code == 302

    codes = list(Questionnaire.objects.filter(name="New").values_list("code", flat=True))
    assert sorted(codes) == ["new-2", "new-3"]


def test_a_form_begins_as_a_copy_or_from_a_file(
    client_of: ClientOf, programme: Any, staff: Any
) -> None:
    browser, shared = client_of(staff), make_version(CHOICE)
    exported = browser.get(url("file", shared, 1)).content

    begin(browser, name="Kopia", owner=owner_of(programme), start=shared.pk)
    file = SimpleUploadedFile("form.yaml", exported)
    begin(browser, name="Z pliku", owner=owner_of(programme), file=file)

    for name in ("Kopia", "Z pliku"):
        assert Version.objects.get(questionnaire__name=name).draft_blocks() == shared.read()
    assert yaml.safe_load(exported)["blocks"] == shared.blocks


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"a: [",
        b"- just a list",
        b"blocks: []",
        b"blocks: [{kind: poem}]",
        b"a: &a [1]\nblocks: [*a, *a]",
        b"[" * 5000,
        b"blocks: !!python/object/apply:os.system ['true']",
        b"x" * 600_000,
    ],
)
def test_a_file_that_is_no_form_is_a_sentence(
    client_of: ClientOf, programme: Any, staff: Any, content: bytes
) -> None:
    file = SimpleUploadedFile("form.yaml", content)

    page = begin(client_of(staff), name="Z pliku", owner=owner_of(programme), file=file)

    assert page.status_code == 422
    assert page.context["form"].errors["file"]
    assert not Questionnaire.objects.filter(name="Z pliku").exists()


@pytest.mark.parametrize(
    ("data", "field"),
    [({"name": ""}, "name"), ({"name": "x" * 201}, "name"), ({"owner": "shared"}, "owner")],
)
def test_a_form_is_not_begun_without_a_name_or_for_all_by_staff(
    client_of: ClientOf, programme: Any, staff: Any, data: dict[str, str], field: str
) -> None:
    page = begin(client_of(staff), **({"name": "A", "owner": owner_of(programme)} | data))

    assert page.status_code == 422
    assert field in page.context["form"].errors


# ── blocks in order ──────────────────────────────────────────────────────────────────────────


def test_blocks_are_moved_copied_and_removed_with_buttons(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    browser = client_of(staff)

    answer = press(browser, draft, "up", "why")
    assert answer.url.endswith("#block-why")
    assert keys(draft) == ["why", "land", "more", "last"]
    press(browser, draft, "up", "why")
    assert keys(draft) == ["why", "land", "more", "last"]
    press(browser, draft, "down", "why")
    press(browser, draft, "copy", "land")
    assert keys(draft) == ["land", "land_2", "why", "more", "last"]
    press(browser, draft, "remove", "land_2")
    assert keys(draft) == ["land", "why", "more", "last"]


def test_whoever_comes_second_is_told_who_was_faster(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    data = {"remove": "why", "revision": now(draft).revision}
    press(client_of(staff), draft, "copy", "land")

    page = client_of(staff).post(url("draft", draft), data)

    assert page.status_code == 409
    assert "Ktoś był szybszy" in page.content.decode()
    assert "why" in keys(draft)


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "²"])
def test_a_page_that_does_not_say_what_it_showed_changes_nothing(
    client_of: ClientOf, draft: Version, staff: Any, revision: str
) -> None:
    page = client_of(staff).post(url("draft", draft), {"remove": "why", "revision": revision})

    assert page.status_code == 409
    assert "why" in keys(draft)


@pytest.mark.parametrize("button", ["up", "copy", "remove"])
def test_a_block_that_is_gone_is_a_sentence(
    client_of: ClientOf, draft: Version, staff: Any, button: str
) -> None:
    page = press(client_of(staff), draft, button, "nothing")

    assert page.status_code == 409
    assert "Tego bloku już nie ma" in page.content.decode()


def test_what_does_not_fit_together_yet_is_said_and_not_published(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    browser = client_of(staff)
    data = {**question("text", "why"), "only_if": {"key": "land", "among": ["people"]}}
    editing.replace_block(draft=draft, key="why", data=data, seen=0, by=staff)
    press(browser, draft, "up", "why")

    page = browser.get(url("draft", draft))
    refused = press(browser, draft, "publish")

    assert [one.key for one in page.context["problems"]] == ["why"]
    assert refused.status_code == 422
    assert "stoi niżej" in refused.content.decode()
    assert now(draft).published_at is None


def test_a_form_has_an_end(draft: Version, staff: Any) -> None:
    many = [question("text", f"q{n}") for n in range(editing.BLOCKS_AT_MOST)]

    with pytest.raises(GuardsFailed):
        editing.change_draft(draft=draft, seen=0, by=staff, change=lambda blocks: [*blocks, *many])


# ── one block ────────────────────────────────────────────────────────────────────────────────

FILLED: dict[str, dict[str, Any]] = {
    "text": {"max_length": "100"},
    "long_text": {"max_length": "100"},
    "lines": {"minimum_lines": "1", "maximum_lines": "5", "max_length": "50"},
    "number": {"places": "1", "minimum": "0,5", "maximum": "10"},
    "money": {"minimum": "", "maximum": "1 000,50", "currency": "PLN"},
    "choice": {"options-0-pl": "Tak", "options-0-en": "Yes", "options-1-pl": "Nie"},
    "multiple_choice": {"options-0-pl": "Tak", "options-0-key": "tak"},
    "date": {"earliest": "2026-01-01", "latest": "2026-12-31"},
    "consent": {"text_pl": "Treść", "text_en": "Words"},
    "file": {"maximum_files": "3", "megabytes": "5", "endings": ["pdf", "png"]},
    "table": {
        "table-0-pl": "Co",
        "table-0-kind": "text",
        "table-0-required": "on",
        "table-1-pl": "Sztuk",
        "table-1-kind": "number",
        "table-1-adds_up": "on",
        "min_rows": "1",
        "max_rows": "10",
        "currency": "PLN",
    },
    "costs": {"categories-0-pl": "Sprzęt", "sources": ["own_cash"], "max_rows": "10"},
    "schedule": {"who": "on", "max_rows": "10"},
    "people": {"age": "on", "adults": "2", "min_rows": "2", "max_rows": "9", "role": "on"},
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_is_written_in_the_browser_and_opened_again(
    client_of: ClientOf, draft: Version, staff: Any, kind: str
) -> None:
    browser = client_of(staff)
    address = f"{url('block-new', draft)}?kind={kind}&after=why"
    data = {"label_pl": "Żółta łódź", "label_en": "", "help_pl": "Pomoc", "revision": "0"}

    assert browser.get(address).status_code == 200
    answer = browser.post(address, data | FILLED.get(kind, {}))

    assert answer.status_code == 302, answer.context["form"].errors
    assert keys(draft) == ["land", "why", "zolta_lodz", "more", "last"]
    made = now(draft).blocks[2]
    block = read_block(made)
    assert (block.kind, block.title, block.hint) == (kind, "Żółta łódź", "Pomoc")
    again = BlockForm(kind=kind, block=made, before=[], taken=["land"])
    typed = {name: again[name].value() for name in again.fields}
    reopened = browser.get(url("block", draft, "zolta_lodz"))
    assert reopened.status_code == 200
    assert typed["label_pl"] == "Żółta łódź"
    answer = browser.post(
        url("block", draft, "zolta_lodz"),
        data | FILLED.get(kind, {}) | {"key": "zolta_lodz", "revision": "1"},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert read_block(now(draft).blocks[2]).key == "zolta_lodz"


def write(browser: Client, draft: Version, kind: str, **data: Any) -> Any:
    """Save a new block at the end of the draft as it is now."""
    given = {"label_pl": "Pytanie", "revision": now(draft).revision} | FILLED.get(kind, {}) | data
    return browser.post(f"{url('block-new', draft)}?kind={kind}", given)


@pytest.mark.parametrize(
    ("kind", "data", "field", "says"),
    [
        ("text", {"label_pl": ""}, "label_pl", ""),
        ("text", {"label_pl": "x" * 301}, "label_pl", "300"),
        ("text", {"max_length": "many"}, "max_length", ""),
        ("text", {"max_length": "0"}, "max_length", ""),
        ("text", {"key": "land"}, "key", "ma już inny blok"),
        ("text", {"key": "Wielki Klucz"}, "key", "Małe litery"),
        ("text", {"key": "version"}, "__all__", "potrzebuje sam Tandem"),
        ("text", {"only_if": ["land=gold"]}, "only_if", "gold"),
        ("choice", {"options-0-pl": "", "options-0-en": "", "options-1-pl": ""}, "options", "choć jeden"),
        ("choice", {"options-0-pl": "", "options-0-en": "Yes"}, "options", "Wiersz 1"),
        ("choice", {"options-0-key": "a", "options-1-key": "a"}, "__all__", "different keys"),
        ("number", {"minimum": "11"}, "__all__", "większa od największej"),
        ("number", {"maximum": "dużo"}, "maximum", ""),
        ("date", {"earliest": "2027-01-01"}, "__all__", "po najpóźniejszym"),
        ("consent", {"text_pl": ""}, "text_pl", ""),
        ("file", {"maximum_files": "99"}, "maximum_files", ""),
        ("file", {"endings": ["exe"]}, "endings", ""),
        ("table", {"table-0-kind": "poem"}, "table", "Wiersz 1"),
        ("people", {"age": "", "adults": "2"}, "__all__", "pytać o wiek"),
        ("people", {"min_rows": "20", "max_rows": "3"}, "__all__", "więcej, niż się zmieści"),
        ("money", {"currency": "złote"}, "currency", "wielkie litery"),
    ],
)  # fmt: skip
def test_a_wrong_block_is_told_what_to_do_and_loses_nothing(
    client_of: ClientOf,
    draft: Version,
    staff: Any,
    kind: str,
    data: dict[str, Any],
    field: str,
    says: str,
) -> None:
    page = write(client_of(staff), draft, kind, help_pl="Nie zgubić", **data)

    assert page.status_code == 422
    assert says in " ".join(page.context["form"].errors[field])
    assert "Nie zgubić" in page.content.decode()
    assert len(keys(draft)) == 4


def test_a_question_may_depend_on_answers_to_one_earlier_question(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    browser = client_of(staff)
    write(browser, draft, "checkbox", label_pl="Zgoda", key="agreed")

    wrong = write(browser, draft, "text", only_if=["land=people", "agreed=yes"])
    right = write(browser, draft, "text", key="then", only_if=["land=people", "land=things"])

    assert "tylko na jedno pytanie" in " ".join(wrong.context["form"].errors["only_if"])
    assert right.status_code == 302
    assert now(draft).blocks[-1]["only_if"] == {"key": "land", "among": ["people", "things"]}


def test_a_condition_follows_its_question_to_a_new_key(draft: Version, staff: Any) -> None:
    depends = {**question("text", "why"), "only_if": {"key": "land", "among": ["people"]}}
    editing.replace_block(draft=draft, key="why", data=depends, seen=0, by=staff)

    editing.replace_block(draft=draft, key="land", data={**CHOICE, "key": "soil"}, seen=1, by=staff)

    assert now(draft).blocks[1]["only_if"]["key"] == "soil"


def test_rows_of_answers_are_added_and_taken_away_without_a_script(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    more = write(client_of(staff), draft, "choice", add_row="options")
    less = write(client_of(staff), draft, "choice", remove_row="options-0")

    assert more.status_code == less.status_code == 200
    assert 'name="options-3-pl"' in more.content.decode()
    assert not more.context["form"].is_bound
    assert [row["pl"] for row in less.context["form"]["options"].value()] == ["Nie"]
    assert len(keys(draft)) == 4


def test_two_who_write_one_block_lose_no_words(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    page = client_of(staff).post(
        url("block", draft, "why"),
        {"label_pl": "Moje słowa", "max_length": "50", "key": "why", "revision": "7"},
    )

    assert page.status_code == 409
    assert "Moje słowa" in page.content.decode()
    assert now(draft).blocks[1]["label"]["pl"] != "Moje słowa"


def test_a_block_of_an_unknown_kind_or_key_is_not_there(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    browser = client_of(staff)

    assert browser.get(f"{url('block-new', draft)}?kind=poem").status_code == 200
    assert browser.post(f"{url('block-new', draft)}?kind=poem").status_code == 404
    assert browser.get(url("block", draft, "nothing")).status_code == 404


def test_hostile_words_of_a_form_stay_words(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    evil = "<script>alert(1)</script>"
    write(client_of(staff), draft, "choice", label_pl=evil, help_pl=evil, **{"options-0-pl": evil})
    browser = client_of(staff)

    for address in (
        url("draft", draft),
        url("block", draft, keys(draft)[-1]),
        url("version", draft, 1),
        f"{url('preview', draft, 1)}?part=2",
    ):
        page = browser.get(address).content.decode()
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page


# ── versions ─────────────────────────────────────────────────────────────────────────────────


def test_a_draft_becomes_a_version_that_stays(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    browser = client_of(staff)

    answer = press(browser, draft, "publish")
    late = press(browser, draft, "remove", "why")

    assert answer.url == url("form", draft)
    assert late.status_code == 404
    assert now(draft).published_by == staff
    with pytest.raises(NotFromHere):
        editing.remove_block(draft=draft, key="why", seen=now(draft).revision, by=staff)


def test_the_next_version_begins_with_the_words_of_the_last(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    browser = client_of(staff)
    press(browser, draft, "publish")

    for _twice in range(2):
        assert browser.post(url("draft", draft), {"start": "1"}).url == url("draft", draft)  # type: ignore[attr-defined]

    second = draft.questionnaire.versions.get(number=2)
    assert second.blocks == now(draft).blocks
    assert browser.get(url("block", second, "why")).context["form"].fields["key"].disabled


def test_a_key_that_was_published_stays_whatever_is_posted(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    browser = client_of(staff)
    press(browser, draft, "publish")
    browser.post(url("draft", draft), {"start": "1"})

    browser.post(
        url("block", draft, "why"),
        {"label_pl": "Po co", "max_length": "50", "key": "po_co", "revision": "0"},
    )

    second = draft.questionnaire.versions.get(number=2)
    assert [one["key"] for one in second.blocks] == ["land", "why", "more", "last"]
    assert second.blocks[1]["label"]["pl"] == "Po co"


def test_a_consent_gets_a_new_number_when_its_words_change(draft: Version, staff: Any) -> None:
    words = question("consent", "data", text=texts("Pierwsze słowa"))
    draft = editing.add_block(draft=draft, data=words, after="", seen=0, by=staff)
    editing.publish_draft(draft=draft, seen=1, by=staff)
    numbers = []
    for text in ("Pierwsze słowa", "Inne słowa", "Inne słowa"):
        following = editing.start_draft(questionnaire=draft.questionnaire, by=staff)
        block = {**words, "text": texts(text)}
        editing.replace_block(draft=following, key="data", data=block, seen=0, by=staff)
        editing.publish_draft(draft=following, seen=1, by=staff)
        numbers.append(now(following).blocks[-1]["version"])

    assert numbers == [1, 2, 2]


def test_a_draft_is_thrown_away_and_a_form_that_never_was_goes_with_it(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    browser = client_of(staff)
    press(browser, draft, "publish")
    second = editing.start_draft(questionnaire=draft.questionnaire, by=staff)
    other = editing.begin_questionnaire(name="Nic", owner=draft.questionnaire.owner, by=staff)

    press(browser, second, "discard")
    press(browser, other, "discard")

    assert draft.questionnaire.versions.count() == 1
    assert not Questionnaire.objects.filter(name="Nic").exists()
    with pytest.raises(NotFromHere):
        editing.discard_draft(draft=second, seen=0, by=staff)
    third = editing.start_draft(questionnaire=draft.questionnaire, by=staff)
    with pytest.raises(SomeoneWasFaster):
        editing.discard_draft(draft=third, seen=3, by=staff)


def test_an_empty_draft_is_not_published(draft: Version, staff: Any) -> None:
    empty = editing.begin_questionnaire(name="Nic", owner=draft.questionnaire.owner, by=staff)

    with translation.override("en"), pytest.raises(GuardsFailed, match="at least one question"):
        editing.publish_draft(draft=empty, seen=0, by=staff)


# ── preview ──────────────────────────────────────────────────────────────────────────────────


def test_the_preview_is_the_real_form_and_keeps_nothing(
    client_of: ClientOf, draft: Version, staff: Any
) -> None:
    browser, address = client_of(staff), url("preview", draft, 1)

    first = browser.get(address)
    onward = browser.post(f"{address}?part=1", {"land": "people", "why": "Bo tak", "next": "1"})
    checked = browser.post(
        f"{address}?part=2", {"land": "people", "why": "Bo tak", "last": "", "check": "1"}
    )

    assert first.context["form"].page.keys == {"land", "why"}
    assert onward.context["form"].part == 2
    assert '<input type="hidden" name="why" value="Bo tak">' in onward.content.decode()
    assert checked.status_code == 422
    assert [one.key for one in checked.context["missing"]] == ["last"]
    assert now(draft).revision == 0
    assert not draft.answer_sets.exists()
