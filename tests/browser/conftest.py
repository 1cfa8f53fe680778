"""A real JupyterLab on a copy of the notebooks and of some plans, driven in the system's Chromium.

Each step leaves a picture in .pytest-output/screenshots for people to look at. Without Chromium or without
playwright these tests say so and skip; .ci/run installs both.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / ".pytest-output" / "screenshots"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ORGANISATIONS = ("007", "5E1", "LMS")  # of the sample: enough to pick from, quick to read
SETTINGS = {
    "notebook-extension/tracker": '{"windowingMode": "none"}',  # cells out of sight are in the page too
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
}


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a newcomer has it: the notebooks, and some of the sample as its data folder."""
    folder = tmp_path_factory.mktemp("work")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    for code in ORGANISATIONS:
        shutil.copytree(ROOT / "data" / "plans" / code, folder / "data" / "plans" / code)
    shutil.copy(ROOT / "data" / "organisations.csv", folder / "data")
    return folder


@pytest.fixture(scope="session")
def lab(work: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that folder, with settings of its own."""
    own = tmp_path_factory.mktemp("jupyter")
    for name, text in SETTINGS.items():
        settings = own / "lab" / "user-settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(text, encoding="utf-8")
    folders = {
        "JUPYTER_CONFIG_DIR": own,
        "JUPYTER_RUNTIME_DIR": own / "runtime",
        "IPYTHONDIR": own / "ipython",
    }
    variables = {**os.environ, **{name: str(folder) for name, folder in folders.items()}}
    address = f"http://127.0.0.1:{free_port()}/"
    with (own / "log.txt").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command(work, address), env=variables, stdout=log, stderr=log)
        try:
            wait_for(address + "api", server)
            yield address
        finally:
            server.terminate()
            server.wait(30)


def command(folder: Path, address: str) -> list[str]:
    """The command line of a JupyterLab that tells the page about itself and asks for no password."""
    return [
        *(
            sys.executable,
            "-m",
            "jupyterlab",
            "--no-browser",
            "--allow-root",
            "--LabApp.expose_app_in_browser=True",
        ),
        *(f"--ServerApp.port={address.rstrip('/').rpartition(':')[2]}", f"--ServerApp.root_dir={folder}"),
        *(
            "--IdentityProvider.token=",
            "--LabApp.news_url=None",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ),
    ]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("JupyterLab did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    driver_package = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if BROWSER is None:
        pytest.skip("Chromium is not installed")
    with driver_package.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=BROWSER, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that reaches this machine only and notes what else was asked for."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    outside: list[str] = []
    opened.on("request", lambda request: outside.extend(filter(is_outside, [request.url])))
    yield opened
    context.close()
    assert outside == []


def is_outside(address: str) -> bool:
    """Whether an address leads to another machine."""
    return not address.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:", "about:", "file:"))


@pytest.fixture
def picture(page: Page) -> Callable[[str], Path]:
    """Keep a picture of the page as it is, under the name of the step."""

    def keep(step: str) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{step}.png")
        return SCREENSHOTS / f"{step}.png"

    return keep
