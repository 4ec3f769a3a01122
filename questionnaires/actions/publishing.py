"""Bringing questionnaires in from files."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from questionnaires.blocks import BadBlocks, read_blocks
from questionnaires.models import Questionnaire, Version


@transaction.atomic
def publish_file(*, path: Path, by: Any = None) -> Version:
    """Publish the questionnaire in the YAML file at `path` (keys code, name, blocks); return its newest version.

    A file that says what the newest version says changes nothing. Raises BadBlocks with each mistake.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or not {"code", "name", "blocks"} <= data.keys():
        raise BadBlocks([f"{path.name}: the keys code, name and blocks were expected."])
    read_blocks(data["blocks"])
    questionnaire, _made = Questionnaire.objects.get_or_create(
        code=data["code"], defaults={"name": data["name"]}
    )
    newest = questionnaire.versions.published().first()
    if newest is not None and newest.blocks == data["blocks"]:
        return newest
    return publish_version(questionnaire=questionnaire, blocks=data["blocks"], by=by)


@transaction.atomic
def publish_version(
    *, questionnaire: Questionnaire, blocks: list[dict[str, Any]], by: Any = None
) -> Version:
    """Publish `blocks` as the next version of `questionnaire`. Raises BadBlocks."""
    last = questionnaire.versions.order_by("-number").first()
    version = Version(
        questionnaire=questionnaire, number=last.number + 1 if last else 1, blocks=blocks
    )
    version.publish(by=by)
    return version
