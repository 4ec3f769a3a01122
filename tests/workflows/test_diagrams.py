"""The drawings of the lifecycles: made from the code, and found out when they drift."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from workflows import diagrams
from workflows.inbox import lifecycle_models


@pytest.fixture
def folder(settings, tmp_path):
    """Where the command draws."""
    settings.BASE_DIR = tmp_path
    return tmp_path / "docs" / "workflows"


def test_every_lifecycle_is_drawn_with_its_states_its_moves_and_who_makes_them(folder):
    call_command("diagrams")

    assert len(list(folder.glob("*.md"))) == len(lifecycle_models())
    drawn = (folder / "mentoring-milestone.md").read_text()
    assert "submitted --> returned: send_back" in drawn
    assert "mentoring/milestone_returned" in drawn
    assert diagrams.drifted(folder) == []
    call_command("diagrams", "--check", stdout=StringIO())


def test_a_drawing_that_drifted_is_named_and_put_right(folder):
    call_command("diagrams")
    (folder / "reporting-report.md").write_text("inaczej")
    (folder / "gone-lifecycle.md").write_text("dawno")

    with pytest.raises(CommandError, match=r"gone-lifecycle.md, reporting-report.md"):
        call_command("diagrams", "--check")
    call_command("diagrams")

    assert diagrams.drifted(folder) == []
    assert not (folder / "gone-lifecycle.md").exists()


def test_what_follows_and_what_the_clock_does_is_drawn():
    drawn = diagrams.pages()

    assert "then call_off_registrations" in drawn["activities-event.md"]
    assert "(by the clock)" in drawn["mentoring-sessionlog.md"]
