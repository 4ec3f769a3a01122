"""Where private bytes lie: written beside, forced to disk, then renamed, so that no half file exists."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class PrivateFolder(FileSystemStorage):
    """A folder without an address. A file is there whole or not at all."""

    def _save(self, name: str, content: Any) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        try:
            with half.open("wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            half.chmod(self.file_permissions_mode or 0o640)
            half.rename(target)
        finally:
            half.unlink(missing_ok=True)
        _sync_folder(target.parent)
        return name


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def new_place() -> str:
    """A random storage key; it tells nothing of the file, its owner or its name."""
    key = secrets.token_hex(20)
    return f"{key[:2]}/{key}"
