"""Staff name the parties, record signatures and upload the template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.forms.agreement import DayField
from grants.models import Agreement, Signatory
from grants.rules.merging import sentences_against
from workflows import clock
from workflows.forms import PrivateFileField


class PartiesForm(forms.Form):
    """The parties of one agreement, each with its own three fields."""

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data)
        self.parties = list(agreement.signatories.all())
        for party in self.parties:
            self.fields[f"name-{party.pk}"] = forms.CharField(
                label=pgettext_lazy("party", "Name"),
                max_length=300,
                initial=party.name,
                error_messages={"required": _("Write the name of this party.")},
            )
            self.fields[f"details-{party.pk}"] = forms.CharField(
                label=_("Address and numbers"),
                max_length=500,
                required=False,
                initial=party.details,
            )
            if party.needs_representative:
                self.fields[f"represented_by-{party.pk}"] = forms.CharField(
                    label=_("Who signs for them"),
                    help_text=_("Name and function, for example “Jan Nowak, chair”."),
                    max_length=300,
                    required=False,
                    initial=party.represented_by,
                )

    def rows(self) -> Iterator[tuple[Signatory, list[Any]]]:
        """Each party with its bound fields."""
        for party in self.parties:
            names = [f"{name}-{party.pk}" for name in ("name", "details", "represented_by")]
            yield party, [self[name] for name in names if name in self.fields]

    def given(self) -> dict[int, dict[str, str]]:
        """What was typed, by the key of the party."""
        given: dict[int, dict[str, str]] = {party.pk: {} for party in self.parties}
        for name, value in self.cleaned_data.items():
            column, key = name.rsplit("-", 1)
            given[int(key)][column] = value
        return given


class SignatureForm(forms.Form):
    """When and how one party signed."""

    signed_on = DayField(label=_("Signed on"))
    how = forms.ChoiceField(label=_("How"), choices=Signatory.How.choices, widget=forms.RadioSelect)
    file = PrivateFileField(
        label=_("Scan, or the file with the signature"),
        help_text=_("PDF signed inside it, or .xades, .p7m, .asice beside the document."),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"signed_on": clock.today(), "how": "paper"})


class TemplateForm(forms.Form):
    """The DOCX from which agreements or their annexes are made; `known` are the fields it may name."""

    file = PrivateFileField(
        label=_("Template"), help_text=_("A DOCX without macros, with fields from the list.")
    )

    def __init__(self, data: Any = None, files: Any = None, *, known: Iterable[str]) -> None:
        super().__init__(data, files)
        self.known = known

    def clean_file(self) -> Any:
        """Refuse what is no template, with a sentence for what is wrong."""
        upload = self.cleaned_data["file"]
        if sentences := sentences_against(upload, self.known):
            raise ValidationError(sentences)
        return upload
