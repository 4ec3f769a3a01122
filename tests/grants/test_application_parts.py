"""An application in pages, with files: each page keeps its own, buttons lead on, nothing else is lost."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from grants.forms.call import terms_form
from grants.models import Application
from questionnaires.actions import publish_version
from questionnaires.actions.editing import begin_questionnaire, publish_draft
from questionnaires.forms import posted
from questionnaires.models import Questionnaire
from tests.factories.activities import make_activity
from tests.factories.grants import fresh, hand_in, make_application, make_call, staff_of
from tests.factories.people import make_user
from tests.factories.questionnaires import question, texts
from tests.grants.test_application_pages import url
from workflows.models import StoredFile

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]

BLOCKS = [
    question("page", "page_idea", label=texts("Pomysł")),
    question("long_text", "need"),
    question("file", "photos", maximum=2, endings=["png", "pdf"], required=False),
    question("page", "page_money", label=texts("Pieniądze")),
    question("costs", sources=["own_cash", "own_work"]),
    question("checkbox", "true_statement"),
]


@pytest.fixture
def draft() -> Application:
    """A draft in a call whose form has two pages of its own behind the opening one."""
    form = publish_version(
        questionnaire=Questionnaire.objects.create(code="w-czesciach", name="W częściach"),
        blocks=BLOCKS,
    )
    return make_application(make_call(questionnaire=form))


def png(name: str = "plan.png") -> SimpleUploadedFile:
    """A small real picture."""
    data = BytesIO()
    Image.new("RGB", (4, 4)).save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/png")


def page_of(draft: Application, part: int, **changes: Any) -> dict[str, Any]:
    """What a browser posts from the page `part`."""
    now = fresh(draft)
    form = now.form(check=False, part=part)
    data = posted(form.page.blocks, now.answers.values | changes)
    return {**dict(data.lists()), "version": str(now.answers.version), "page": "browser"}


def records(draft: Application) -> list[dict[str, Any]]:
    """The files named in the answers."""
    return list(fresh(draft).answers.values.get("photos") or [])


def test_a_page_saves_its_own_answers_and_leads_to_the_next(
    client_of: ClientOf, draft: Application
) -> None:
    browser, before = client_of(draft.author), fresh(draft).answers.values

    answer = browser.post(
        f"{url('write', draft)}?part=2", page_of(draft, 2, need="Nowe słowa") | {"next": "1"}
    )

    after = fresh(draft).answers.values
    assert answer.url == f"{url('write', draft)}?part=3"  # type: ignore[attr-defined]
    assert after["need"] == "Nowe słowa"
    assert {key: after[key] for key in before if key != "need"} == {
        key: before[key] for key in before if key != "need"
    }


def test_the_page_that_saves_itself_saves_its_own_page_alone(
    client_of: ClientOf, draft: Application
) -> None:
    answer = client_of(draft.author).post(
        f"{url('save', draft)}?part=2", page_of(draft, 2, need="Samo się zapisało")
    )

    assert answer.status_code == 200
    assert fresh(draft).answers.values["need"] == "Samo się zapisało"
    assert fresh(draft).answers.values["title"] == "Ławka pod lipą"


def test_every_page_can_be_reached_and_says_what_is_left(
    client_of: ClientOf, draft: Application
) -> None:
    browser = client_of(draft.author)

    page = browser.get(f"{url('write', draft)}?part=2")

    assert [step.label for step in page.context["steps"]] == ["Kto i co", "Pomysł", "Pieniądze"]
    assert [step.done for step in page.context["steps"]] == [True, True, True]
    browser.post(f"{url('write', draft)}?part=2", page_of(draft, 2, need=""))
    page = browser.get(f"{url('write', draft)}?part=3")
    assert [(one.key, one.part) for one in page.context["left"]] == [("need", 2)]
    assert 'href="?part=2#id_need"' in page.content.decode()


def test_the_read_through_jumps_to_the_page_of_what_is_missing(
    client_of: ClientOf, draft: Application
) -> None:
    browser = client_of(draft.author)
    browser.post(f"{url('write', draft)}?part=2", page_of(draft, 2, need=""))

    page = browser.get(url("submit", draft)).content.decode()

    assert f"{url('write', draft)}?check=1&amp;part=2#id_need" in page


def test_a_row_is_taken_away_without_a_script(client_of: ClientOf, draft: Application) -> None:
    costs = [{"name": "Deski", "amount": "900"}, {"name": "Farba", "amount": "300"}]
    data = page_of(draft, 3, costs=costs) | {"remove_row": "costs-0"}

    answer = client_of(draft.author).post(f"{url('write', draft)}?part=3", data)

    assert answer.url == f"{url('write', draft)}?part=3#question-costs"  # type: ignore[attr-defined]
    assert [row["name"] for row in fresh(draft).answers.values["costs"]] == ["Farba"]


def test_a_row_is_added_without_a_script(client_of: ClientOf, draft: Application) -> None:
    costs = [{"name": f"Koszt {n}", "amount": "900"} for n in range(4)]
    browser = client_of(draft.author)

    browser.post(
        f"{url('write', draft)}?part=3", page_of(draft, 3, costs=costs) | {"add_row": "costs"}
    )

    page = browser.get(f"{url('write', draft)}?part=3").content.decode()
    assert 'name="costs-5-name"' in page


def test_own_contribution_from_every_source_counts(draft: Application) -> None:
    draft.call.own_contribution_min = 10
    row = {"name": "Deski", "amount": "5000", "own_cash": "300", "own_work": "199,99"}
    draft.answers.save_typed({"costs": [row]}, seen=draft.answers.version)
    short = draft.form(check=True)
    enough = {**row, "own_work": "200"}
    draft.answers.save_typed({"costs": [enough]}, seen=draft.answers.version)

    assert [one.key for one in short.missing()] == ["costs"]
    assert draft.form(check=True).is_valid()


def test_a_file_is_attached_and_read_by_its_author_alone(
    client_of: ClientOf, draft: Application
) -> None:
    browser = client_of(draft.author)

    answer = browser.post(
        f"{url('write', draft)}?part=2",
        page_of(draft, 2) | {"photos": png(), "attach": "photos", "need": "Nie zgubić"},
    )

    [record] = records(draft)
    file = StoredFile.objects.get(key=record["key"])
    assert answer.url.endswith("?part=2#question-photos")  # type: ignore[attr-defined]
    assert (record["name"], record["sha256"]) == ("plan.png", file.sha256)
    assert fresh(draft).answers.values["need"] == "Nie zgubić"
    assert b"".join(browser.get(file.get_absolute_url())).startswith(b"\x89PNG")  # type: ignore[arg-type]
    for stranger in (make_user(), staff_of(draft.call)):
        assert client_of(stranger).get(file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (SimpleUploadedFile("plan.png", b"MZ not a picture"), "jest co innego"),
        (SimpleUploadedFile("plan.docx", b"x"), "tylko png, pdf"),
        (SimpleUploadedFile("plan.png", b""), "jest pusty"),
        (SimpleUploadedFile("plan.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024)), "10"),
    ],
)
def test_a_wrong_file_is_a_sentence_and_what_was_typed_stays(
    client_of: ClientOf, draft: Application, upload: SimpleUploadedFile, says: str
) -> None:
    upload.seek(0)
    data = page_of(draft, 2) | {"photos": upload, "need": "Nie zgubić"}

    page = client_of(draft.author).post(f"{url('write', draft)}?part=2", data)

    assert page.status_code == 422
    assert says in page.content.decode()
    assert fresh(draft).answers.values["need"] == "Nie zgubić"
    assert records(draft) == []


def test_more_files_than_fit_are_refused_one_by_one(
    client_of: ClientOf, draft: Application
) -> None:
    data = page_of(draft, 2) | {"photos": [png("a.png"), png("b.png"), png("c.png")]}

    page = client_of(draft.author).post(f"{url('write', draft)}?part=2", data)

    assert page.status_code == 422
    assert "c.png" in page.content.decode()
    assert [one["name"] for one in records(draft)] == ["a.png", "b.png"]


def attach(browser: Client, draft: Application, *files: SimpleUploadedFile) -> list[dict[str, Any]]:
    """Attach `files` and return the records."""
    browser.post(f"{url('write', draft)}?part=2", page_of(draft, 2) | {"photos": list(files)})
    return records(draft)


def test_a_file_taken_away_from_a_draft_is_gone(client_of: ClientOf, draft: Application) -> None:
    browser = client_of(draft.author)
    first, second = attach(browser, draft, png("a.png"), png("b.png"))
    data = page_of(draft, 2) | {"detach": f"photos:{first['key']}"}

    for _twice in range(2):
        browser.post(f"{url('write', draft)}?part=2", data)

    assert records(draft) == [second]
    assert not StoredFile.objects.filter(key=first["key"]).exists()


def test_what_was_submitted_with_a_file_keeps_it_through_a_correction(
    client_of: ClientOf, draft: Application
) -> None:
    browser = client_of(draft.author)
    [record] = attach(browser, draft, png())
    draft.answers.refresh_from_db()
    submitted = hand_in(draft)
    submitted.return_for_correction(
        by=staff_of(draft.call), reasons="Popraw.", due_at=draft.call.closes_at
    )
    data = page_of(draft, 2) | {"detach": f"photos:{record['key']}"}

    browser.post(f"{url('write', draft)}?part=2", data)
    browser.post(f"/panel/files/{record['key']}/remove/")

    assert records(draft) == []
    frozen = fresh(draft).latest_submission
    assert frozen is not None
    assert frozen.content["values"]["photos"] == [record]
    file = StoredFile.objects.get(key=record["key"])
    assert b"".join(client_of(staff_of(draft.call)).get(file.get_absolute_url()))  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["need", "nothing"])
def test_files_for_a_question_that_takes_none_are_left_aside(
    client_of: ClientOf, draft: Application, key: str
) -> None:
    data = {name: value for name, value in page_of(draft, 2).items() if name != key}

    answer = client_of(draft.author).post(
        f"{url('write', draft)}?part=2", data | {key: png(), "attach": key}
    )

    assert answer.status_code == 302
    assert not StoredFile.objects.exists()


def test_after_submitting_no_file_comes_in(client_of: ClientOf, draft: Application) -> None:
    data = page_of(draft, 2)
    hand_in(draft)

    page = client_of(draft.author).post(f"{url('write', draft)}?part=2", data | {"photos": png()})

    assert page.status_code == 409
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("part", ["0", "99", "x", "²", "-1", "9" * 30])
def test_an_address_with_a_strange_page_shows_one_that_is_there(
    client_of: ClientOf, draft: Application, part: str
) -> None:
    assert client_of(draft.author).get(url("write", draft), {"part": part}).status_code == 200


def test_drawing_a_page_costs_the_same_whatever_was_typed(
    client_of: ClientOf, draft: Application, django_assert_num_queries: Any
) -> None:
    browser = client_of(draft.author)
    browser.get(url("write", draft))
    attach(browser, draft, png("a.png"), png("b.png"))

    # two of them look for words of this person to take over: other applications, then an approved mentoring plan
    for part in (1, 2, 3):
        with django_assert_num_queries(12):
            browser.get(url("write", draft), {"part": part})


def test_a_call_is_seen_as_its_applicants_see_it_before_it_opens(
    client_of: ClientOf, draft: Application
) -> None:
    call = draft.call
    address = reverse("grants:call-preview", args=[call.code])
    browser = client_of(staff_of(call))

    first = browser.get(address)
    dear = {"costs-0-name": "Deski", "costs-0-amount": "99999", "check": "1"}
    checked = browser.post(f"{address}?part=3", dear)

    assert [step.label for step in first.context["steps"]] == ["Kto i co", "Pomysł", "Pieniądze"]
    said = {one.key: one.sentence for one in checked.context["missing"]}
    assert "największy grant w tym naborze" in said["costs"]
    assert Application.objects.count() == 1
    assert client_of(make_user()).get(address).status_code == 404


def test_a_call_is_offered_the_forms_of_its_staff_and_the_shared_ones() -> None:
    call = make_call("draft")
    staff = staff_of(call)
    programme = make_activity("grant_call").programme
    owned = {}
    for owner in (call.programme, programme):
        form = begin_questionnaire(
            name="Swój", owner=owner, by=make_user(is_superuser=True), blocks=BLOCKS
        )
        owned[owner] = publish_draft(draft=form, seen=0, by=make_user(is_superuser=True))

    form: Any = terms_form(("questionnaire",))(user=staff, instance=call)
    offered = form.fields["questionnaire"].queryset

    assert owned[call.programme] in offered
    assert owned[programme] not in offered
    assert call.questionnaire in offered
