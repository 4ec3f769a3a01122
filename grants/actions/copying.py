"""A call copied from an earlier one: the same rules a year later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from grants.models import Call
from grants.models.terms.outline import ALL_FIELDS, ALL_ROWS
from grants.models.terms.snapshot import columns
from grants.rules import call as rules
from workflows.actions import attach_file
from workflows.deadlines import in_words, instant_in_warsaw
from workflows.errors import GuardsFailed, NotYours
from workflows.workdays import day_in_warsaw

from .signing import FIELDS_OF, template_of


@transaction.atomic
def copy_call(*, call: Call, code: str, opens_on: date, title: dict[str, str], by: Any) -> Call:
    """Make a call in preparation with the rules of `call`, its days shifted so that it opens on `opens_on`.

    `title` is by language. The hour of each instant stays what it is in Warsaw, whatever the clocks do between.
    The template of agreements and the words of the letters come along. Raises NotYours, and GuardsFailed where an instant would fall into
    the hour that the clocks skip or repeat.
    """
    if not rules.can_edit(by, call):
        raise NotYours(rules.can_edit.why_not(by, call))
    gap = opens_on - day_in_warsaw(call.opens_at)
    fields = {name: _shifted(getattr(call, name), gap) for name in columns(Call, ALL_FIELDS)}
    titles = {f"title_{tag}": words for tag, words in title.items()}
    copied = Call.objects.begin(by=by, **fields | titles | {"code": code})
    _copy_rows(call, copied, gap)
    _copy_template(call, copied, by)
    _copy_letters(call, copied)
    return copied


def _shifted(value: Any, gap: timedelta) -> Any:
    if isinstance(value, datetime):
        wall = timezone.localtime(value, timezone.get_default_timezone()).replace(tzinfo=None) + gap
        try:
            return instant_in_warsaw(wall)
        except ValidationError as error:
            raise GuardsFailed([f"{in_words(value)}: {' '.join(error.messages)}"]) from error
    return value + gap if isinstance(value, date) else value


def _copy_rows(call: Call, copied: Call, gap: timedelta) -> None:
    for rows in ALL_ROWS:
        for row in getattr(call, rows.name).all():
            named = [*columns(type(row), rows.fields), "position", *(["key"] if rows.keyed else [])]
            fields = {name: _shifted(getattr(row, name), gap) for name in named}
            if fields.get("group") is not None:
                fields["group"] = copied.criterion_groups.get(key=fields["group"].key)
            getattr(copied, rows.name).create(**fields)


def _copy_template(call: Call, copied: Call, by: Any) -> None:
    for purpose in FIELDS_OF:
        template = template_of(call, purpose)
        if template is not None:
            with template.open_inside() as content:
                upload = SimpleUploadedFile(template.name, content.read())
            attach_file(obj=copied, upload=upload, by=by, purpose=purpose)


def _copy_letters(call: Call, copied: Call) -> None:
    for text in call.letter_texts.all():
        text.pk, text.call = None, copied
        text.save(force_insert=True)
