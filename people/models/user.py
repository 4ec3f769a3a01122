"""The account somebody logs in with; the human being behind it is `people.Person`."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows import clock


class Language(models.TextChoices):
    POLISH = "pl", "polski"
    ENGLISH = "en", "English"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an account for `email` (lower-cased); without a password only one-time codes log in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an account that may administer the installation."""
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its e-mail, however it is capitalised."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An account. `name` repeats the person's name, so that a list of who did what joins nothing."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=Language, default=Language.POLISH
    )
    is_staff = models.BooleanField(_("may open the page editor"), default=False)
    is_active = models.BooleanField(_("may log in"), default=True)
    has_stand_in = models.BooleanField(
        _("somebody stands in for them now"), default=False, editable=False
    )
    date_joined = models.DateTimeField(_("since"), default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def display_name(self) -> str:
        """Return the name for the first line of a letter; empty when nobody gave one."""
        return self.name

    def get_full_name(self) -> str:
        """Return the name of the person behind the account, or its e-mail."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the first word of the name, for greetings."""
        return str(self).split(" ", maxsplit=1)[0]
