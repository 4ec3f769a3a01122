"""Signing up, accepting an invitation, choosing a language."""

from typing import Any, ClassVar

from allauth.account import forms as library
from allauth.account.adapter import get_adapter
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.actions.persons import register_person
from people.models import Consent, ConsentClause, ConsentWay, Language, Person, User


class Plain(forms.Form):
    """The library's fields with our labels and without placeholders, which vanish when one types."""

    labels: ClassVar[dict[str, Any]] = {
        "login": _("E-mail"),
        "email": _("E-mail"),
        "password": _("Password"),
        "password1": _("Password"),
        "code": pgettext_lazy("log-in", "Code"),
    }
    helps: ClassVar[dict[str, Any]] = {}
    missing: ClassVar[dict[str, Any]] = {
        "login": _("Write your e-mail."),
        "email": _("Write your e-mail."),
        "password": _("Write your password."),
        "code": _("Type the code from the letter."),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            if name in self.missing:
                field.error_messages["required"] = self.missing[name]


class LoginForm(Plain, library.LoginForm):
    """Log-in with a password; the way to a new one stands beside the form."""


class RequestLoginCodeForm(Plain, library.RequestLoginCodeForm):
    """Log-in with a code sent by e-mail."""


class ResetPasswordForm(Plain, library.ResetPasswordForm):
    """A link to a new password."""


class ChangeEmailForm(Plain, library.AddEmailForm):
    """The address to log in with."""


class ReauthenticateForm(Plain, library.ReauthenticateForm):
    """The password once more, before something that protects the account changes."""


class ConfirmLoginCodeForm(Plain, library.ConfirmLoginCodeForm):
    """The code from the letter."""


GOOD_PASSWORD = _("At least ten characters. A few words are easier to remember than signs.")


class ChooseAgain(Plain):
    """A new password, typed twice where it replaces an old one."""

    labels: ClassVar[dict[str, Any]] = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }
    helps: ClassVar[dict[str, Any]] = {"password1": GOOD_PASSWORD}
    missing: ClassVar[dict[str, Any]] = {
        "oldpassword": _("Write your present password."),
        "password1": _("Think of a password."),
        "password2": _("Write the new password once more."),
    }


class ChangePasswordForm(ChooseAgain, library.ChangePasswordForm):
    """A new password for whoever knows the old one."""


class SetPasswordForm(ChooseAgain, library.SetPasswordForm):
    """A first password for whoever logs in with codes."""


class ResetPasswordKeyForm(ChooseAgain, library.ResetPasswordKeyForm):
    """A new password for whoever followed the link."""


class SignupForm(Plain, library.SignupForm):
    """Sign-up asks who the person is, so that every account has a name from its first minute."""

    given_name = forms.CharField(
        label=_("Given name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Write your given name.")},
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Write your family name.")},
    )
    language = forms.ChoiceField(
        label=_("Language of pages and letters"), choices=Language, widget=forms.RadioSelect
    )
    field_order = ("given_name", "family_name", "email", "password1", "language")
    helps: ClassVar[dict[str, Any]] = {"password1": GOOD_PASSWORD}
    missing: ClassVar[dict[str, Any]] = {
        "email": _("Write your e-mail; you will log in with it."),
        "password1": _("Think of a password."),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("language", get_language() or Language.POLISH)

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """Make the account and the person behind it, both or neither."""
        user: User = super().save(request)
        return user

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
        labels = {"language": _("Language of pages and letters")}
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
            label=_("How"),
            choices=[
                choice
                for choice in ConsentWay.choices
                if choice[0] not in (ConsentWay.PAGE, ConsentWay.FORM)
            ],
        )


class ClauseForm(forms.ModelForm):
    """New words of a consent, in both languages."""

    class Meta:
        model = ConsentClause
        fields = ("title_pl", "text_pl", "title_en", "text_en")
