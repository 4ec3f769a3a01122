"""Signing up, accepting an invitation, choosing a language."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm as LibrarySignupForm
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.actions.persons import register_person
from people.models import Consent, ConsentClause, ConsentWay, Language, Person, User


class SignupForm(LibrarySignupForm):
    """Sign-up asks who the person is, so that every account has a name from its first minute."""

    given_name = forms.CharField(
        label=_("given name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Write your given name.")},
    )
    family_name = forms.CharField(
        label=_("family name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Write your family name.")},
    )
    language = forms.ChoiceField(
        label=_("language of pages and letters"), choices=Language, widget=forms.RadioSelect
    )
    field_order = ("given_name", "family_name", "email", "password1", "language")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("language", get_language() or Language.POLISH)
        self.fields["email"].error_messages |= {
            "required": _("Write your e-mail; you will log in with it.")
        }
        self.fields["password1"].error_messages |= {"required": _("Think of a password.")}

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """Make the account and the person behind it, both or neither."""
        return super().save(request)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Make the person behind the new account."""
        register_person(
            user=user,
            given_name=self.cleaned_data["given_name"],
            family_name=self.cleaned_data["family_name"],
            language=self.cleaned_data["language"],
        )


class InvitationForm(forms.Form):
    """Accepting an invitation: a password now, or none and codes by e-mail."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters. Leave it empty to log in with codes sent by e-mail."),
    )

    def __init__(self, *args: Any, user: User | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_password(self) -> str:
        """Refuse a weak password with the sentences of the validators."""
        password: str = self.cleaned_data["password"]
        if password:
            get_adapter().clean_password(password, user=self.user)
        return password


class LanguageForm(forms.ModelForm):
    """The language of pages and letters."""

    class Meta:
        model = User
        fields = ("language",)
        widgets = {"language": forms.RadioSelect}


class RecordConsentForm(forms.ModelForm):
    """The office notes a consent that was given on paper or in words."""

    class Meta:
        model = Consent
        fields = ("clause", "way")
        error_messages = {"clause": {"required": _("Choose what the person agrees to.")}}

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        standing = person.consents.standing().values("clause_id")
        clauses = ConsentClause.objects.newest().exclude(pk__in=standing)
        self.fields["clause"].queryset = clauses  # type: ignore[attr-defined]
        self.fields["way"] = forms.ChoiceField(
            label=_("how"),
            choices=[choice for choice in ConsentWay.choices if choice[0] != ConsentWay.PAGE],
        )


class ClauseForm(forms.ModelForm):
    """New words of a consent, in both languages."""

    class Meta:
        model = ConsentClause
        fields = ("title_pl", "text_pl", "title_en", "text_en")
