"""The form in which a form is begun: its name, whose it is, what it starts from."""

from __future__ import annotations

from typing import Any

import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from questionnaires.blocks import BadBlocks, read_blocks, write_blocks
from questionnaires.models import Questionnaire, Version
from questionnaires.registries import owners

SHARED = "shared"
FILE_AT_MOST = 500_000


class PlainLoader(yaml.SafeLoader):
    """Reads plain data; a file that refers to its own parts could grow without end, so it is refused."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references are not taken")
        return super().compose_node(parent, index)


class BeginForm(forms.Form):
    """A new form for one of the owners that `user` runs; administrators may keep it for all."""

    name = forms.CharField(
        label=pgettext_lazy("form", "Name"),
        max_length=200,
        help_text=_("As you will find it in lists, for example “Application, spring 2027”."),
        error_messages={"required": _("Give the form a name.")},
    )
    owner = forms.ChoiceField(
        label=_("Whose it is"),
        error_messages={"required": _("Say whose form it is.")},
        help_text=_("Those who run it change it; everybody who makes calls may use a shared one."),
    )
    start = forms.ModelChoiceField(
        label=_("Start from"),
        queryset=Version.objects.none(),
        required=False,
        empty_label=_("an empty form"),
        help_text=_("A copy: the form it comes from stays as it is."),
    )
    file = forms.FileField(
        label=_("Or from a YAML file"),
        required=False,
        help_text=_("As another installation exported it."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.owners: dict[str, models.Model | None] = {}
        if user.is_superuser:
            self.owners[SHARED] = None
        for name in owners.names():
            self.owners |= {f"{name}:{row.pk}": row for row in owners[name].run_by(user)}
        choices = [
            (key, str(row or _("of the whole installation"))) for key, row in self.owners.items()
        ]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["owner"] = choices[0][0]
        seen = Questionnaire.objects.visible_to(user)
        versions = Version.objects.published().filter(questionnaire__in=seen)
        self.fields["start"].queryset = versions.select_related("questionnaire")  # type: ignore[attr-defined]

    def clean_file(self) -> list[dict[str, Any]] | None:
        """The blocks in the file; every mistake in it as a sentence."""
        upload = self.cleaned_data["file"]
        if not upload:
            return None
        if upload.size > FILE_AT_MOST:
            raise ValidationError(_("This file is too large for a form."))
        try:
            data = yaml.load(upload.read().decode("utf-8"), Loader=PlainLoader)  # noqa: S506 -- a SafeLoader
        except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
            raise ValidationError(_("This is no YAML file in UTF-8.")) from error
        try:
            return write_blocks(read_blocks(data.get("blocks") if isinstance(data, dict) else None))
        except BadBlocks as bad:
            raise ValidationError(bad.sentences) from bad

    def clean(self) -> dict[str, Any]:
        """One beginning, not two."""
        cleaned = super().clean() or {}
        if cleaned.get("file") and cleaned.get("start"):
            self.add_error("file", _("Choose one: a copy of a form, or a file."))
        return cleaned

    def given(self) -> dict[str, Any]:
        """What the action takes: name, owner, blocks."""
        cleaned = self.cleaned_data
        start = cleaned.get("start")
        return {
            "name": cleaned["name"],
            "owner": self.owners[cleaned["owner"]],
            "blocks": cleaned.get("file") or (start.blocks if start else []),
        }
