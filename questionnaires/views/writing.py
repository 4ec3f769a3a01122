"""The editor of a draft: its blocks in order, one block, publishing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from questionnaires import rules
from questionnaires.actions import editing
from questionnaires.blocks import KINDS, Block, Problem, condition_of, problems_of
from questionnaires.forms import BlockForm
from questionnaires.models import Version
from questionnaires.views.keeping import OfForm
from questionnaires.views.kinds import SHELVES, name_of
from questionnaires.widgets import MORE_ROWS, REMOVE_ROW
from workflows.errors import MoveRefused

LONGEST = 9


@dataclass(frozen=True)
class Row:
    """A block as the editor lists it."""

    block: Block
    kind: str
    condition: str
    problems: list[str]


class DraftView(OfForm):
    """What is written now: only for those who may change the form."""

    def draft(self) -> Version:
        """The draft of the form of the address; 404 when nobody writes one, or for others."""
        form = self.questionnaire()
        draft = form.draft
        if draft is None or not rules.may_edit(self.request.user, form):
            raise Http404
        draft.questionnaire = form
        return draft

    def seen(self) -> int:
        """The revision that the page showed; one that cannot be read counts as outdated."""
        text = self.request.POST.get("revision", "")
        known = text.isascii() and text.isdecimal() and len(text) <= LONGEST
        return int(text) if known else -1


class DraftPage(DraftView):
    """The blocks in order, with a button for each thing one does to a block; they work without scripts."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(self.draft())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Do what the button says; every refusal is a sentence over the draft as it is now."""
        button = next((name for name in BUTTONS if name in request.POST), "")
        if button == "start":
            return self.started()
        draft = self.draft()
        if not button:
            return self.page(draft)
        key = request.POST[button]
        try:
            anchor = BUTTONS[button](draft, key, self.seen(), request.user)
        except MoveRefused as refusal:
            return self.page(self.draft(), sentences=refusal.sentences, status=refusal.status)
        return self.done(draft, button, anchor)

    def started(self) -> HttpResponse:
        """A draft of the next version."""
        form = self.questionnaire()
        try:
            editing.start_draft(questionnaire=form, by=self.request.user)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                messages.error(self.request, sentence)
            return redirect(form)
        return redirect("questionnaires:draft", form.code)

    def done(self, draft: Version, button: str, anchor: str) -> HttpResponse:
        """Where the button leads."""
        code = draft.questionnaire.code
        if button == "publish":
            messages.success(
                self.request,
                _("Version %(number)d is published. Calls may use it from now on.")
                % {"number": draft.number},
            )
            return redirect("questionnaires:form", code)
        if button == "discard":
            messages.success(self.request, _("The draft is thrown away."))
            return redirect("questionnaires:forms")
        return redirect(f"{reverse('questionnaires:draft', args=[code])}#{anchor}")

    def page(self, draft: Version, *, sentences: Any = (), status: int = 200) -> HttpResponse:
        blocks = draft.draft_blocks()
        problems = problems_of(blocks)
        context = {
            "draft": draft,
            "questionnaire": draft.questionnaire,
            "rows": rows_of(blocks, problems),
            "problems": problems if blocks else [],
            "general": [one.sentence for one in problems if not one.key],
            "sentences": sentences,
        }
        return TemplateResponse(self.request, "questionnaires/draft.html", context, status=status)


def rows_of(blocks: Sequence[Block], problems: Sequence[Problem]) -> list[Row]:
    """The blocks as the editor lists them."""
    titles = {block.key: block.title for block in blocks}
    rows = []
    for block in blocks:
        condition = condition_of(block)
        rows.append(
            Row(
                block=block,
                kind=name_of(block.kind),
                condition=titles.get(condition.key, condition.key) if condition else "",
                problems=[one.sentence for one in problems if one.key == block.key],
            )
        )
    return rows


def _moved(by_places: int) -> Callable[[Version, str, int, Any], str]:
    def move(draft: Version, key: str, seen: int, by: Any) -> str:
        editing.move_block(draft=draft, key=key, by_places=by_places, seen=seen, by=by)
        return f"block-{key}"

    return move


def _copied(draft: Version, key: str, seen: int, by: Any) -> str:
    editing.copy_block(draft=draft, key=key, seen=seen, by=by)
    return f"block-{key}"


def _removed(draft: Version, key: str, seen: int, by: Any) -> str:
    editing.remove_block(draft=draft, key=key, seen=seen, by=by)
    return "blocks"


def _published(draft: Version, key: str, seen: int, by: Any) -> str:
    editing.publish_draft(draft=draft, seen=seen, by=by)
    return ""


def _discarded(draft: Version, key: str, seen: int, by: Any) -> str:
    editing.discard_draft(draft=draft, seen=seen, by=by)
    return ""


BUTTONS: dict[str, Any] = {
    "start": None,
    "up": _moved(-1),
    "down": _moved(1),
    "copy": _copied,
    "remove": _removed,
    "publish": _published,
    "discard": _discarded,
}


class BlockPage(DraftView):
    """One block of a draft: its form; POST saves it and goes back to the list."""

    def given(self, draft: Version) -> dict[str, Any]:
        """What the block's form knows: kind, the block itself, what stands before it."""
        raise NotImplementedError

    def save(self, draft: Version, form: BlockForm) -> None:
        """Write the block into the draft."""
        raise NotImplementedError

    def respond(self, draft: Version) -> HttpResponse:
        """The form as it is, or after a button of its rows as it was typed; saved when it may be."""
        given, data = self.given(draft), self.request.POST
        if self.request.method != "POST":
            return self.page(draft, BlockForm(**given))
        if MORE_ROWS in data or REMOVE_ROW in data:
            return self.page(draft, BlockForm.drawn_again(data, **given))
        form = BlockForm(data, **given)
        if not form.is_valid():
            return self.page(draft, form, status=422)
        try:
            self.save(draft, form)
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return self.page(self.draft(), form, status=refusal.status)
        anchor = form.as_block()["key"]
        address = reverse("questionnaires:draft", args=[draft.questionnaire.code])
        return redirect(f"{address}#block-{anchor}")

    def page(self, draft: Version, form: BlockForm, *, status: int = 200) -> HttpResponse:
        context = {
            "draft": draft,
            "questionnaire": draft.questionnaire,
            "form": form,
            "kind": name_of(form.kind),
            "is_new": not form.kept,
        }
        return TemplateResponse(self.request, "questionnaires/block.html", context, status=status)


class NewBlock(BlockPage):
    """A new block: first which kind, then its form."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        draft = self.draft()
        if request.GET.get("kind") not in KINDS:
            context = {
                "questionnaire": draft.questionnaire,
                "shelves": SHELVES,
                "after": request.GET.get("after", ""),
            }
            return TemplateResponse(request, "questionnaires/block_kinds.html", context)
        return self.respond(draft)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        if request.GET.get("kind") not in KINDS:
            raise Http404
        return self.respond(self.draft())

    def given(self, draft: Version) -> dict[str, Any]:
        """Everything up to the block that it follows stands before it."""
        blocks = draft.draft_blocks()
        keys = [block.key for block in blocks]
        after = self.request.GET.get("after", "")
        place = keys.index(after) + 1 if after in keys else len(blocks)
        return {"kind": self.request.GET["kind"], "before": blocks[:place], "taken": keys}

    def save(self, draft: Version, form: BlockForm) -> None:
        """Put it in its place."""
        after = self.request.GET.get("after", "")
        editing.add_block(
            draft=draft,
            data=form.as_block(),
            after=after if any(one["key"] == after for one in draft.blocks) else "",
            seen=self.seen(),
            by=self.request.user,
        )


class EditBlock(BlockPage):
    """A block of the draft, to be changed."""

    def get(self, request: HttpRequest, code: str, key: str) -> HttpResponse:
        return self.respond(self.draft())

    def post(self, request: HttpRequest, code: str, key: str) -> HttpResponse:
        return self.respond(self.draft())

    def given(self, draft: Version) -> dict[str, Any]:
        """The block, and what stands before it; 404 when it is gone."""
        keys = [one["key"] for one in draft.blocks]
        key = self.kwargs["key"]
        if key not in keys:
            raise Http404
        place = keys.index(key)
        published = draft.questionnaire.versions.all()
        stays = any(
            one["key"] == key
            for version in published
            if version.published_at
            for one in version.blocks
        )
        return {
            "kind": draft.blocks[place]["kind"],
            "block": draft.blocks[place],
            "before": draft.draft_blocks()[:place],
            "taken": [one for one in keys if one != key],
            "key_stays": stays,
        }

    def save(self, draft: Version, form: BlockForm) -> None:
        """Write it in its place."""
        editing.replace_block(
            draft=draft,
            key=self.kwargs["key"],
            data=form.as_block(),
            seen=self.seen(),
            by=self.request.user,
        )
