"""NIP, REGON, KRS, TERYT and telephone numbers as people copy them."""

import pytest
from django.core.exceptions import ValidationError

from people import numbers


@pytest.mark.parametrize(
    "text", ["PL 526-021-30-54", "pl5260213054", " 526 021 30 54 ", "526–021–30–54"]
)
def test_prefix_spaces_and_dashes_are_stripped(text):
    assert numbers.digits(text) == "5260213054"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("600 100 200", "+48600100200"),
        ("+49 30 123456", "+4930123456"),
        ("0048 32-755-12-34", "+48327551234"),
    ],
)
def test_a_telephone_is_kept_in_one_form(text, number):
    assert numbers.phone_digits(text) == number
    numbers.validate_phone(number)


@pytest.mark.parametrize("number", ["", "12", "+48", "+4812345678901234567"])
def test_what_cannot_be_dialled_is_refused(number):
    with pytest.raises(ValidationError, match="600 100 200"):
        numbers.validate_phone(number)


def test_a_right_nip_passes():
    numbers.validate_nip("5260250274")


@pytest.mark.parametrize(
    ("number", "code"),
    [("5260250275", "checksum"), ("526025027", "length"), ("52602502X4", "digits")],
)
def test_a_wrong_nip_is_explained(number, code):
    with pytest.raises(ValidationError) as refusal:
        numbers.validate_nip(number)

    assert refusal.value.code == code


def test_a_right_regon_of_either_length_passes():
    numbers.validate_regon("012100784")
    numbers.validate_regon("12345678512347")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("012100785", "checksum"),
        ("0121007", "length"),
        ("12345678512348", "checksum"),
        ("1234567851234X", "checksum"),
    ],
)
def test_a_wrong_regon_is_explained(number, code):
    with pytest.raises(ValidationError) as refusal:
        numbers.validate_regon(number)

    assert refusal.value.code == code


def test_a_krs_number_keeps_its_zeros():
    numbers.validate_krs("0000123456")
    with pytest.raises(ValidationError) as refusal:
        numbers.validate_krs("123456")

    assert refusal.value.code == "length"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("2261011", "urban"),
        ("1408052", "rural"),
        ("1432063", "urban_rural"),
        ("1465038", "district"),
        ("2205", "county"),
    ],
)
def test_a_teryt_code_fits_its_type(code, kind):
    numbers.validate_teryt(code)
    numbers.validate_teryt_type(code, kind)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("2261011", "rural"), ("2205011", "county"), ("2205", "urban"), ("1465038", "urban_rural")],
)
def test_a_teryt_code_of_another_type_is_refused(code, kind):
    with pytest.raises(ValidationError) as refusal:
        numbers.validate_teryt_type(code, kind)

    assert refusal.value.code == "type"


@pytest.mark.parametrize(
    ("code", "why"), [("0101011", "place"), ("22610", "length"), ("22A1011", "length")]
)
def test_a_code_of_no_voivodeship_or_length_is_refused(code, why):
    with pytest.raises(ValidationError) as refusal:
        numbers.validate_teryt(code)

    assert refusal.value.code == why


def test_a_polish_telephone_is_read_in_groups_of_three():
    assert numbers.phone_groups("+48600100200").split("\N{NO-BREAK SPACE}") == [
        "+48",
        "600",
        "100",
        "200",
    ]
    assert numbers.phone_groups("+4930123456") == "+4930123456"
