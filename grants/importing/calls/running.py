"""Importing a call file: the call and its tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.models import Call
from grants.models.terms.outline import ALL_ROWS, FILE_FIELDS, Rows
from grants.models.terms.snapshot import LANGUAGES, columns
from programmes import rules as programme_rules
from programmes.importing import Importer, Problem, Run
from programmes.importing.tree import Node, Unreadable
from programmes.models import Activity
from questionnaires.models import Version

from .format import FORMS, PLACE, read_call


def spread(
    model: type[models.Model], names: tuple[str, ...], values: Mapping[str, Any]
) -> dict[str, Any]:
    """`values` of a file as columns of `model`; what the file leaves out is as in a call that says nothing."""
    spread_out: dict[str, Any] = {}
    for name in names:
        named = columns(model, (name,))
        for column in named:
            field: Any = model._meta.get_field(column)
            if len(named) > 1:
                spread_out[column] = (values.get(name) or {}).get(column[-2:], "")
            else:
                spread_out[column] = values[name] if name in values else field.get_default()
    return spread_out


class CallRun(Run):
    """One import of a call file."""

    tree: Node
    call: Call

    @property
    def subject(self) -> Call:
        """What the file is about."""
        return self.call

    def apply(self) -> None:
        """Write the call and its tables."""
        self.section = "call"
        fields = spread(
            Call,
            tuple(n for n in FILE_FIELDS if n not in {"activity", *FORMS}),
            self.values,
        )
        fields |= {"activity": self._activity()}
        fields |= {name: self._form(key) for name, key in FORMS.items()}
        standing = Call.objects.select_for_update().filter(code=self.values["code"]).first()
        if standing is not None and standing.state != "draft":
            self.refuse(
                "code", _("expected a call in preparation; an open one is changed by an amendment")
            )
        self._check(Call(**fields), "", exclude={"code"} if standing else set())
        if standing is None:
            self.call = Call.objects.begin(by=self.by, **fields)
            self.note("new", self.call)
        else:
            self.call = standing
            self.write(standing, fields)
        for rows in ALL_ROWS:
            self._apply_rows(rows)

    def _activity(self) -> Activity:
        activities = Activity.objects.filter(kind="grant_call", programme__code=self.values[PLACE])
        found = activities.filter(code=self.values["activity"]).first()
        if found is None:
            known = ", ".join(activities.values_list("code", flat=True)) or "–"
            self.refuse("activity", _("expected a grant activity of that programme: %s") % known)
        return found

    def _form(self, key: str) -> Version | None:
        if key not in self.values:
            return None
        published = Version.objects.published().filter(questionnaire__code=self.values[key])
        found = published.first()
        if found is None:
            self.refuse(key, _("expected the code of a published form"))
        return found

    def _apply_rows(self, rows: Rows) -> None:
        self.section = rows.name
        manager = getattr(self.call, rows.name)
        kept = []
        for position, values in enumerate(self.values.get(rows.name, []), start=1):
            fields = spread(manager.model, rows.fields, values)
            if "group" in fields:
                fields["group"] = self._group(values.get("group"), f"{rows.name}[{position}].group")
            place = {"position": position}
            key = {"key": values["key"]} if rows.keyed else place
            self._check(manager.model(call=self.call, **key, **fields), f"{rows.name}[{position}].")
            kept.append(self.put(manager, key, fields if not rows.keyed else fields | place).pk)
        self.remove(manager.exclude(pk__in=kept))

    def _group(self, key: str | None, place: str) -> Any:
        if key is None:
            return None
        found = self.call.criterion_groups.filter(key=key).first()
        if found is None:
            self.refuse(place, _("expected the key of one of the criterion_groups"))
        return found

    def _check(self, obj: models.Model, place: str, exclude: set[str] | None = None) -> None:
        """Ask the model's own validators, and say at which key of the file they refuse."""
        try:
            obj.clean_fields(exclude=exclude or set())
            obj.validate_constraints(exclude={"call", "key", "code"})
        except ValidationError as error:
            named = getattr(error, "error_dict", None)
            texts = error.message_dict if named else {"": error.messages}
            raise Unreadable(
                [
                    Problem(f"{place}{_key_of(column)}".rstrip("."), self._line(column), sentence)
                    for column, sentences in texts.items()
                    for sentence in sentences
                ]
            ) from error

    def _line(self, column: str) -> int:
        nodes = self.tree.value if isinstance(self.tree.value, dict) else {}
        node = nodes.get(_key_of(column))
        return node.line if node else 0


def _key_of(column: str) -> str:
    base, _gap, tag = column.rpartition("_")
    if column in FORMS:
        return FORMS[column]
    return base if tag in LANGUAGES else column.replace("__all__", "")


def _write(content: str, by: Any) -> CallRun:
    tree, values = read_call(content)
    run = CallRun(values, by)
    run.tree = tree
    run.apply()
    return run


def _may_import(user: Any, content: str) -> bool:
    """Whether `user` may bring this file in: whoever runs the programme it names.

    A file that cannot be read is shown its problems to anybody who runs some grant activity.
    """
    try:
        _tree, values = read_call(content)
    except Unreadable:
        return True
    activity = Activity.objects.filter(programme__code=values[PLACE]).first()
    return activity is None or programme_rules.runs_programme(user, activity)


call_files = Importer(
    write=_write,
    moved_on=gettext_lazy("the call has changed since you saw the difference; look again"),
    may_import=_may_import,
)
