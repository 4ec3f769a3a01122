"""Numbers of Polish public registers: cleaned, checked, and explained in a sentence when wrong.

Checksums of NIP and REGON come from django-localflavor; TERYT is the seven-character
code WWPPGGR of Statistics Poland (four for a county), whose last digit says the type.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from localflavor.pl.forms import PLNIPField, PLREGONField

TERYT_DIGIT_OF_TYPE = {"urban": "1", "rural": "2", "urban_rural": "3", "district": "8"}
COUNTY = "county"
StrOrPromise = str | Promise
_VOIVODESHIPS = {f"{number:02}" for number in range(2, 33, 2)}
_TERYT_COUNTY, _TERYT_FULL = 4, 7


def digits(text: str) -> str:
    """Return the number without the "PL" prefix, spaces and dashes; other signs stay, to be refused."""
    return re.sub(r"[\s\u2010-\u2015.-]", "", text).upper().removeprefix("PL")


def phone_digits(text: str) -> str:
    """Return a telephone number as +48600100200; nine digits alone are taken as Polish."""
    number = re.sub(r"[\s()./\u2010-\u2015-]", "", text)
    if number.startswith("00"):
        number = f"+{number[2:]}"
    return f"+48{number}" if re.fullmatch(r"\d{9}", number) else number


def phone_groups(number: str) -> str:
    """Return a kept number as people read it: +48 600 100 200; a foreign one as it is kept."""
    if match := re.fullmatch(r"\+48(\d{3})(\d{3})(\d{3})", number):
        return "+48\N{NO-BREAK SPACE}" + "\N{NO-BREAK SPACE}".join(match.groups())
    return number


def validate_phone(value: str) -> None:
    """Refuse what cannot be dialled (E.164: + and 7 to 15 digits) with a sentence."""
    if not re.fullmatch(r"\+\d{7,15}", value):
        raise ValidationError(
            _("Write the number with its digits only, such as 600 100 200."), code="phone"
        )


def validate_nip(value: str) -> None:
    """Refuse anything but ten digits with a right checksum, with a sentence that says what is wrong."""
    _check_length(value, 10, "NIP")
    if not PLNIPField().has_valid_checksum(value):
        raise ValidationError(
            _("A digit of this NIP is wrong. Compare it with the document."), code="checksum"
        )


def validate_regon(value: str) -> None:
    """Refuse anything but nine or fourteen digits with a right checksum."""
    if len(value) != 14:
        _check_length(value, 9, "REGON")
    if not value.isascii() or not value.isdigit() or not _regon_checks(value):
        raise ValidationError(
            _("A digit of this REGON is wrong. Compare it with the document."), code="checksum"
        )


def _regon_checks(value: str) -> bool:
    return PLREGONField().has_valid_checksum(value)


def validate_account(value: str) -> None:
    """Refuse anything but the 26 digits of a Polish account whose two first check the rest (IBAN, mod 97)."""
    _check_length(value, 26, _("An account number"))
    # ISO 13616: the country (P=25, L=21) and the check digits go to the end, the whole is 1 modulo 97.
    if int(f"{value[2:]}2521{value[:2]}") % 97 != 1:
        raise ValidationError(
            _("A digit of this account number is wrong. Compare it with the document."),
            code="checksum",
        )


def account_groups(number: str) -> str:
    """Return an account as people read it: 12 3456 7890 …, in fours after the two that check it."""
    parts = [number[:2], *(number[at : at + 4] for at in range(2, len(number), 4))]
    return "\N{NO-BREAK SPACE}".join(part for part in parts if part)


def validate_krs(value: str) -> None:
    """Refuse anything but ten digits; the court register has no checksum."""
    _check_length(value, 10, "KRS")


def validate_teryt(value: str) -> None:
    """Refuse a code that is neither WWPP nor WWPPGGR or starts with no voivodeship's number."""
    if not re.fullmatch(r"[0-9]{4}|[0-9]{7}", value):
        raise ValidationError(
            _("A TERYT code has seven digits, or four for a county."), code="length"
        )
    if value[:2] not in _VOIVODESHIPS:
        raise ValidationError(
            _("A TERYT code starts with the number of a voivodeship, from 02 to 32."), code="place"
        )


def validate_teryt_type(value: str, kind: str) -> None:
    """Refuse a code whose length or last digit contradicts the type of local government `kind`."""
    if kind == COUNTY:
        if len(value) != _TERYT_COUNTY:
            raise ValidationError(_("The TERYT code of a county has four digits."), code="type")
    elif len(value) != _TERYT_FULL:
        raise ValidationError(_("The TERYT code of a municipality has seven digits."), code="type")
    elif kind in TERYT_DIGIT_OF_TYPE and value[-1] != TERYT_DIGIT_OF_TYPE[kind]:
        raise ValidationError(
            _(
                "The last digit of the TERYT code says another type of local government than chosen above."
            ),
            code="type",
        )


def _check_length(value: str, length: int, name: StrOrPromise) -> None:
    if not re.fullmatch(r"[0-9]*", value):
        raise ValidationError(_("%(name)s has digits only."), code="digits", params={"name": name})
    if len(value) != length:
        raise ValidationError(
            ngettext(
                "%(name)s has %(length)d digits; here there is %(given)d.",
                "%(name)s has %(length)d digits; here there are %(given)d.",
                len(value),
            ),
            code="length",
            params={"name": name, "length": length, "given": len(value)},
        )
