"""Tokens of public links: one row, one kind, just these facts."""

import pytest
from django.core.signing import BadSignature

from workflows.tokens import key_in, token_of


def test_a_token_names_its_row_and_is_the_same_each_time():
    token = token_of(7, "12/2026", "2026-11-03", kind="test.paper")

    assert key_in(token) == 7
    assert token == token_of(7, "12/2026", "2026-11-03", kind="test.paper")


@pytest.mark.parametrize(
    ("key", "facts", "kind"),
    [
        (8, ("12/2026", "2026-11-03"), "test.paper"),
        (7, ("12/2026", "2026-11-04"), "test.paper"),
        (7, ("12/2026", "2026-11-03"), "test.other"),
    ],
)
def test_another_row_fact_or_kind_has_another_seal(key, facts, kind):
    seal = token_of(7, "12/2026", "2026-11-03", kind="test.paper").partition(".")[2]

    assert token_of(key, *facts, kind=kind).partition(".")[2] != seal


@pytest.mark.parametrize("token", ["", "abc", ".x", "-1.x", "1" * 12 + ".x", "٣.x"])
def test_what_names_no_row_is_no_token(token):
    with pytest.raises(BadSignature):
        key_in(token)
