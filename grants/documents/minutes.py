"""The minutes of a meeting as one document, built from what was recorded: for the page, as PDF and as DOCX.

Minutes are written in the installation's own language, whoever reads them: they are what everybody signs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.money import format_money
from grants.documents.minuted import decided_blocks, results_in_words
from grants.documents.word import word
from grants.models import CommitteeChange, Meeting, MeetingItem, Minutes, MinutesText
from grants.rules.scoring import points_shown
from people.names import slug
from workflows.typesetting import typeset

if TYPE_CHECKING:
    from grants.models import Call

Block = dict[str, Any]
Blocks = Iterator[Block]


def content_of(minutes: Minutes) -> list[Block]:
    """The blocks of the document: the text that was sent to be signed, else as the records stand now."""
    text = minutes.text
    if text is not None and minutes.state in {"to_sign", "signed"}:
        return list(text.content)
    return draft_content(minutes)


def draft_content(minutes: Minutes) -> list[Block]:
    """The blocks as the records stand now."""
    with translation.override(settings.LANGUAGE_CODE):
        return list(_blocks(minutes))


def minutes_paper(minutes: Minutes, kind: str) -> tuple[str, bytes]:
    """Name and bytes of the minutes as `kind`, pdf or docx, with a line for each signature at the end."""
    with translation.override(settings.LANGUAGE_CODE):
        blocks = [*content_of(minutes), *_signatures(minutes)]
        day = timezone.localdate(minutes.meeting.starts_at).isoformat()
        word_for_it = slug(pgettext("file name", "minutes"))
        name = f"{word_for_it}-{minutes.call.code}-{day}.{kind}"
        render = typeset if kind == "pdf" else word
        content = render(blocks, title=minutes.title_line, language=settings.LANGUAGE_CODE)
        return name, content


def _blocks(minutes: Minutes) -> Blocks:
    meeting = minutes.meeting
    yield from _head(meeting)
    yield from _rules(meeting.call)
    yield from _attendance(meeting)
    yield from _items(meeting)
    yield from _changes(meeting)
    decision = meeting.decisions.first_ones().select_related("decided_by", "call").first()
    if decision is not None:
        yield from decided_blocks(decision)
    if minutes.course:
        yield _heading(_("Course of the meeting"))
        yield {"kind": "text", "lines": minutes.course.splitlines()}


def _head(meeting: Meeting) -> Blocks:
    call = meeting.call
    yield {"kind": "title", "lines": [_("Minutes of the meeting of the committee")]}
    yield {
        "kind": "text",
        "lines": [
            _("Call: %(title)s (%(code)s)") % {"title": call.title, "code": call.code},
            _("Programme: %(title)s") % {"title": call.programme.title},
            _("Held on %(day)s from %(start)s to %(end)s, %(place)s")
            % {
                "day": date_format(timezone.localtime(meeting.opened_at), "DATE_FORMAT"),
                "start": _hour(meeting.opened_at),
                "end": _hour(meeting.closed_at),
                "place": meeting.place,
            },
        ],
    }


def _rules(call: Call) -> Blocks:
    amendments = list(call.amendments.order_by("at", "pk"))
    lines = [
        _("Rules of the call in version %(version)d.") % {"version": len(amendments) + 1},
        *(
            _("Version %(version)d, since %(day)s: %(reason)s")
            % {"version": number, "day": _day(one.at), "reason": one.reason}
            for number, one in enumerate(amendments, start=2)
        ),
    ]
    if call.questionnaire is not None:
        lines.append(_("Form of the application: %(form)s.") % {"form": call.questionnaire})
    yield _heading(_("Rules"))
    yield {"kind": "text", "lines": lines}


def _attendance(meeting: Meeting) -> Blocks:
    presences = list(meeting.presences.select_related("person__person"))
    voting = {one.person_id for one in presences if one.role != "secretary"}
    yield _heading(_("Who was there"))
    yield {
        "kind": "table",
        "rows": [
            [_("Person"), _("As"), _("From"), _("To")],
            *(
                [
                    str(one.person),
                    str(one.get_role_display()),
                    _hour(one.joined_at),
                    _hour(one.left_at),
                ]
                for one in presences
            ),
        ],
    }
    yield _text(
        _("Quorum: %(quorum)d able to vote. %(there)d with a vote came.")
        % {"quorum": meeting.call.quorum, "there": len(voting)}
    )


def _items(meeting: Meeting) -> Blocks:
    items = list(
        meeting.items.select_related("application", "presided_by__person").prefetch_related(
            "recusals__person__person"
        )
    )
    yield _heading(_("What was voted on"))
    for number, item in enumerate(items, start=1):
        yield {"kind": "answer", "label": f"{number}. {_named(item)}", "lines": _item(item)}
    if not items:
        yield _text(_("Nothing was voted on."))


def _named(item: MeetingItem) -> str:
    return f"{item} {item.application.title_line}" if item.application else str(item)


def _item(item: MeetingItem) -> list[str]:
    times = {"start": _hour(item.begun_at), "end": _hour(item.ended_at)}
    lines = [_("From %(start)s to %(end)s.") % times]
    if item.presided_by:
        lines[0] += " " + _("%(person)s presided.") % {"person": item.presided_by}
    lines += [
        _("%(person)s was out from %(start)s to %(end)s: %(reason)s")
        % {
            "person": one.person,
            "start": _hour(one.left_at),
            "end": _hour(one.back_at),
            "reason": one.reason,
        }
        for one in item.recusals.all()
    ]
    if not item.was_voted:
        return [*lines, _("Put aside without a vote.")]
    lines += results_in_words(item)
    said = _("Carried") if item.was_carried else _("Not carried")
    return [*lines, f"{said}: {_votes(item)}."]


def _votes(one: MeetingItem | CommitteeChange) -> str:
    return _("%(yes)s for, %(no)s against, %(abstained)s abstained") % {
        "yes": one.votes_for,
        "no": one.votes_against,
        "abstained": one.votes_abstained,
    }


def _changes(meeting: Meeting) -> Blocks:
    changes = list(meeting.changes.select_related("application", "made_by__person"))
    if not changes:
        return
    yield _heading(_("Changes by the committee"))
    for one in changes:
        yield {
            "kind": "answer",
            "label": f"{one.application.number} {one.application.title_line}",
            "lines": [
                f"{one.get_kind_display()}: {_value(one, meeting.call.currency)}",
                _("Reason: %(reason)s") % {"reason": one.reason},
                f"{_hour(one.made_at)}, {_votes(one)}.",
            ],
        }


def _value(change: CommitteeChange, currency: str) -> str:
    if change.value is None:
        return _("taken back")
    if change.kind == CommitteeChange.Kind.AMOUNT:
        return format_money(change.value, currency)
    return points_shown(change.value)


def _signatures(minutes: Minutes) -> Blocks:
    text = minutes.text if minutes.state in {"to_sign", "signed"} else None
    if text is None:
        yield _text(_("Draft: not sent to be signed yet."))
        return
    yield _heading(_("Signatures"))
    yield {
        "kind": "table",
        "rows": [
            [_("Person"), _("As"), pgettext("minutes", "Signature")],
            *_signature_rows(text),
        ],
    }
    yield _text(_("Digest of the text (SHA-256)") + f": {text.digest}")


def _signature_rows(text: MinutesText) -> Iterator[list[str]]:
    for one in text.signatures.select_related("person__person"):
        if one.signed_at is None:
            said = "." * 30
        elif one.on_paper:
            said = _("on paper, see the scan")
        else:
            when = date_format(timezone.localtime(one.signed_at), "DATETIME_FORMAT")
            said = _("confirmed in Tandem, %(when)s") % {"when": when}
        yield [str(one.person), str(one.get_role_display()), said]


def _heading(words: str) -> Block:
    return {"kind": "heading", "lines": [words]}


def _text(words: str) -> Block:
    return {"kind": "text", "lines": [words]}


def _hour(instant: Any) -> str:
    return date_format(timezone.localtime(instant), "H:i") if instant else "–"


def _day(instant: Any) -> str:
    return date_format(timezone.localtime(instant), "DATE_FORMAT")
