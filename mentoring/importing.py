"""A list of mentors or mentees from a spreadsheet: the difference first, then all of it or nothing.

Each row is one person: who they are, and the facts by which pairs are found. An empty cell changes nothing, so that a
list without a column takes nothing away. What people say in confidence is in no list: they write it themselves.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mentoring import rules
from mentoring.models import Edition, Enrolment, Hours, Language, Way
from people.actions.persons import note_person
from people.models import Person
from people.names import fold
from people.regions import Region
from programmes.importing import FieldChange, Importer, Problem, Run
from programmes.importing.tree import Unreadable

MOST_ROWS = 1000
LONGEST_STORY = 3000
PARTS = re.compile(r"[;\n]")
#: Columns by key, as they are headed; both languages are read.
COLUMNS = {
    "email": pgettext_lazy("column of a list", "E-mail"),
    "given_name": pgettext_lazy("column of a list", "First name"),
    "family_name": pgettext_lazy("column of a list", "Surname"),
    "region": pgettext_lazy("column of a list", "Region"),
    "topics": pgettext_lazy("column of a list", "Topics"),
    "forms": pgettext_lazy("column of a list", "How they can meet"),
    "availability": pgettext_lazy("column of a list", "When they have time"),
    "languages": pgettext_lazy("column of a list", "Languages"),
    "need": pgettext_lazy("column of a list", "Idea and needs"),
    "experience": pgettext_lazy("column of a list", "Experience"),
}
NEEDED = ("email", "given_name", "family_name", "region")
CHOICES: Mapping[str, Any] = {"forms": Way, "availability": Hours, "languages": Language}


def in_all_languages(text: Any) -> Iterator[str]:
    """`text` of the catalogue in every language, folded so that case and accents do not matter."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield fold(str(text))


def by_word(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """What each word stands for, from (value, label) in every language."""
    return {word: value for value, label in pairs for word in in_all_languages(label)}


@dataclass(frozen=True)
class Line:
    """One row that could be read: its number in the table, and what it says by column; nothing for an empty cell."""

    number: int
    said: Mapping[str, Any]


class Reader:
    """Reads the rows of one table; every cell that cannot be read becomes a problem."""

    def __init__(self, edition: Edition) -> None:
        self.problems: list[Problem] = []
        topics = [
            (topic, name)
            for topic in edition.topics.all()
            for name in (topic.name_pl, topic.name_en)  # type: ignore[attr-defined]
            if name
        ]
        self.words = {name: by_word(choices.choices) for name, choices in CHOICES.items()}
        self.words["topics"] = {fold(name): topic for topic, name in topics}
        regions = [*Region.choices, *((code, code) for code in Region.values)]
        self.words["region"] = by_word(regions)

    def read(self, content: str) -> list[Line]:
        """The rows of the table `content` (semicolons); Unreadable with every problem."""
        rows = list(csv.reader(StringIO(content), delimiter=";"))
        places = self._head(rows[0] if rows else [])
        lines, seen = [], set()
        for number, row in enumerate(rows[1:], start=2):
            cells = {key: row[at].strip() for key, at in places.items() if at < len(row)}
            if not any(cells.values()):
                continue
            said = self._said(number, cells)
            if said.get("email") in seen:
                self.note(number, "email", _("this person stands in the table twice"))
            seen.add(said.get("email"))
            lines.append(Line(number, said))
        if not lines and not self.problems:
            self.problems.append(Problem("", 0, _("the table has no rows below its head")))
        if len(lines) > MOST_ROWS:
            sentence = _("a list has at most %(most)d rows") % {"most": MOST_ROWS}
            self.problems.append(Problem("", 0, sentence))
        if self.problems:
            raise Unreadable(self.problems)
        return lines

    def note(self, number: int, column: str, sentence: str) -> None:
        """Write down what is wrong in a cell."""
        self.problems.append(Problem(str(COLUMNS[column]), number, sentence))

    def _head(self, row: list[str]) -> dict[str, int]:
        """Where each known column stands; columns of other names are the team's own and are left alone."""
        known = by_word(COLUMNS.items())
        places = {
            known[word]: at for at, cell in enumerate(row) if (word := fold(cell.strip())) in known
        }
        missing = [str(COLUMNS[key]) for key in NEEDED if key not in places]
        if missing:
            sentence = _("the first row has no column called: %(names)s") % {
                "names": ", ".join(missing)
            }
            raise Unreadable([Problem("", 1, sentence)])
        return places

    def _said(self, number: int, cells: Mapping[str, str]) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for key, cell in cells.items():
            if cell:
                said[key] = self._cell(number, key, cell)
            elif key in ("email", "given_name", "family_name"):
                self.note(number, key, _("write it here"))
        return said

    def _cell(self, number: int, key: str, cell: str) -> Any:
        if key == "email":
            return self._email(number, cell)
        if key == "region":
            return self._word(number, key, cell)
        if key in self.words:
            parts = [part.strip() for part in PARTS.split(cell) if part.strip()]
            return [self._word(number, key, part) for part in parts]
        longest = LONGEST_STORY if key in ("need", "experience") else 100
        if len(cell) > longest:
            self.note(number, key, _("at most %(most)d characters fit") % {"most": longest})
        return cell

    def _email(self, number: int, cell: str) -> str:
        try:
            validate_email(cell)
        except ValidationError:
            self.note(number, "email", _("“%(cell)s” is no e-mail address") % {"cell": cell[:60]})
        return cell.lower()

    def _word(self, number: int, key: str, cell: str) -> Any:
        found = self.words[key].get(fold(cell))
        if found is None:
            sentence = _(
                "“%(cell)s” is not known here; the second sheet of the table to fill in has all words"
            )
            self.note(number, key, sentence % {"cell": cell[:60]})
        return found


class ListRun(Run):
    """One import of a list into one side of an edition."""

    edition: Edition
    role: str

    @property
    def subject(self) -> Edition:
        """What the list is about."""
        return self.edition

    def apply(self, lines: Iterable[Line], reader: Reader) -> None:
        """Write every line, or refuse the whole list with each reason."""
        lines = list(lines)
        people = self._people(line.said["email"] for line in lines)
        rows = self.edition.enrolments.standing().select_related("person")
        here = {one.person_id: one for one in rows.prefetch_related("topics")}
        for line in lines:
            known = people.get(line.said["email"], [])
            standing = next((here[one.pk] for one in known if one.pk in here), None)
            if len(known) > 1 and standing is None:
                reader.note(
                    line.number, "email", _("two people have this address: merge them first")
                )
            elif standing is not None and standing.role != self.role:
                reader.note(
                    line.number, "email", _("this person is on the other side of the edition")
                )
            elif standing is not None:
                self._change(standing, line.said)
            elif "region" not in line.said:
                reader.note(line.number, "region", _("write it here"))
            else:
                self._begin(known[0] if known else None, line.said)
        if reader.problems:
            raise Unreadable(reader.problems)

    def _people(self, emails: Iterable[str]) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in Person.objects.present().filter(email__in=set(emails)).order_by("pk"):
            found.setdefault(person.email, []).append(person)
        return found

    def _begin(self, person: Person | None, said: Mapping[str, Any]) -> None:
        names = {key: said[key] for key in ("given_name", "family_name", "email")}
        person = person or note_person(by=self.by, **names)
        facts = {key: value for key, value in said.items() if key not in {*names, "topics"}}
        enrolment = Enrolment.objects.begin(
            by=self.by, edition=self.edition, person=person, role=self.role, **facts
        )
        enrolment.topics.set(said.get("topics", []))
        self.note("new", person)

    def _change(self, enrolment: Enrolment, said: Mapping[str, Any]) -> None:
        """Give a known candidate what differs; the name of a person is theirs to change."""
        facts = {
            key: value
            for key, value in said.items()
            if key not in ("email", "given_name", "family_name", "topics")
        }
        differing = [
            FieldChange(str(COLUMNS[key]), shown(key, getattr(enrolment, key)), shown(key, value))
            for key, value in facts.items()
            if _sorted(getattr(enrolment, key)) != _sorted(value)
        ]
        before = list(enrolment.topics.all())
        after = said.get("topics", before)
        if set(before) != set(after):
            change = FieldChange(str(COLUMNS["topics"]), _names(before), _names(after))
            differing.append(change)
        if differing:
            for key, value in facts.items():
                setattr(enrolment, key, value)
            enrolment.save_draft(seen=enrolment.version, fields=facts)
            enrolment.topics.set(after)
        self.note("changed" if differing else "same", enrolment.person, differing)


def _sorted(value: Any) -> Any:
    """The same for the same choices, whatever their order."""
    return sorted(value) if isinstance(value, list) else value


def _names(topics: Iterable[Any]) -> str:
    return "; ".join(sorted(str(topic) for topic in topics))


def shown(key: str, value: Any) -> str:
    """A value of the column `key` as people write it in the table."""
    if key == "region":
        return str(Region(value).label) if value else ""
    if key in CHOICES:
        return "; ".join(str(CHOICES[key](code).label) for code in value)
    return str(value)


def _write(edition: Edition, role: str, content: str, by: Any) -> ListRun:
    run = ListRun({}, by)
    run.edition, run.role = edition, role
    reader = Reader(edition)
    lines = reader.read(content)
    if edition.state == Edition.States.FINISHED:
        raise Unreadable([Problem("", 0, _("the edition is over: nobody comes in any more"))])
    run.apply(lines, reader)
    return run


def list_of(edition: Edition, role: str) -> Importer:
    """The importer of lists for one side of an edition."""
    return Importer(
        write=partial(_write, edition, role),
        moved_on=gettext_lazy("the list has changed since you saw the difference; look again"),
        may_import=lambda user, _content: rules.is_staff(user, edition),
    )


def table_to_fill(edition: Edition, role: str) -> Iterator[list[Any]]:
    """The head, and whoever is in already: what is taken out comes back without a change."""
    yield [str(label) for label in COLUMNS.values()]
    rows = edition.enrolments.standing().filter(role=role).exclude(person__email="")
    for one in (
        rows.select_related("person").prefetch_related("topics").order_by("person__sort_key")
    ):
        person = one.person
        facts = [shown(key, getattr(one, key)) for key in (*CHOICES, "need", "experience")]
        yield [
            person.email,
            person.given_name,
            person.family_name,
            shown("region", one.region),
            _names(one.topics.all()),
            *facts,
        ]


def known_words(edition: Edition) -> Iterator[list[Any]]:
    """What may stand in which column, a word a row."""
    yield [_("Column"), _("What may stand there")]
    for key, values in (("region", Region.labels), ("topics", edition.topics.all())):
        yield from ([str(COLUMNS[key]), str(value)] for value in values)
    for key, choices in CHOICES.items():
        yield from ([str(COLUMNS[key]), str(label)] for label in choices.labels)
