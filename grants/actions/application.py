"""What an applicant and the staff do with an application, where more than one row is touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from grants.models import Application, Call, Submission
from grants.rules import application as rules
from grants.rules.once import YEAR
from people.models import Organisation
from questionnaires.actions.attaching import attach_answers, detach_answer, refuse_unknown
from questionnaires.blocks import write_blocks
from questionnaires.forms import Page
from questionnaires.models import AnswerSet, Saved
from questionnaires.summary import canonical, digest
from workflows import clock
from workflows.consequences import follows, timed
from workflows.errors import NotFromHere, NotYours, SomeoneWasFaster
from workflows.moves import SYSTEM

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def start_application(*, call: Call, by: User, kind: str = "") -> Application:
    """Begin an application of `by` in `call`, or return the draft they already have there.

    A new one says already that they apply as `kind`, if the call admits it; an unknown one is left out.
    """
    Call.objects.select_for_update().get(pk=call.pk)
    draft = Application.objects.by_author(by).in_state("draft").filter(call=call).first()
    if draft is not None:
        return draft
    if not call.may_be_drafted():
        raise NotFromHere([_("This call takes no applications now.")])
    answers = AnswerSet.objects.create(questions=call.form)
    if kind in call.who_may_apply and len(call.who_may_apply) > 1:
        answers.save_typed({"applicant_kind": kind}, seen=answers.version)
    return Application.objects.begin(by=by, call=call, author=by, answers=answers)


@transaction.atomic
def save_answers(
    *, application: Application, typed: Mapping[str, Any], page: Page, by: User
) -> Saved:
    """Keep what the author or a co-author typed into an open `page`.

    Raises NotYours, or NotFromHere once the application is no longer being written.
    """
    fresh = _being_written(application, by=by)
    saved = fresh.answers.save_typed(typed, seen=page.seen, page=page.token)
    _follow(fresh)
    return saved


def _being_written(application: Application, *, by: User) -> Application:
    """The application under its lock, if `by` may write in it now; raises NotYours or NotFromHere."""
    fresh = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call", "answers")
        .get(pk=application.pk)
    )
    if not rules.may_write(by, fresh):
        raise NotYours(rules.may_write.why_not(by, fresh))
    if not fresh.is_written:
        raise NotFromHere(
            [
                _("This application was submitted and is frozen: “%(state)s”.")
                % {"state": fresh.get_state_display()}
            ]
        )
    return fresh


@transaction.atomic
def attach_to_answers(
    *, application: Application, uploads: Mapping[str, Iterable[UploadedFile[bytes]]], by: User
) -> list[str]:
    """Keep `uploads` by key of their question; return a sentence for each file that was not taken.

    Raises NotYours, or NotFromHere once the application is no longer being written.
    """
    fresh = _being_written(application, by=by)
    asked = {block.key: block for block in fresh.questions()}
    return [
        sentence
        for key, files in uploads.items()
        for sentence in attach_answers(
            answers=fresh.answers,
            owner=fresh,
            block=refuse_unknown(asked.get(key)),
            uploads=files,
            by=by,
        )
    ]


@transaction.atomic
def detach_from_answers(*, application: Application, key: str, file: str, by: User) -> None:
    """Take the file with the key `file` from the answer to `key`. Raises what `attach_to_answers` raises."""
    fresh = _being_written(application, by=by)
    detach_answer(answers=fresh.answers, owner=fresh, key=key, file=file)


def _follow(application: Application) -> None:
    form = application.form(check=True)
    form.is_valid()
    application.follow(form)
    application.save()


@transaction.atomic
def submit_application(
    *, application: Application, by: User, at: datetime, seen: int, answers_seen: int
) -> Submission:
    """Freeze the content, give it a number and submit it; a returned one is submitted again under its number.

    `seen` and `answers_seen` are the versions that the author had before their eyes, `at` the instant at which
    the request arrived. The call's row is locked first, so that numbers follow one another.
    """
    call = _locked(application.call)
    fresh = (
        Application.objects.select_for_update(of=("self",))
        .select_related("answers")
        .get(pk=application.pk)
    )
    fresh.call = call
    _refuse_unread_changes(fresh, answers_seen)
    if rules.is_author(by, fresh) and fresh.is_written:
        _freeze(fresh, by=by, at=at)
    if fresh.state == Application.States.RETURNED:
        fresh.resubmit(by=by, at=at, seen=seen)
    else:
        fresh.submit(by=by, at=at, seen=seen, ordinal=_next_number(call))
    return fresh.submissions.latest("ordinal")


def _locked(call: Call) -> Call:
    """The call under its lock; with all calls of its programme, in one order, where one may apply in one of them only."""
    rows = Call.objects.select_for_update(of=("self",)).order_by("pk")
    if YEAR in {call.organisation_applies, call.line_up_applies}:
        rows = rows.filter(activity__programme=call.programme)
    else:
        rows = rows.filter(pk=call.pk)
    return next(one for one in rows if one.pk == call.pk)


def _refuse_unread_changes(application: Application, answers_seen: int) -> None:
    if application.is_written and application.answers.version != answers_seen:
        raise SomeoneWasFaster(
            [_("The application changed since you read it through. Read it again, then submit.")]
        )


def _next_number(call: Call) -> int:
    call.last_number += 1
    Call.objects.filter(pk=call.pk).update(last_number=call.last_number)
    return call.last_number


def _freeze(application: Application, *, by: User, at: datetime) -> None:
    """Keep the content as it is now; the move that follows refuses what is incomplete, and undoes this with it."""
    form = application.form(check=True)
    if form.is_valid():
        application.follow(form)
        _name_organisations(application, form.cleaned_data, by=by)
        application.save()
        form = application.form(check=True)
        form.is_valid()
    content = content_of(application, form.cleaned_data)
    Submission.objects.create(
        application=application,
        ordinal=application.submissions.count() + 1,
        content=content,
        digest=digest(content),
        submitted_at=at,
        submitted_by=by,
    )


def content_of(application: Application, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What is frozen: the call, the questions as asked, and the answers in one writing."""
    version = application.call.form
    return {
        "call": application.call.code,
        "form": {"code": version.questionnaire.code, "version": version.number},
        "blocks": write_blocks(application.questions()),
        "values": canonical(cleaned),
    }


def _name_organisations(application: Application, cleaned: Mapping[str, Any], *, by: User) -> None:
    """Tie the application to the organisations that it names, entering those that nobody has entered yet.

    From then on the answer is that organisation, so a correction finds it among the choices.
    """
    if cleaned.get("organisation_nip"):
        kind = application.applicant_kind
        application.organisation = _organisation(
            cleaned["organisation_nip"], cleaned["organisation_name"], kind, by
        )
        application.applicant = application.organisation.name
        answers = application.answers
        answers.save_typed({"organisation": str(application.organisation.pk)}, seen=answers.version)
    nip = cleaned.get("patron_nip")
    application.patron = _organisation(nip, cleaned["patron_name"], "ngo", by) if nip else None


def _organisation(nip: str, name: str, kind: str, by: User) -> Organisation:
    known = Organisation.objects.filter(nip=nip).order_by("pk").first()
    return known or Organisation.objects.create(kind=kind, name=name, nip=nip, entered_by=by)


@timed(Application.lapse)
def drafts_of_closed_calls(now: datetime) -> Any:
    """Drafts that the closing of their call left behind."""
    return Application.objects.left_as_drafts(now)


@timed(Call.close)
def calls_past_closing(now: datetime) -> Any:
    """Open calls whose closing instant has passed."""
    return Call.objects.past_closing(now)


@follows(Call.cancel)
def end_applications(call: Call, entry: Any) -> None:
    """A cancelled call ends what was applied for in it; drafts stay with their authors, put aside."""
    for application in call.applications.exclude(
        state__in=["withdrawn", "formally_rejected", "not_funded", "unsent"]
    ):
        if application.state == Application.States.DRAFT:
            application.lapse(by=SYSTEM, at=clock.now())
        elif application.state != Application.States.FUNDED:
            application.end_with_call(by=SYSTEM, at=clock.now())
