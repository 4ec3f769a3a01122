"""`make test`: what stands between a change and everybody else.

Gates first (two at a time), then the engine with its lines watched, then the suite on SQLite, then
the tests that need real PostgreSQL and Redis, then the browser. Everything runs, so that one failure
does not hide the next; the exit status is 1 when anything failed. Where a tool is missing and can not
be installed, the tests that need it are left out and named; with CI=true that is a failure as well.
"""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from packages import FOLDER, PYTHON, ROOT, CannotStartError, prepare, say
from services import postgres, postgres_bin, redis

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# Debian's package -> how we see that it is there
DEBIAN = {
    "postgresql": lambda: postgres_bin() is not None,
    "redis-server": lambda: shutil.which("redis-server") is not None,
    "chromium": lambda: shutil.which("chromium") is not None,
    "gettext": lambda: shutil.which("xgettext") is not None,
    "fonts-dejavu-core": lambda: Path("/usr/share/fonts/truetype/dejavu").exists(),
}

GATES = {
    "ruff": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "--quiet", "."],
    "mypy": ["mypy"],
    "import directions": ["lint-imports", "--no-logo"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "system checks": ["python", "manage.py", "check"],
    "missing migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "words": ["python", "scripts/messages.py", "--check"],
}

PYTEST = ["pytest", "-q", "-n", "2", "--dist", "loadgroup"]

# The engine is run through by tests of its own, every line and both sides of every branch. They run
# apart from the suite, because watching the lines takes them half as long again.
ENGINE = "tests/workflows"
WATCHED = ["--cov=workflows", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100"]


def lacking() -> list[str]:
    """Return the Debian packages that are not here."""
    return [package for package, is_here in DEBIAN.items() if not is_here()]


def install_from_debian() -> None:
    """Install what is missing where apt may: as root, or with a sudo that asks nothing."""
    packages = lacking()
    if not packages or shutil.which("apt-get") is None:
        return
    sudo: list[str] = []
    if os.geteuid() != 0:
        able = (
            shutil.which("sudo")
            and not subprocess.run(["sudo", "-n", "true"], check=False).returncode
        )
        if not able:
            return
        sudo = ["sudo", "-n"]
    say(f"Installing from Debian: {', '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "-qq", "--no-install-recommends", *packages]
    for words in (["update", "-qq"], install):
        command = [*sudo, "apt-get", *words]
        subprocess.run(command, env=env, check=False, stdout=subprocess.DEVNULL)


class Results:
    """What ran and how it ended, told once at the end."""

    def __init__(self) -> None:
        self.lines: list[tuple[bool, str]] = []

    def note(self, name: str, seconds: float, *, ok: bool) -> None:
        """Note that `name` ran for `seconds` and how it ended."""
        self.lines.append((ok, f"{'✓' if ok else '✗'} {name} ({seconds:.0f} s)"))

    def leave_out(self, name: str, why: str) -> None:
        """Note that `name` was left out; in CI nothing may be."""
        self.lines.append((not IN_CI, f"{'✗' if IN_CI else '–'} {name} left out: {why}"))

    def tell(self) -> int:
        """Print all of it and return the exit status."""
        print("\n" + "\n".join(line for _, line in self.lines), flush=True)
        return 0 if all(ok for ok, _ in self.lines) else 1


def run(command: list[str], **env: str) -> subprocess.CompletedProcess[str]:
    """Run `command` from `.venv`, its output kept."""
    return subprocess.run(
        [str(FOLDER / "bin" / command[0]), *command[1:]],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", **env},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def gates(results: Results) -> None:
    """Run the gates, two at a time; print what a failing one says."""

    def one(item: tuple[str, list[str]]) -> tuple[str, float, subprocess.CompletedProcess[str]]:
        began = time.monotonic()
        done = run(item[1])
        return item[0], time.monotonic() - began, done

    # The slowest first, so that both cores end together; words last, alone on the catalogue.
    ordered = sorted(GATES.items(), key=lambda item: item[0] != "mypy")
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, seconds, done in pool.map(one, ordered):
            results.note(name, seconds, ok=done.returncode == 0)
            if done.returncode:
                print(f"\n── {name} ──\n{done.stdout}", flush=True)


def suite(results: Results, name: str, marked: str | None, *extra: str, **env: str) -> None:
    """Run pytest with its lines on the terminal: all unmarked tests, or those `marked`."""
    print(f"\n── {name} ──", flush=True)
    chosen = ["-m", marked] if marked else []
    began = time.monotonic()
    done = subprocess.run(
        [str(FOLDER / "bin" / PYTEST[0]), *PYTEST[1:], *chosen, *extra],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", **env},
        check=False,
    )
    results.note(name, time.monotonic() - began, ok=done.returncode == 0)


def on_real_services(results: Results) -> None:
    """Run what needs PostgreSQL and Redis against servers of our own."""
    missing = lacking()
    binaries = postgres_bin()
    if binaries is None:
        results.leave_out("PostgreSQL", "initdb is not installed (apt-get install postgresql)")
    else:
        with postgres(binaries) as url:
            suite(results, "on PostgreSQL", "postgres or race", DATABASE_URL=url)
    if "redis-server" in missing:
        results.leave_out("Redis", "redis-server is not installed (apt-get install redis-server)")
    else:
        with redis() as url:
            suite(results, "on Redis", "redis", REDIS_URL=url)


def in_the_browser(results: Results) -> None:
    """Walk the paths in real Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        results.leave_out("browser", "chromium is not installed (apt-get install chromium)")
    else:
        suite(results, "in the browser", "browser", TANDEM_CHROMIUM=chromium)


def main() -> int:
    """Run what the command line asks for; return the exit status."""
    results = Results()
    try:
        prepare(for_tests=True)
    except CannotStartError as reason:
        print(f"✗ {reason}", file=sys.stderr)
        return 1
    install_from_debian()
    subprocess.run([PYTHON, ROOT / "scripts" / "catalogues.py"], check=True)
    if "--soak" in sys.argv:
        suite(results, "soak", "soak")
        return results.tell()
    gates(results)
    if "--gates" not in sys.argv:
        suite(results, "the engine, every line and branch", None, *WATCHED, ENGINE)
        suite(results, "the suite, on SQLite", None, f"--ignore={ENGINE}")
        on_real_services(results)
        in_the_browser(results)
    return results.tell()


if __name__ == "__main__":
    sys.exit(main())
