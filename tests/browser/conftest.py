"""A whole installation for the browser: its own folder, its demo, its web process and its worker."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WIDTHS = {"phone": 360, "desk": 1280}

pytestmark = pytest.mark.browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser; where there is none, the reason is said."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed here."))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1500):
        if server.poll() is not None:
            raise RuntimeError("The web process ended before it answered.")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 -- our own address
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The web process did not answer within five minutes.")


@contextmanager
def _running(folder: Path) -> Iterator[str]:
    """The address of an installation in `folder`, with its worker, as `make run` starts it; ended afterwards."""
    port = _free_port()
    env = {
        **os.environ,
        "TANDEM_VAR": str(folder),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "TANDEM_URL": f"http://127.0.0.1:{port}",
        "DEMO": "1",
        # A morning comes when a test says so, and not by the wall clock in the middle of another.
        "TANDEM_DAILY_LETTER_HOUR": "24",
    }
    run = [sys.executable, str(ROOT / "scripts" / "run.py")]
    server = subprocess.Popen(
        run, env=env, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/account/login/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with its demo that nobody uses: filled by the first worker, copied by each."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            with _running(shared.with_suffix(".new")):
                pass
            shared.with_suffix(".new").rename(shared)
    return shared


@pytest.fixture(scope="session")
def folder(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the installation keeps its database, its files and its mail."""
    return shutil.copytree(filled, tmp_path_factory.mktemp("installation"), dirs_exist_ok=True)


@pytest.fixture(scope="session")
def installation(folder: Path) -> Iterator[str]:
    """The address of a running demo installation, with its worker."""
    with _running(folder) as address:
        yield address


def _copy_database(source: Path, target: Path) -> None:
    """Write one database over another in one transaction, while others have it open."""
    with (
        closing(sqlite3.connect(source, timeout=30)) as old,
        closing(sqlite3.connect(target, timeout=30)) as new,
    ):
        old.backup(new)


@pytest.fixture(scope="session")
def beginning(installation: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo's database before anybody came."""
    kept = tmp_path_factory.mktemp("beginning") / "tandem.sqlite3"
    _copy_database(folder / "tandem.sqlite3", kept)
    return kept


@pytest.fixture
def fresh_demo(beginning: Path, folder: Path) -> None:
    """The demo as it was at first: what a test changes, the next one (or the other width) does not see."""
    _copy_database(beginning, folder / "tandem.sqlite3")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(params=list(WIDTHS))
def width(request: pytest.FixtureRequest) -> int:
    """360 px, a phone, and 1280 px, a desk."""
    return WIDTHS[request.param]


Invite = Callable[..., Visitor]


@pytest.fixture
def invite(fresh_demo: None, installation: str, chromium: Browser, width: int) -> Iterator[Invite]:
    """`invite("mentor")` opens a browser of its own for the demo's mentor; `invite()` for a stranger."""
    yield from _browsers(installation, chromium, width)


@pytest.fixture
def invite_once(fresh_demo: None, installation: str, chromium: Browser) -> Iterator[Invite]:
    """The same for a test that is not run at each width: a phone where it names no width."""
    yield from _browsers(installation, chromium, WIDTHS["phone"])


def _browsers(installation: str, chromium: Browser, width: int) -> Iterator[Invite]:
    visitors: list[Visitor] = []

    def open_browser(
        role: str | None = None, *, javascript: bool = True, at_width: int | None = None
    ) -> Visitor:
        context = chromium.new_context(
            base_url=installation,
            locale="pl-PL",
            timezone_id="Europe/Warsaw",
            reduced_motion="reduce",
            viewport={"width": at_width or width, "height": 800},
            java_script_enabled=javascript,
        )
        visitor = Visitor(context.new_page(), javascript=javascript)
        visitors.append(visitor)
        if role:
            visitor.log_in(f"{role}@demo.tandem.example")
        return visitor

    yield open_browser
    for visitor in visitors:
        visitor.page.context.close()
