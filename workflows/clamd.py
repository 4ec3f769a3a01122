"""Asks ClamAV's daemon about a file, over TCP or a socket of the machine, by its INSTREAM command."""

from __future__ import annotations

import socket
from typing import IO
from urllib.parse import urlsplit

PATIENCE = 30  # seconds for an answer, and for each piece to be taken
PIECE = 64 * 1024
PORT = 3310


class ScannerDown(Exception):
    """The scanner gave no verdict: it can't be reached, or could not look at this file."""


def asks(address: str, file: IO[bytes]) -> str:
    """What the daemon at `address` (`clamd://host:3310` or `clamd:///path/of/socket`) finds in `file`; "" when nothing.

    Raises ScannerDown when it gives no verdict.
    """
    try:
        with _connected(address) as line:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
            answer = b"".join(iter(lambda: line.recv(4096), b""))
    except OSError as trouble:
        raise ScannerDown(str(trouble)) from trouble
    return _verdict(answer.rstrip(b"\0").decode(errors="replace").strip())


def _connected(address: str) -> socket.socket:
    where = urlsplit(address)
    if where.hostname:
        return socket.create_connection((where.hostname, where.port or PORT), PATIENCE)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PATIENCE)
    try:
        line.connect(where.path)
    except OSError:
        line.close()
        raise
    return line


def _verdict(answer: str) -> str:
    """`stream: OK`, `stream: Name FOUND`, anything else is no verdict."""
    if answer == "stream: OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerDown(answer or "no answer")
