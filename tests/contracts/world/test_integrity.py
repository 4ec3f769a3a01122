"""The demo is made by the real moves: nothing in it may fail to fit together."""

from workflows.integrity import findings


def test_the_demo_fits_together(world):
    assert list(findings()) == []
