"""Versions: published once, never changed."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from questionnaires.actions import publish_file, publish_version
from questionnaires.blocks import BadBlocks
from questionnaires.models import Version
from questionnaires.models.questionnaire import Immutable
from tests.factories.questionnaires import make_version, question

pytestmark = pytest.mark.django_db


def test_a_published_version_refuses_changes() -> None:
    version = make_version()
    version.blocks = [question("text", "other")]

    with pytest.raises(Immutable):
        version.save()


def test_a_published_version_refuses_deletion() -> None:
    with pytest.raises(Immutable):
        make_version().delete()


def test_an_unpublished_version_may_change_and_go() -> None:
    version = make_version(published=False)
    version.blocks = [question("text", "other")]

    version.save()
    version.delete()

    assert not Version.objects.filter(blocks__0__key="other").exists()


def test_bad_blocks_are_not_published() -> None:
    version = make_version(published=False)
    version.blocks = [{"kind": "poem"}]

    with pytest.raises(BadBlocks):
        version.publish()
    with pytest.raises(ValidationError, match="kind"):
        version.full_clean()


def test_a_new_version_follows_the_last_one() -> None:
    first = make_version()

    second = publish_version(questionnaire=first.questionnaire, blocks=[question("text", "b")])

    assert second.number == 2
    assert list(first.questionnaire.versions.published()) == [second, first]


def test_a_file_is_published_once(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(
        "code: a-form\nname: Formularz\nblocks:\n- {kind: text, key: a, label: {pl: Pytanie}}\n"
    )

    first, second = publish_file(path=path), publish_file(path=path)
    path.write_text(path.read_text().replace("Pytanie", "Inne pytanie"))
    third = publish_file(path=path)

    assert first == second
    assert third.number == 2


def test_a_file_without_its_keys_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text("name: Formularz\n")

    with pytest.raises(BadBlocks, match=r"form\.yaml"):
        publish_file(path=path)
