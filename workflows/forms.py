"""Forms of the engine: the note of a move, a comment, a file, an instant, the words of a letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.fields import BaseTemporalField
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from . import filetypes, scanning
from .choosers import PrivateFileInput, SeveralFilesInput
from .deadlines import instant_in_warsaw
from .errors import MoveRefused, SomeoneWasFaster
from .letters import ALWAYS, PLACE, Letter
from .models import Comment, History, OwnWords
from .moves import Move
from .topics import How, Topic
from .uploading import KeptUpload

READ_BY_EVERYBODY = _("Everybody reads this on the public page.")


_CHOOSE = _("Choose one of the answers given.")
_DAY = _("Give a date as year-month-day, for example 2026-05-31.")
_HOUR = _("Give the hour, for example 17:30.")
_MOMENT = _("Give a day and an hour, for example 2026-12-03 14:30.")
_LIMITS = {
    "min_value": _("Write a number of %(limit_value)s at least."),
    "max_value": _("Write a number of %(limit_value)s at most."),
}

#: In place of Django's words, which name the mistake and not the way out: by kind of field, the nearest kind first.
WAYS_OUT: tuple[tuple[type[forms.Field], Mapping[str, Any]], ...] = (
    (forms.MultipleChoiceField, {"required": _("Choose at least one answer.")}),
    (forms.ModelMultipleChoiceField, {"required": _("Choose at least one answer.")}),
    (forms.ChoiceField, {"required": _CHOOSE}),
    (forms.ModelChoiceField, {"required": _CHOOSE}),
    (forms.DateTimeField, {"required": _MOMENT, "invalid": _MOMENT}),
    (forms.DateField, {"required": _DAY, "invalid": _DAY}),
    (forms.TimeField, {"required": _HOUR, "invalid": _HOUR}),
    (forms.IntegerField, {"required": _("Write a number."), **_LIMITS}),
    (
        forms.CharField,
        {
            "required": _("Fill this in."),
            "max_length": _(
                "These are %(show_value)d characters; at most %(limit_value)d fit here."
            ),
        },
    ),
    (forms.Field, {"required": _("Fill this in.")}),
)


def say_way_out(field: forms.Field) -> None:
    """Let `field` say what to do where it would only say what is wrong; words of its own stay."""
    sentences = next(said for kind, said in WAYS_OUT if isinstance(field, kind))
    theirs = [
        vars(kind).get("default_error_messages", {})
        for kind in type(field).__mro__
        if kind.__module__.startswith("django.")
    ]
    for code, sentence in sentences.items():
        now = field.error_messages.get(code)
        if now is None or any(now is each.get(code) for each in theirs):
            field.error_messages[code] = sentence


class SaysWhoReads(forms.BaseForm):
    """A form whose fields in `readers` say, below their help, who reads what is typed there, and how to mend a mistake.

    In the rooms of pairs and of journeys every field with free words or sensitive data is named; a test asks each.
    """

    readers: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            say_way_out(field)

    def __getitem__(self, name: str) -> forms.BoundField:
        bound = super().__getitem__(name)
        says = str(self.readers.get(name, ""))
        if says not in str(bound.help_text):
            bound.help_text = f"{bound.help_text} {says}".strip()
        return bound


class Versioned(SaysWhoReads, forms.ModelForm[Any]):
    """A form over a row that others may change meanwhile; `version` is the one the person saw, 0 where it says none."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    came_too_late = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("version", self.instance.version)

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0

    def written_fields(self) -> list[str]:
        """The names of the model's columns that this form changes."""
        return [name for name in self.fields if name != "version"]

    def see_afresh(self) -> None:
        """Somebody was faster: from now on the row is seen as it is, and what is sent again is meant."""
        rows = type(self.instance)._default_manager.filter(pk=self.instance.pk)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(rows.values_list("version", flat=True).get())
        self.data, self.came_too_late = data, True
        self.add_error(None, _("Below is what you wrote; save again to keep it."))


def say_refusal(form: Any, refusal: MoveRefused) -> None:
    """Say at `form` why nothing was written; whoever was too late may send it again."""
    for sentence in refusal.sentences:
        form.add_error(None, sentence)
    if isinstance(refusal, SomeoneWasFaster) and isinstance(form, Versioned):
        form.see_afresh()


class LettersForm(SaysWhoReads, forms.Form):
    """How the letters of each topic come that leaves it to their reader; `given` is what holds now."""

    def __init__(self, *args: Any, given: Mapping[Topic, How], **options: Any) -> None:
        super().__init__(*args, **options)
        for topic, how in given.items():
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                help_text=topic.says,
                choices=[(way.value, way.label) for way in topic.ways],
                widget=forms.RadioSelect,
                initial=how.value,
            )
            say_way_out(self.fields[topic.value])

    def chosen(self) -> dict[Topic, How]:
        """What was chosen, of a valid form."""
        return {Topic(name): How(how) for name, how in self.cleaned_data.items()}


class NoteForm(forms.Form):
    """The form of a move that asks for nothing but, where it does, a note; `readers` says who will read it."""

    note = forms.CharField(
        label=_("Your words"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why: the people concerned will read it.")},
    )

    def __init__(self, *args: Any, move: Move, readers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if move.note == "none":
            del self.fields["note"]
        else:
            self.fields["note"].required = move.note == "must"
            self.fields["note"].help_text = readers


class InsteadForm(forms.Form):
    """How a step reached whoever enters it in another's place, with the scan where there was a paper."""

    how = forms.ChoiceField(
        label=_("How it reached you"),
        choices=[each for each in History.How.choices if each[0] != History.How.STAND_IN],
        error_messages={"required": _("Say how it reached you.")},
    )

    prefix = "instead"

    def __init__(self, *args: Any, move: Move, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scan"] = PrivateFileField(
            label=_("Scan of the paper"),
            required=move.instead == "paper",
            help_text=_("Read by the person, by you and by those who run this."),
        )
        if move.instead == "paper":
            paper = History.How.PAPER
            self.fields["how"] = forms.ChoiceField(
                choices=[(paper.value, paper.label)],
                initial=paper.value,
                widget=forms.HiddenInput,
            )


class CommentForm(forms.ModelForm[Comment]):
    class Meta:
        model = Comment
        fields = ["text", "audience"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("Write to those who work on this")}
        error_messages = {"text": {"required": _("Write something first.")}}

    def __init__(self, *args: Any, internal: bool, readers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].help_text = readers
        self.fields["audience"].required = False
        if not internal:
            del self.fields["audience"]


class InstantField(forms.DateTimeField):
    """A moment in Europe/Warsaw; the hour that the clocks skip or repeat is asked about, not guessed."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"invalid": _("Give a day and an hour, for example 2026-12-03 14:30.")}

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value if timezone.is_aware(value) else instant_in_warsaw(value)
        return instant_in_warsaw(self._read(str(value).strip()))

    def _read(self, text: str) -> datetime:
        try:
            wall = parse_datetime(text) or BaseTemporalField.to_python(self, text)
        except ValueError:
            wall = None
        if wall is None or timezone.is_aware(wall):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return wall


class PrivateFileField(forms.FileField):
    """An upload that will be kept privately: kind, content and size are looked at here."""

    widget = PrivateFileInput(attrs={"accept": filetypes.ACCEPT})
    default_error_messages = {
        "required": _("Choose a file."),
        "empty": _("The file is empty."),
        "missing": _("Choose a file."),
        "invalid": _("Choose a file."),
    }

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What arrived in pieces, to stand in the page again where the form has a mistake."""
        came = data if isinstance(data, list) else [data]
        return [each for each in came if isinstance(each, KeptUpload)] or initial

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            name, size = upload.name or "", upload.size or 0
            against = filetypes.sentences_against(
                name, size, upload, limit=settings.TANDEM_FILE_LIMIT
            )
            if not against:
                scanning.look_at(upload)
                against = scanning.sentences_against(upload)
            if against:
                raise ValidationError(against)
        return upload


class PrivateFilesField(PrivateFileField):
    """Several such uploads; what is wrong names its file. `clean` returns the list, empty where none was chosen."""

    widget = SeveralFilesInput(attrs={"accept": filetypes.ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        found, against = [], []
        for upload in data or [None]:
            try:
                found.append(super().clean(upload, initial))
            except ValidationError as error:
                named = f"{upload.name}: " if len(data or ()) > 1 else ""
                against += [f"{named}{sentence}" for sentence in error.messages]
        if against:
            raise ValidationError(against)
        return [upload for upload in found if upload]


class FileForm(forms.Form):
    """Files to attach to an object, as `purpose`."""

    file = PrivateFilesField(label=_("Attach files"))
    purpose = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        limit = filesizeformat(settings.TANDEM_FILE_LIMIT)
        said = _("PDF, pictures or office documents, up to %(limit)s each. Several at once, too.")
        self.fields["file"].help_text = said % {"limit": limit}


class OwnWordsForm(forms.ModelForm[OwnWords]):
    """The staff's words for one letter; only its own places may be named. `words_form` makes it for a model."""

    def __init__(self, *args: Any, places: set[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places | set(ALWAYS)
        names = ", ".join(f"{{{{ {name} }}}}" for name in sorted(self.places))
        self.fields["body"].help_text = _("Places that are filled in: %(names)s") % {"names": names}

    def clean_subject(self) -> str:
        return known_places(self.cleaned_data["subject"], self.places)

    def clean_body(self) -> str:
        return known_places(self.cleaned_data["body"], self.places)


def known_places(text: str, places: set[str]) -> str:
    """`text`; ValidationError where it names a place that is not among `places`, or is not written as a place."""
    if unknown := sorted(Letter("", text).places() - places):
        raise ValidationError(
            _("This letter has no place called %(names)s."), params={"names": ", ".join(unknown)}
        )
    if "{%" in text or "{{" in PLACE.sub("", text):
        raise ValidationError(_("Write places exactly as {{ name }}; nothing else goes in braces."))
    return text


def words_form(model: type[OwnWords]) -> Callable[..., OwnWordsForm]:
    """The form of subject and text for rows of `model`."""
    widgets: dict[str, type[forms.Widget] | forms.Widget] = {
        "body": forms.Textarea(attrs={"rows": 16})
    }
    made = forms.modelform_factory(
        model, form=OwnWordsForm, fields=["subject", "body"], widgets=widgets
    )
    return cast("Callable[..., OwnWordsForm]", made)
