"""The form in which staff write one block: texts in both languages, limits, answers, the condition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questionnaires.actions.editing import free_key
from questionnaires.blocks import (
    KINDS,
    NO,
    YES,
    BadBlocks,
    Block,
    Choice,
    MultipleChoice,
    Question,
    problems_of,
    read_block,
)

from .both_ways import BETWEEN, NAMES, TEXTS, as_typed, has, in_languages, written
from .pieces import PIECES, words

ROWS = ("min_rows", "max_rows")
OF_KIND: dict[str, tuple[str, ...]] = {
    "page": (),
    "heading": (),
    "note": (),
    "text": ("max_length",),
    "long_text": ("max_length",),
    "lines": ("minimum_lines", "maximum_lines", "max_length"),
    "number": ("places", "minimum", "maximum"),
    "money": ("minimum", "maximum", "currency"),
    "choice": ("options",),
    "multiple_choice": ("options",),
    "date": ("earliest", "latest"),
    "checkbox": (),
    "consent": ("text_pl", "text_en"),
    "file": ("maximum_files", "megabytes", "endings"),
    "table": ("table", *ROWS, "currency"),
    "costs": ("categories", "sources", "hourly", "max_rows"),
    "schedule": ("who", "max_rows"),
    "people": ("age", "adults", "role", "contact", *ROWS),
}
"""What each kind asks of its author beside its texts."""


class BlockForm(forms.Form):
    """One block of `kind`; `block` is its JSON when it is being changed, `before` what stands above it.

    `taken` are the keys of the other blocks; a key that a published version has (`key_stays`) does not change.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        kind: str,
        block: Mapping[str, Any] | None = None,
        before: Sequence[Block] = (),
        taken: Iterable[str] = (),
        key_stays: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.kind, self.before, self.taken = kind, list(before), set(taken)
        self.kept = dict(block or {})
        super().__init__(data, initial=dict(initial or as_typed(kind, self.kept)))
        self._add_texts()
        for name in OF_KIND[kind]:
            self.fields[name] = PIECES[name]()
        self._add_question()
        self.fields["key"].disabled = key_stays

    def _add_texts(self) -> None:
        asks = issubclass(KINDS[self.kind], Question)
        label = _("Question") if asks else _("Title")
        self.fields["label_pl"] = words(_in(label, _("in Polish")), required=True)()
        self.fields["label_en"] = words(_in(label, _("in English")))()
        more = _("Help") if self.kind != "note" else _("Words")
        self.fields["help_pl"] = words(_in(more, _("in Polish")), long=3)()
        self.fields["help_en"] = words(_in(more, _("in English")), long=3)()

    def _add_question(self) -> None:
        known = set(KINDS[self.kind].__dataclass_fields__)
        if "required" in known:
            label = _("Must be answered") if self.kind != "checkbox" else _("Must be ticked")
            self.fields["required"] = forms.BooleanField(label=label, required=False)
            self.fields["missing_pl"] = words(_("What it says when it is missing, in Polish"))()
            self.fields["missing_en"] = words(_("What it says when it is missing, in English"))()
            self.fields["says_who"] = forms.BooleanField(
                label=_("The answer says who fills this in"),
                help_text=_("Assessors of a blind call do not see it."),
                required=False,
                initial=bool(self.kept.get("says_who")),
            )
        if "is_topic" in known:
            self.fields["is_topic"] = forms.BooleanField(
                label=_("The answers are topics"),
                help_text=_(
                    "Assessors say which of them they know; Tandem proposes them where it fits."
                ),
                required=False,
                initial=bool(self.kept.get("is_topic")),
            )
        choices = conditions(self.before)
        if "only_if" in known and choices:
            self.fields["only_if"] = forms.MultipleChoiceField(
                label=_("Ask only when …"),
                help_text=_("Nothing ticked: always. Tick answers to one question."),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["key"] = forms.RegexField(
            r"^[a-z][a-z0-9_]{0,59}$",
            label=_("Key in exports"),
            required=False,
            help_text=_(
                "Empty: Tandem makes one. Once published it stays, so that exports fit together."
            ),
            error_messages={"invalid": _("Small letters, digits and _, a letter first.")},
        )

    @property
    def main(self) -> list[forms.BoundField]:
        """The fields that everybody fills in."""
        return [field for field in self if field.name not in ASIDE]

    @property
    def aside(self) -> list[forms.BoundField]:
        """The fields for those who want more."""
        return [field for field in self if field.name in ASIDE]

    def clean_key(self) -> str:
        """A key that no other block has."""
        key = str(self.cleaned_data["key"] or "")
        if key in self.taken:
            raise ValidationError(_("Another block has this key; choose another."))
        return key

    def clean_only_if(self) -> list[str]:
        """Answers to one question only."""
        ticked = list(self.cleaned_data["only_if"])
        if len({one.partition(BETWEEN)[0] for one in ticked}) > 1:
            raise ValidationError(_("Tick answers to one question only."))
        return ticked

    def clean(self) -> dict[str, Any]:
        """Refuse what the block itself would refuse, in its words."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            block = read_block(self.as_block())
        except BadBlocks as bad:
            raise ValidationError(bad.sentences) from bad
        sentences = [
            one.sentence for one in problems_of([*self.before, block]) if one.key == block.key
        ]
        if sentences:
            raise ValidationError(sentences)
        return cleaned

    def as_block(self) -> dict[str, Any]:
        """The block's JSON."""
        values = self.cleaned_data
        title = values["label_en"] or values["label_pl"]
        key = values["key"] or free_key(title, self.taken)
        block: dict[str, Any] = {"kind": self.kind, "key": key}
        for name in TEXTS:
            if texts := in_languages(values, name):
                block[name] = texts
        for name in OF_KIND[self.kind]:
            if not name.startswith("text_") and has(values.get(name)):
                block[NAMES.get(name, name)] = written(name, values[name])
        if "required" in values:
            block["required"] = values["required"]
        block |= {name: True for name in FLAGS if values.get(name)}
        if ticked := values.get("only_if"):
            keys = [one.partition(BETWEEN) for one in ticked]
            block["only_if"] = {"key": keys[0][0], "among": [answer for _k, _e, answer in keys]}
        kept = {
            name: self.kept[name]
            for name in ("fact", "version", "own", "in_kind", "priced")
            if name in self.kept
        }
        return block | kept

    @classmethod
    def drawn_again(cls, data: Any, **given: Any) -> BlockForm:
        """The form with what was typed into it, not judged: a row was added or taken away."""
        empty = cls(**given)
        typed = {
            name: field.widget.value_from_datadict(data, {}, name)
            for name, field in empty.fields.items()
        }
        return cls(**given, initial=typed)


FLAGS = ("says_who", "is_topic")
ASIDE = frozenset({"missing_pl", "missing_en", *FLAGS, "only_if", "key"})


def _in(label: Any, language: Any) -> Any:
    return format_lazy("{}, {}", label, language)


def conditions(before: Iterable[Block]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The answers of earlier questions on which a block may depend, by question."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for block in before:
        if isinstance(block, Choice | MultipleChoice):
            answers = [(option.key, str(option)) for option in block.options]
        elif block.is_tick:
            answers = [(YES, gettext("ticked")), (NO, gettext("not ticked"))]
        else:
            continue
        found.append(
            (block.title, [(f"{block.key}{BETWEEN}{key}", label) for key, label in answers])
        )
    return found
