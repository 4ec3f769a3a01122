"""The drawings of the lifecycles are those of the code."""

from django.conf import settings

from workflows import diagrams


def test_no_drawing_has_drifted_from_the_code():
    assert diagrams.drifted(settings.BASE_DIR / "docs" / "workflows") == []
