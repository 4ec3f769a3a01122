"""The daily letter tells nobody what they may not see, whatever was set aside for it."""

from datetime import timedelta

import pytest
from django.utils.timezone import get_default_timezone, localtime

from tests.contracts.canary.scene import Scene
from tests.contracts.canary.together import Together
from tests.contracts.canary.walk import leaked_by_letter
from tests.contracts.canary.words import Scenery
from workflows import clock, digest
from workflows.letters import Letter
from workflows.models import Message
from workflows.outbox import new_message, put_in_outbox
from workflows.topics import Topic

pytestmark = pytest.mark.django_db
OUTSIDE = ("rival", "stranger", "tied")


def set_aside(scene: Scenery) -> None:
    """Every letter of the scene waits for the daily one."""
    letters = Message.objects.exclude(recipient=None).exclude(about_id=None)
    assert letters.update(status=Message.Status.DAILY) > 0


def misdirect(scene: Scene) -> None:
    """And some that went to people who see nothing of the group that they name."""
    people = [scene.people[part] for part in OUTSIDE]
    words = Letter("Nowe od Kolektywu Kangrupa", "Kangrupa")
    for topic in (Topic.NEWS, Topic.GROUP):
        put_in_outbox(
            new_message(
                who, f"canary/{topic}", words, occasion=topic, about=scene.first, topic=topic
            )
            for who in people
        )
    Message.objects.filter(template__startswith="canary/").update(status=Message.Status.DAILY)


def next_morning() -> int:
    day = localtime(clock.now(), get_default_timezone()) + timedelta(days=1)
    with clock.at(day.replace(hour=8)):
        return digest.send_digests()


@pytest.mark.parametrize("make", [Scene, Together])
def test_no_daily_letter_tells_what_is_not_for_its_reader(make):
    scene = make()
    set_aside(scene)

    assert next_morning() > 0

    assert leaked_by_letter(scene, digest.DIGEST.template) == []


def test_what_was_written_to_somebody_who_may_not_see_it_drops_out():
    scene = Scene()
    misdirect(scene)

    next_morning()

    assert leaked_by_letter(scene, digest.DIGEST.template) == []
    kept = Message.objects.filter(template__startswith="canary/")
    assert set(kept.values_list("status", flat=True)) == {"never"}


def test_a_daily_letter_that_does_not_ask_again_is_found(monkeypatch):
    scene = Scene()
    misdirect(scene)
    monkeypatch.setattr(
        digest, "seen_among", lambda user, objects: {(type(obj), obj.pk) for obj in objects}
    )

    next_morning()

    found = leaked_by_letter(scene, digest.DIGEST.template)
    assert {line.split()[2].rstrip(":") for line in found} == set(OUTSIDE)
