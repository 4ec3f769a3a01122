"""The house itself: its rooms, its pins, its words for chores."""

import ast
import re
import sys
import tomllib

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PINS = ["requirements.txt", "requirements-dev.txt"]


@pytest.mark.parametrize("name", PINS)
def test_every_package_is_pinned_by_hash_and_no_index_is_named(name: str):
    lines = (ROOT / name).read_text().splitlines()
    packages = [line for line in lines if line and not line.startswith((" ", "#"))]

    assert packages
    assert all("==" in line for line in packages)
    assert not [line for line in lines if "://" in line or line.startswith("-")]


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_direct_dependency_says_why(name: str):
    lines = (ROOT / name).read_text().splitlines()
    asked = [line for line in lines if line and not line.startswith(("#", "-c"))]

    assert [line for line in asked if not re.search(r"\s# \w", line)] == []


def test_every_room_stands_in_the_order_of_directions():
    order = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert rooms == set(order["root_packages"]) == set(settings.ROOMS)


def test_no_module_has_a_name_that_could_mean_anything():
    vague = {"utils", "helpers", "common", "services", "managers", "misc"}
    modules = [path for room in settings.ROOMS for path in (ROOT / room).rglob("*.py")]

    assert [str(path) for path in modules if vague & {path.stem, path.parent.name}] == []


def test_every_sentence_is_marked_by_a_name_that_the_collection_knows():
    other_names = re.compile(r"\bn?p?gettext(?:_lazy)? as (?!_\b)\w+")
    modules = [path for room in settings.ROOMS for path in (ROOT / room).rglob("*.py")]

    assert [str(path) for path in modules if other_names.search(path.read_text())] == []


def test_the_architecture_is_told_in_two_hundred_lines():
    assert len((ROOT / "docs" / "architecture.md").read_text().splitlines()) <= 200


def test_the_makefile_has_few_words():
    words = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert {"run", "test"} <= set(words)
    assert len(words) <= 15


def test_python_is_new_enough_for_what_we_promise():
    assert sys.version_info >= (3, 11)


MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}


def marked_inside_an_f_string(source: str) -> list[int]:
    """Lines on which words are marked for translation where the collector does not look."""
    return [
        call.lineno
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in MARKS
    ]


def test_no_words_are_marked_where_the_collector_does_not_look():
    ours = [path for path in ROOT.rglob("*.py") if ".venv" not in path.parts]

    found = {path: marked_inside_an_f_string(path.read_text()) for path in ours}

    assert len(ours) > 100
    assert {path: lines for path, lines in found.items() if lines} == {}
    assert marked_inside_an_f_string("""f"{_('Budget')}: {about}" """) == [1]
