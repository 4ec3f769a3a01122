"""The virtual environment: made with nothing but Python, filled with pinned, hashed packages."""

import hashlib
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"

# Debian splits `ensurepip` off Python, so pip comes along as its own wheel (MIT licence).
PIP = ROOT / "scripts" / "pip-25.3-py3-none-any.whl"
PIP_SHA256 = "9655943313a94722b7774661c21049070f6bbb0a1516bf02f7c8d5d9201514cd"

OLDEST = (3, 11)


class CannotStartError(Exception):
    """The machine lacks something; the message is a sentence for the person at the terminal."""


def say(sentence: str) -> None:
    """Print what happens now, at once."""
    print(f"· {sentence}", flush=True)


def digest(*paths: Path) -> str:
    """Return the SHA-256 over the contents of `paths` and the version of Python."""
    total = hashlib.sha256(sys.version.encode())
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def make() -> None:
    """Make `.venv` without pip, unless a working one of this Python stands there already."""
    if sys.version_info < OLDEST:
        raise CannotStartError(
            f"Tandem needs Python {OLDEST[0]}.{OLDEST[1]} or newer; "
            f"`{sys.executable}` is {sys.version.split()[0]}."
        )
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    say("Making a virtual environment in .venv")
    venv.EnvBuilder(with_pip=False, clear=True, symlinks=True).create(FOLDER)


def install(requirements: Path, *, what: str) -> None:
    """Install the pins of `requirements`, unless exactly these are there since an earlier start."""
    wanted = digest(requirements)
    stamp = FOLDER / f"{requirements.stem}.installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if hashlib.sha256(PIP.read_bytes()).hexdigest() != PIP_SHA256:
        raise CannotStartError(f"{PIP.name} is not the file it should be; fetch the project anew.")
    say(f"Installing {what} ({requirements.name}); the first time takes about half a minute")
    began = time.monotonic()
    command = [PYTHON, PIP / "pip", "install", "--require-hashes", "--no-deps", "--no-input"]
    quiet = ["-qq", "--no-compile", "--disable-pip-version-check", "--root-user-action=ignore"]
    done = subprocess.run([*command, *quiet, "-r", requirements], cwd=ROOT, check=False)
    if done.returncode:
        raise CannotStartError(
            f"Installing {what} did not work; the lines above say why. "
            "Most often the machine does not reach the package index: try again on a network."
        )
    stamp.write_text(wanted)
    say(f"Installed in {time.monotonic() - began:.0f} s")


def prepare(*, for_tests: bool = False) -> None:
    """Have `.venv` ready with what running needs, and with what tests need when asked."""
    make()
    install(ROOT / "requirements.txt", what="what Tandem runs on")
    if for_tests:
        install(ROOT / "requirements-dev.txt", what="what the tests and gates need")
    os.environ["PATH"] = f"{FOLDER / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"


if __name__ == "__main__":
    try:
        prepare(for_tests="--dev" in sys.argv)
    except CannotStartError as reason:
        sys.exit(f"✗ {reason}")
