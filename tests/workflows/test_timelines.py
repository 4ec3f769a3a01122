"""What happened to many objects of several kinds, told at once."""

from typing import Any

import pytest

from tests.factories.grants import make_application, staff_of
from workflows.actions import add_comment
from workflows.models import Comment
from workflows.timeline import timeline, timelines

pytestmark = pytest.mark.django_db


def test_each_object_has_its_own_story_though_their_keys_are_the_same(
    django_assert_num_queries: Any,
) -> None:
    application = make_application(state="submitted")
    call, staff = application.call, staff_of(application.call)
    for obj, text in ((application, "Zadzwonić"), (call, "Ogłosić")):
        add_comment(obj=obj, text=text, by=staff, audience="internal")
    alone = {obj: timeline(obj, staff) for obj in (application, call)}

    with django_assert_num_queries(3):
        together = timelines([application, call], staff)

    assert together == alone
    assert [entry.note for entry in together[call] if entry.is_comment] == ["Ogłosić"]


def test_of_nothing_there_is_nothing_to_tell() -> None:
    assert timelines([], None) == {}
    assert not Comment.objects.of_all([]).exists()


def test_what_is_for_the_team_is_not_told_to_the_author() -> None:
    application = make_application(state="submitted")
    for audience in ("internal", "everyone"):
        add_comment(
            obj=application, text=audience, by=staff_of(application.call), audience=audience
        )

    told = [entry.note for entry in timeline(application, application.author) if entry.is_comment]

    assert told == ["everyone"]


def test_a_move_made_in_somebodys_place_says_whose(monkeypatch: Any) -> None:
    application = make_application(state="submitted")
    own = timeline(application, application.author)[0].by
    monkeypatch.setattr(
        type(application), "acted_for", lambda self, entry: "za sąsiadkę", raising=False
    )
    assert timeline(application, application.author)[0].by == f"{own}, za sąsiadkę"

    monkeypatch.setattr(type(application), "acted_for", lambda self, entry: "")
    assert timeline(application, application.author)[0].by == own
