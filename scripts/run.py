"""`make run`: from a bare machine to a working site, and everything ended together.

Only the standard library: this runs before anything is installed. It prepares `.venv`, lets
`manage.py first_start` bring the database up to date when something changed since the last time,
then starts the web process and the worker and stays until Ctrl-C.
"""

import contextlib
import ctypes
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from packages import FOLDER, PYTHON, ROOT, CannotStartError, prepare, say

PR_SET_PDEATHSIG = 1
GRACE = 8.0  # seconds that web process and worker get to finish what they are doing
# A web process that ends is seen at once; a busy old machine may need minutes to start one.
PATIENCE = 180.0  # seconds until one that lives but does not answer counts as broken


def var() -> Path:
    """Return the folder this installation writes to."""
    return Path(os.environ["TANDEM_VAR"])


def port() -> int:
    """Return the port to serve on, from PORT.

    Raises:
        CannotStartError: when it is no port, or somebody else already listens there.
    """
    wanted = os.environ.get("PORT") or "8000"
    if not wanted.isdigit() or not 0 < int(wanted) < 65536:
        raise CannotStartError(f"PORT={wanted} is not a port; give a number up to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wanted)))
        except OSError:
            raise CannotStartError(
                f"Something already answers on port {wanted}. "
                f"End it, or choose another: make run PORT={int(wanted) + 1}"
            ) from None
    return int(wanted)


def tree() -> str:
    """Return a digest of all that a start depends on: pins, migrations, the programmes' data."""
    sources = [ROOT / "requirements.txt", *sorted(ROOT.glob("*/migrations/*.py"))]
    total = hashlib.sha256(os.environ["TANDEM_DEMO"].encode())
    for source in sources:
        total.update(source.read_bytes())
    return total.hexdigest()


def bring_up_to_date() -> None:
    """Migrate, and fill an empty database with the demo; nothing when nothing has changed."""
    stamp, database = var() / "first_start.done", var() / "tandem.sqlite3"
    unchanged = stamp.exists() and stamp.read_text() == tree() and database.exists()
    awaits_administrator = (var() / "awaits_administrator").exists()
    if unchanged and not awaits_administrator and not os.environ.get("DATABASE_URL"):
        return
    done = subprocess.run([PYTHON, "manage.py", "first_start"], cwd=ROOT, check=False)
    if done.returncode:
        raise CannotStartError("The database could not be prepared; the lines above say why.")
    stamp.write_text(tree())


def die_with_parent() -> None:
    """Ask Linux to end this process when the one that started it dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(*command: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start `command` from `.venv` in a group of its own, so that it can be ended as a whole."""
    return subprocess.Popen(
        [FOLDER / "bin" / command[0], *command[1:]],
        cwd=ROOT,
        env={**os.environ, **environment},
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 -- no threads run here
    )


def start_web(number: int) -> subprocess.Popen[bytes]:
    """Start the web process on port `number`: one process, some threads, as SQLite likes it."""
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(number)]
    quiet = ["--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    return start("granian", *options, *quiet, "cms.wsgi:application")


def start_worker() -> subprocess.Popen[bytes]:
    """Start the one worker, with the clock that wakes reminders and due dates inside it."""
    beat = ["--beat", "--schedule", str(var() / "queue" / "beat")]
    pool = ["--pool", "threads", "--concurrency", "2", "--loglevel", "warning"]
    lonely = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    # Celery warns at length when root runs it; trying Tandem out in a container is just that.
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
    return start("celery", "--app", "cms", "--quiet", "worker", *pool, *beat, *lonely, **quiet)


def await_answer(number: int, web: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers.

    Raises:
        CannotStartError: when the web process ends, or stays silent for PATIENCE seconds.
    """
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        if web.poll() is not None:
            raise CannotStartError("The web process ended; the lines above say why.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{number}/healthz/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise CannotStartError("The web process does not answer.")


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """End `children` and whatever they started: politely first, by force after GRACE seconds."""
    for child in children:
        signal_group(child, signal.SIGTERM)
    limit = time.monotonic() + GRACE
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0.1, limit - time.monotonic()))
        signal_group(child, signal.SIGKILL)
        child.wait()


def signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send `number` to the group that `child` leads, if anything of it is left."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)


class AskedToStop(Exception):
    """Ctrl-C, SIGTERM, a closed terminal, or the death of the `make` that started this."""


def stop(number: int, frame: FrameType | None) -> None:
    """Turn the first signal into AskedToStop; further ones change nothing."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise AskedToStop


def stay(children: list[subprocess.Popen[bytes]]) -> None:
    """Stay until asked to stop, or until one of `children` ends by itself."""
    made_by = os.getppid()
    while all(child.poll() is None for child in children):
        time.sleep(0.5)
        if "MAKELEVEL" in os.environ and os.getppid() != made_by:
            raise AskedToStop
    raise CannotStartError(
        "The web process or the worker ended by itself; the lines above say why."
    )


def serve() -> None:
    """Run web process and worker until asked to stop."""
    number = port()
    os.environ.setdefault("TANDEM_URL", f"http://127.0.0.1:{number}")
    bring_up_to_date()
    children: list[subprocess.Popen[bytes]] = []
    say("Starting the web process and the worker")
    try:
        children = [start_web(number)]
        children.append(start_worker())
        await_answer(number, children[0])
        # Written by an earlier start, perhaps on another port.
        welcome = (var() / "welcome.txt").read_text()
        print(welcome.replace("{site}", os.environ["TANDEM_URL"]), flush=True)
        stay(children)
    finally:
        end(children)


def main() -> int:
    """Do all of it; return the exit status."""
    demo = os.environ.get("DEMO", "1") != "0"
    os.environ["TANDEM_DEMO"] = "1" if demo else "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.dev"
    # Compiling everything anew is half of a start; .venv and the tree are ours to write to.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # An own organisation never meets the demo's people: another folder, another database.
    os.environ.setdefault("TANDEM_VAR", str(ROOT / "var" if demo else ROOT / "var" / "own"))
    var().mkdir(parents=True, exist_ok=True)
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)
    try:
        prepare()
        subprocess.run([PYTHON, ROOT / "scripts" / "catalogues.py"], check=True)
        serve()
    except AskedToStop:
        say("Ended, with everything it had started.")
        return 0
    except (CannotStartError, subprocess.CalledProcessError) as reason:
        print(f"✗ {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
