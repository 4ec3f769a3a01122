"""The example of a call file, for those who begin one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programmes.models import Activity

EXAMPLE = Path(__file__).resolve().parents[2] / "data" / "example_call.yaml"


def example_for(activity: Activity) -> str:
    """The example as YAML without its note on top, with the codes of `activity` and of its programme for invented ones."""
    text = re.sub(r"\A(#.*\n)+", "", EXAMPLE.read_text(encoding="utf-8"))
    codes = {"programme": activity.programme.code, "activity": activity.code}
    for key, code in codes.items():
        text = re.sub(rf"^{key}: .*$", f"{key}: {code}", text, count=1, flags=re.MULTILINE)
    return text
