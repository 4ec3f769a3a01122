"""Register numbers that pass every check and belong to nobody."""

NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
REGON_WEIGHTS = (8, 9, 2, 3, 4, 5, 6, 7)
_NO_CHECK_DIGIT = 10


def invented_nip(which: int) -> str:
    """Return the NIP number `which`; it starts with 0, as no tax office's code does."""
    return _checked(f"01{which * 137 % 9_999_991:07}", NIP_WEIGHTS, skip=True)


def invented_regon(which: int) -> str:
    """Return the REGON number `which`; it starts with 99, which is no voivodeship's."""
    return _checked(f"99{which * 137 % 999_983:06}", REGON_WEIGHTS, skip=False)


def invented_krs(which: int) -> str:
    """Return the KRS number `which`, from a range the court register has not reached."""
    return f"0009{which * 137 % 999_983:06}"


def _checked(stem: str, weights: tuple[int, ...], *, skip: bool) -> str:
    rest = sum(int(digit) * weight for digit, weight in zip(stem, weights, strict=True)) % 11
    if rest == _NO_CHECK_DIGIT and skip:
        # No NIP has this remainder: take the next stem.
        return _checked(f"{int(stem) + 1:0{len(stem)}}", weights, skip=True)
    return f"{stem}{rest % 10}"


def invented_account(which: int) -> str:
    """Return the account number `which` (26 digits, checked mod 97) of a bank that there is not."""
    rest = f"99999999{which * 7919 % 10**16:016}"
    return f"{98 - int(f'{rest}252100') % 97:02}{rest}"
