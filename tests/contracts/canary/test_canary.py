"""Words that stand in one confidential field each never reach those who may not read it, wherever they look."""

import logging
from collections.abc import Iterator

import pytest
from django.urls import reverse

from grants.rules import assessment as assessment_rules
from grants.views import assessment as sheet_views
from tests.contracts.canary.scene import Scene
from tests.contracts.canary.walk import (
    answers_to_a_search,
    leaked_by_letter,
    leaked_to,
    reads,
)
from tests.contracts.canary.words import browsers
from workflows.predicates import predicate

pytestmark = pytest.mark.django_db
EVERYBODY = [
    "visitor", "staff", "applicant", "rival", "rejected", "chair", "deputy", "member", "secretary", "scorer", "writer",
    "recuser", "tied", "grantee", "keeper", "second_staff", "second_chair", "funder", "stranger",
    "coauthor", "invited",
]  # fmt: skip
#: Those with the most to gain walk every day, the others with the long forms.
DAILY = ["chair", "deputy", "scorer", "rival"]
LISTS = ["grants:application-list", "grants:call-list", "grants:agreement-list", "people:people", "people:organisations", "grants:register-list", "cms:find"]  # fmt: skip


@pytest.fixture
def quiet() -> Iterator[None]:
    """Without a line in the log for each of a thousand refusals."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@predicate("Everybody sees everything.")
def everybody(user: object, obj: object) -> bool:
    """The rule that a careless change would leave."""
    return True


def walked(part: str, only: str = "") -> list[str]:
    scene = Scene()
    return leaked_to(scene, part, browsers(scene)[part], only)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("part", DAILY)
def test_nothing_reaches_whom_it_is_not_for(part):
    assert walked(part) == []


@pytest.mark.soak
@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("part", [one for one in EVERYBODY if one not in DAILY])
def test_nothing_reaches_anybody_else_it_is_not_for(part):
    assert walked(part) == []


def test_everybody_of_the_scene_walks():
    assert set(browsers(Scene())) == set(EVERYBODY)


def test_no_letter_tells_what_is_not_for_its_reader():
    assert leaked_by_letter(Scene()) == []


def test_no_list_answers_a_search_for_a_name_that_one_may_not_know():
    scene = Scene()
    parts = browsers(scene)

    for part in ("chair", "deputy", "scorer", "rival", "stranger"):
        for route in LISTS:
            url = reverse(route)
            for word in ("Kangrupa", "Kanodrzucona", "kanadres"):
                assert answers_to_a_search(parts[part], url, word) == answers_to_a_search(
                    parts[part], url, "Zzzzzz"
                ), (part, route, word)


def test_a_search_by_those_who_may_know_does_find_the_name():
    scene = Scene()
    staff, url = browsers(scene)["staff"], reverse("grants:application-list")

    found = answers_to_a_search(staff, url, "Kangrupa")

    assert found != answers_to_a_search(staff, url, "Zzzzzz")


@pytest.mark.usefixtures("quiet")
def test_the_walk_finds_names_when_the_sheet_gives_them_away(monkeypatch):
    monkeypatch.setattr(sheet_views, "hides_names_from", lambda user, call: False)

    lines = walked("writer", "grants:assessment")

    assert any("Kangrupa" in line for line in lines)
    assert any("kanplik" in line for line in lines)


@pytest.mark.usefixtures("quiet")
def test_the_walk_finds_points_when_they_are_shown_too_early(monkeypatch):
    monkeypatch.setattr(assessment_rules, "can_see_scores", everybody)

    lines = walked("chair", "grants:assessment")

    assert any("813,5" in line and "Kanuwaga" in line for line in lines)


@pytest.mark.usefixtures("quiet")
def test_the_walk_reads_inside_files_and_tables(monkeypatch):
    scene = Scene()
    scene.secrets = [one for one in scene.secrets if one.word in {"kanmetka", "Kangrupa"}]
    for one in scene.secrets:
        object.__setattr__(one, "readers", frozenset())
    staff = browsers(scene)["staff"]

    lines = leaked_to(scene, "staff", staff, "workflows:file")
    table = reads(staff, f"{reverse('grants:application-export')}?as=xlsx")

    for route in ("workflows:file ", "workflows:file-open "):  # picture, paper, workbook
        assert sum("kanmetka" in line and line.startswith(route) for line in lines) == 3
    assert not any(line.startswith("workflows:file-small") for line in lines)  # drawn anew
    assert "Kangrupa" in table


def test_a_letter_that_tells_too_much_is_found():
    scene = Scene()
    letter = scene.people["chair"].messages.first()
    letter.body += "Kangrupa"
    letter.save()

    assert leaked_by_letter(scene) == [f"{letter.template} to chair: Kangrupa"]
