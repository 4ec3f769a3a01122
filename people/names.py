"""Names as people sort, search and hide them; pure text, the same on every database."""

import unicodedata

from django.utils.text import slugify

# The Polish alphabet with q, v and x where dictionaries put them; the space sorts before everything.
ALPHABET = " 0123456789aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_PAIR = {letter: chr(97 + at // 26) + chr(97 + at % 26) for at, letter in enumerate(ALPHABET)}
_NOT_DECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae"})


def sort_key(*parts: str) -> str:
    """Return ASCII text whose order is the Polish order of `parts` under any collation.

    Each letter becomes two lower-case letters, because databases disagree on `Collate("pl")` and
    SQLite has none: "Ćwik" stands after "Czyż" and before "Dąb" everywhere.
    """
    text = " ".join(" ".join(part.casefold().replace("-", " ").split()) for part in parts)
    return "".join(_PAIR.get(letter) or _PAIR.get(fold(letter)[:1], "") for letter in text)


def fold(text: str) -> str:
    """Return `text` without case, accents and doubled spaces: what search compares ("Żółć" → "zolc")."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_NOT_DECOMPOSED))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def masked_name(*parts: str) -> str:
    """Return only the initials: "Jan Kowalski" → "J… K…"."""
    return " ".join(f"{word[0]}…" for part in parts for word in part.split())


def masked_email(email: str) -> str:
    """Return only the first letter of the address: "ula@example.org" → "u…@…"; nothing for nothing."""
    return f"{email[0]}…@…" if email else ""


def masked_phone(phone: str) -> str:
    """Return only the last two digits: "+48600100200" → "…00"; nothing for nothing."""
    return f"…{phone[-2:]}" if phone else ""


def slug(text: str) -> str:
    """Return `text` as lower-case words joined by hyphens, for addresses and files ("Protokół 1" → "protokol-1").

    Django's own drops the letters that Unicode does not take apart: "protokół" became "protoko".
    """
    return slugify(fold(str(text)))
