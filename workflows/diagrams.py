"""Draws every lifecycle from the code, as Mermaid in Markdown: for `docs/workflows/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import translation

from .consequences import consequences, timed_moves
from .inbox import lifecycle_models
from .moves import Move, moves_of

INSTEAD = {
    "any": "",
    "paper": " In their place from a signed paper only.",
    "none": " Nobody in their place.",
}


def pages() -> dict[str, str]:
    """File name → content, for every lifecycle, in English."""
    with translation.override("en"):
        return {f"{m._meta.app_label}-{m._meta.model_name}.md": page(m) for m in lifecycle_models()}


def page(model: Any) -> str:
    """The page of one lifecycle: its diagram, then each move with its five facts."""
    lines = [
        f"# {str(model._meta.verbose_name).capitalize()}",
        "",
        f"Drawn from `{model.__module__}` by `manage.py diagrams`; do not edit.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state.value}: {state.label}" for state in model.States),
        f"    [*] --> {model._meta.get_field('state').default!s}",
        *(
            f"    {source} --> {move.target}: {move.name}"
            for move in moves_of(model)
            for source in move.sources
        ),
        "```",
        "",
        "| move | from | to | who | whether | who hears |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_row(move) for move in moves_of(model)),
        "",
    ]
    return "\n".join(lines)


def _row(move: Move) -> str:
    timed = any(each.move is move for each in timed_moves)
    follow = [each.__name__ for each in consequences.of(move)]
    target = move.target + (f", then {', '.join(follow)}" if follow else "")
    back = "" if move.undo is None else " Can be taken back."
    cells = [
        f"`{move.name}`" + (" (by the clock)" if timed else ""),
        ", ".join(move.sources),
        target,
        str(move.may.says).replace("|", "/") + INSTEAD[move.instead] + back,
        ", ".join(guard.name for guard in move.guards) or "–",
        ", ".join(notice.template for notice in move.tells) or "–",
    ]
    return f"| {' | '.join(cells)} |"


def write(folder: Path) -> None:
    """Write all pages into `folder`, and remove those of lifecycles that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pages()
    for name, content in drawn.items():
        (folder / name).write_text(content)
    for path in folder.glob("*.md"):
        if path.name not in drawn:
            path.unlink()


def drifted(folder: Path) -> list[str]:
    """The pages that are not what the code says."""
    drawn = pages()
    there = {path.name: path.read_text() for path in folder.glob("*.md")}
    return sorted(
        name for name in drawn.keys() | there.keys() if drawn.get(name) != there.get(name)
    )
