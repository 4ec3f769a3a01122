"""A call comes in from a file whole or not at all, says where it is wrong, and goes out as the same file."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from grants.actions.call import publish_default_form
from grants.actions.rehearsal import rehearse_call
from grants.importing.calls import call_files, write_call
from grants.importing.calls.format import call_shape
from grants.models import Call
from grants.models.terms.snapshot import differences, snapshot
from grants.rules.soundness import findings_of
from programmes.importing import NotImported
from tests.factories.activities import make_activity
from tests.factories.grants import make_call, staff_of
from tests.factories.people import make_admin, make_user
from tests.grants.test_rehearsal import peopled
from workflows.moves import SYSTEM

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]

EXAMPLE = Path("grants/data/example_call.yaml")
PLACES = "programme: miedzysektorowa-wspolpraca\nactivity: local-initiatives\n"


@pytest.fixture
def example() -> str:
    """The file of the repository, for an activity that there is here."""
    activity = make_activity("grant_call")
    publish_default_form()
    here = f"programme: {activity.programme.code}\nactivity: {activity.code}\n"
    text = EXAMPLE.read_text()
    assert PLACES in text
    return text.replace(PLACES, here)


def small(**changes: str) -> str:
    """The least that a call needs."""
    activity = make_activity("grant_call")
    values = {
        "programme": activity.programme.code,
        "activity": activity.code,
        "code": "lawki",
        "title": "Ławki",
        "pool": '"30000.00"',
        "min_grant": '"1000.00"',
        "max_grant": '"5000.00"',
        "opens_at": '"2027-03-01 09:00"',
        "closes_at": '"2027-03-31 15:00"',
        "eligible_from": "2027-06-01",
        "eligible_to": "2027-09-30",
    } | changes
    return "".join(f"{key}: {value}\n" for key, value in values.items() if value)


def test_the_example_loads_whole_and_is_a_call_that_could_open(example: str) -> None:
    call = call_files.apply_text(example, by=SYSTEM).subject

    assert findings_of(call) == []
    assert [(one.key, one.pool, one.largest) for one in call.tracks.all()] == [
        ("grupy", 120_000, 2000),
        ("organizacje", 360_000, 6500),
    ]
    assert (call.criteria.count(), call.checklist.count(), call.tranches.count()) == (6, 9, 2)
    assert call.criteria.get(key="odbiorcy").group.key == "potrzeba"


def test_the_example_is_played_to_its_end_once_its_people_are_named(example: str) -> None:
    call = peopled(call_files.apply_text(example, by=SYSTEM).subject)

    shown = rehearse_call(call=call, by=staff_of(call))

    assert shown.stuck == []


def test_loading_a_file_twice_changes_nothing(example: str) -> None:
    call_files.apply_text(example, by=SYSTEM)
    call = Call.objects.get()
    before = snapshot(call)

    again = call_files.apply_text(example, by=SYSTEM)

    assert again.differing == []
    assert Call.objects.get().version == call.version
    assert differences(before, snapshot(Call.objects.get())) == []


def test_a_call_goes_out_as_the_file_that_brings_it_in(example: str) -> None:
    call = call_files.apply_text(example, by=SYSTEM).subject

    written = write_call(Call.objects.get())

    assert call_files.apply_text(written, by=SYSTEM).differing == []
    other = written.replace(f"code: {call.code}", "code: inny")
    call_files.apply_text(other, by=SYSTEM)
    one, two = Call.objects.order_by("pk")
    assert [found.what for found in differences(snapshot(one), snapshot(two))] == ["code"]


def test_what_the_file_drops_goes_and_what_it_changes_is_shown(example: str) -> None:
    call_files.apply_text(example, by=SYSTEM)
    changed = example.replace('pool: "480000.00"', 'pool: "120000.00"')
    start, end = changed.index("  - key: organizacje"), changed.index("own_contribution_min")

    result = call_files.compare_text(changed[:start] + changed[end:], by=SYSTEM)

    assert [(one.how, one.section, one.name) for one in result.differing] == [
        ("changed", "call", str(result.subject)),
        ("removed", "tracks", "Młode organizacje"),
    ]
    assert Call.objects.get().pool == 480_000


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"pool": "dużo"}, "pool"),
        ({"pool": '"-5"'}, "pool"),
        ({"opens_at": '"2027-03-28 02:30"'}, "opens_at"),
        ({"closes_at": '"2027-10-31 02:30"'}, "closes_at"),
        ({"closes_at": '"2026-01-01 10:00"'}, ""),
        ({"min_grant": '"9000.00"'}, ""),
        ({"closes_at": '"9999-12-31 10:00"'}, "closes_at"),
        ({"eligible_to": "jutro"}, "eligible_to"),
        ({"eligible_to": "9999-12-31"}, "eligible_to"),
        ({"eligible_to": ""}, ""),
        ({"kind": "barter"}, "kind"),
        ({"colour": "green"}, "colour"),
        ({"who_may_apply": "[martians]"}, "who_may_apply[1]"),
        ({"territory": '["2"]'}, "territory[1]"),
        ({"tie_breaks": "[lot, lot]"}, "tie_breaks"),
        ({"assessments_needed": "0"}, "assessments_needed"),
        ({"is_blind": "maybe"}, "is_blind"),
        ({"line_up_match": "half"}, "line_up_match"),
        ({"form": "no-such-form"}, "form"),
        ({"activity": "no-such-activity"}, "activity"),
        ({"own_contribution_min": '"101"'}, "own_contribution_min"),
        ({"tracks": "[{key: a, title: A}]"}, "tracks[1]"),
        ({"tracks": '[{key: a, title: A, pool: "1"}, {key: a, title: B, pool: "1"}]'}, "tracks[2].key"),
        ({"tracks": '[{key: a, title: A, pool: "9", min_grant: "5", max_grant: "4"}]'}, "tracks[1]"),
        ({"criteria": '[{key: a, title: A, maximum: "3.3"}]'}, "criteria[1].maximum"),
        ({"criteria": '[{key: a, title: A, maximum: "3", group: b}]'}, "criteria[1].group"),
        ({"tranches": '[{percent: "50", condition: never}]'}, "tranches[1].condition"),
        ({"checklist": "[{text: {en: In time}}]"}, "checklist[1].text"),
    ],
)  # fmt: skip
def test_a_bad_file_changes_nothing_and_says_where(changes: dict[str, str], place: str) -> None:
    with pytest.raises(NotImported) as refused:
        call_files.apply_text(small(**changes), by=SYSTEM)

    assert place in {problem.place for problem in refused.value.problems}
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    "content", ["", "   \n", "- a\n- b", "a: [", "code: &x lawki", "just words"]
)
def test_what_is_no_call_at_all_is_refused_with_a_sentence(content: str) -> None:
    with pytest.raises(NotImported) as refused:
        call_files.apply_text(content, by=SYSTEM)

    assert refused.value.problems[0].expected


def test_an_open_call_is_not_changed_by_a_file() -> None:
    call = make_call(code="lawki")
    activity = call.activity
    content = small(programme=activity.programme.code, activity=activity.code)

    with pytest.raises(NotImported) as refused:
        call_files.apply_text(content, by=SYSTEM)

    assert [problem.place for problem in refused.value.problems] == ["code"]
    assert Call.objects.get(pk=call.pk).pool == 30_000


def test_every_key_is_described() -> None:
    described = Path("docs/call-file.md").read_text()
    shape = call_shape()

    assert [key for key in shape.fields if f"`{key}`" not in described] == []


# ── the command ─────────────────────────────────────────────────────────────────────────────


def run(*words: Any) -> str:
    out = StringIO()
    call_command("import_call", *words, stdout=out)
    return out.getvalue()


def test_the_command_loads_a_call_in_somebodys_name(tmp_path: Path, example: str) -> None:
    file = tmp_path / "call.yaml"
    file.write_text(example)
    admin = make_admin()

    looked = run(file, "--dry-run")
    assert not Call.objects.exists()
    said = run(file, "--by", admin.email)

    assert "Mikrodotacje: lato 2027" in looked
    assert "+ tracks: Grupy nieformalne" in said
    assert "Nic do zmiany." in run(file)


def test_the_command_names_file_line_and_key(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(small(pool="dużo"))

    with pytest.raises(CommandError, match=r"bad\.yaml: .*5.*pool"):
        run(file)
    with pytest.raises(CommandError, match=r"none\.yaml"):
        run(tmp_path / "none.yaml")


# ── the page ────────────────────────────────────────────────────────────────────────────────


def upload(content: str | bytes) -> dict[str, Any]:
    raw = content if isinstance(content, bytes) else content.encode()
    return {"file": SimpleUploadedFile("call.yaml", raw)}


def test_staff_see_the_difference_and_apply_exactly_that(client_of: ClientOf) -> None:
    call = make_call("draft", code="lawki")
    content = write_call(call).replace("Nabór", "Konkurs")
    browser = client_of(staff_of(call))

    page = browser.post(reverse("grants:call-import"), upload(content))
    assert Call.objects.get().title == call.title
    form = page.context["apply_form"]
    applied = browser.post(reverse("grants:call-import-apply"), form.initial)

    assert applied.url == reverse("grants:call-edit", args=["lawki"])  # type: ignore[attr-defined]
    assert Call.objects.get().title.startswith("Konkurs")


def test_the_page_shows_an_example_that_staff_can_bring_in_as_it_stands(
    client_of: ClientOf, example: str
) -> None:
    call = call_files.apply_text(example, by=SYSTEM).subject
    staff = staff_of(call)

    page = client_of(staff).get(reverse("grants:call-import"))

    shown = page.context["example"]
    assert escape(shown) in page.text
    assert call_files.compare_text(shown, by=staff).differing == []


def test_a_difference_that_is_another_by_now_is_shown_again(client_of: ClientOf) -> None:
    call = make_call("draft", code="lawki")
    content = write_call(call).replace("Nabór", "Konkurs")
    browser = client_of(staff_of(call))
    page = browser.post(reverse("grants:call-import"), upload(content))
    call.pool = 50_000
    call.save_draft(seen=call.version, fields=["pool"])

    again = browser.post(reverse("grants:call-import-apply"), page.context["apply_form"].initial)

    assert again.status_code == 200
    assert again.context["result"].differing
    assert Call.objects.get().title == call.title


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"code: [", b"a" * 1_000_001])
def test_a_bad_upload_is_a_sentence(client_of: ClientOf, content: bytes) -> None:
    browser = client_of(staff_of(make_call("draft")))

    assert browser.post(reverse("grants:call-import"), upload(content)).status_code == 422


def test_nothing_sent_is_a_sentence(client_of: ClientOf) -> None:
    browser = client_of(staff_of(make_call("draft")))

    assert browser.post(reverse("grants:call-import"), {}).status_code == 422
    assert browser.post(reverse("grants:call-import-apply"), {}).status_code == 422


def test_the_call_of_another_programme_is_not_brought_in(client_of: ClientOf) -> None:
    mine, other = make_call("draft"), make_call("draft")
    content = write_call(other).replace("Nabór", "Przejęty")
    browser = client_of(staff_of(mine))

    assert browser.post(reverse("grants:call-import"), upload(content)).status_code == 403
    apply = {"content": content, "seen": "x"}
    assert browser.post(reverse("grants:call-import-apply"), apply).status_code == 403
    assert Call.objects.get(pk=other.pk).title == other.title


def test_those_who_run_nothing_bring_nothing_in(client_of: ClientOf) -> None:
    browser = client_of(make_user())

    assert browser.get(reverse("grants:call-import")).status_code == 404
    assert browser.post(reverse("grants:call-import-apply"), {}).status_code == 404


def test_a_call_is_downloaded_by_those_who_run_it(client_of: ClientOf) -> None:
    call = make_call()
    page = reverse("grants:call-file", args=[call.code])

    answer = client_of(staff_of(call)).get(page)

    assert f'filename="{call.code}.yaml"' in answer["Content-Disposition"]
    assert answer.content.decode() == write_call(call)
    assert client_of(make_user()).get(page).status_code == 404
