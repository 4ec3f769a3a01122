"""What a page of an object is made of: {% state %} {% whose_move %} {% moves %} {% path %} {% history %} {% files %}."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from workflows import policies, previews
from workflows.forms import CommentForm, FileForm
from workflows.models import Message, StoredFile
from workflows.models.link import type_of
from workflows.options import instead_of, options_for, way_back
from workflows.timeline import timeline
from workflows.whereabouts import category_of, stations, whose_move

register = template.Library()


def _user(context: template.Context) -> Any:
    return context["request"].user


@register.inclusion_tag("workflows/badge.html")
def state(obj: Any) -> dict[str, Any]:
    """The badge of the state of `obj`: a colour, a figure and a word; nothing for an object without a state."""
    if not hasattr(obj, "state"):
        return {}
    category, label = category_of(obj)
    return {"category": category, "label": label}


@register.inclusion_tag("workflows/whose_move.html", name="whose_move", takes_context=True)
def whose_move_tag(context: template.Context, obj: Any, turns: Any = None) -> dict[str, Any]:
    """Whose move it is and until when, one sentence for each."""
    return {"turns": whose_move(obj, _user(context), turns) if hasattr(obj, "owes") else []}


@register.inclusion_tag("workflows/moves.html", takes_context=True)
def moves(context: template.Context, obj: Any, *, quiet: bool = False) -> dict[str, Any]:
    """The buttons of `obj` for this person: possible, or with what stands in the way; and what they may enter for others.

    `quiet` leaves the one primary action to something else on the page.
    """
    user = _user(context)
    if not hasattr(obj, "owes"):
        return {"object": obj, "options": []}
    instead = instead_of(obj, user)
    return {
        "object": obj,
        "quiet": quiet,
        "options": options_for(obj, user),
        "instead": instead,
        "entered": [each for each in instead if not each.stood_in],
        "back": way_back(obj, user),
    }


@register.inclusion_tag("workflows/path.html")
def path(obj: Any) -> dict[str, Any]:
    """The main road of `obj` with where it is now."""
    road, ended = stations(obj) if hasattr(obj, "owes") else ([], False)
    return {"stations": road, "ended": ended}


@register.inclusion_tag("workflows/history.html", takes_context=True)
def history(context: template.Context, obj: Any) -> dict[str, Any]:
    """What happened and what was said, the newest first, with a form for a comment where one may."""
    user = _user(context)
    may_comment = policies.may_comment(user, obj)
    return {
        "entries": timeline(obj, user),
        "comment_url": reverse("workflows:comment", args=_address(obj)) if may_comment else "",
        "form": CommentForm(
            internal=policies.may_read_internal(user, obj),
            readers=getattr(obj, "comment_readers", ""),
        )
        if may_comment
        else None,
        "csrf_token": context.get("csrf_token"),
        "object": obj,
    }


@register.inclusion_tag("workflows/files.html", takes_context=True)
def files(context: template.Context, obj: Any, purpose: str | None = None) -> dict[str, Any]:
    """The files of `obj` that this person may fetch (of one `purpose` if given), with the way to add one."""
    user = _user(context)
    rows = StoredFile.objects.of(obj).present().select_related("uploaded_by")
    if purpose is not None:
        rows = rows.about_a(purpose)
    may_add = policies.may_add_file(user, obj)
    return {
        "files": [_shown(obj, file, user, may_add=may_add) for file in _readable(obj, rows, user)],
        "add_url": reverse("workflows:file-add", args=_address(obj)) if may_add else "",
        "form": FileForm(auto_id=f"file-{purpose or 'any'}-%s", initial={"purpose": purpose}),
        "csrf_token": context.get("csrf_token"),
        "object": obj,
    }


def _readable(obj: Any, rows: Any, user: Any) -> list[StoredFile]:
    """The rows the owner lets `user` read; the owner in hand is asked, not fetched again for each."""
    found = list(rows)
    for file in found:
        file.about = obj
    if not hasattr(obj, "may_read_file"):
        return found if found and policies.may_see(user, obj) else []
    return [file for file in found if policies.may_read_file(user, file)]


def _shown(obj: Any, file: StoredFile, user: Any, *, may_add: bool) -> previews.File:
    mine = may_add and file.uploaded_by_id is not None and file.uploaded_by_id == user.pk
    return previews.file_shown(
        key=file.key,
        name=file.name,
        size=file.size,
        held_back=file.held_back,
        at=file.uploaded_at,
        by=str(file.uploaded_by or "Tandem"),
        remove_url=reverse("workflows:file-remove", args=[file.key]) if mine else "",
    )


@register.filter
def shown(files: Any) -> list[previews.File]:
    """Rows of files as `components/files.html` draws them."""
    return previews.files_shown(files)


def _address(obj: Any) -> list[Any]:
    kind = type_of(obj)
    return [kind.app_label, kind.model, obj.pk]


@register.filter
def message_status(message: Message) -> str:
    """The category (for the badge) that stands for a letter's status."""
    return {"sent": "done", "failed": "refused", "never": "paused", "unwanted": "paused"}.get(
        message.status, "in_hands"
    )
