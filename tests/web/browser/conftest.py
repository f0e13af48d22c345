"""Real workspaces, started once, and a real Chromium that looks at them.

The browser lives as long as one file of tests: while it runs, its thread holds an event loop, beside which Django's
database refuses to work, and other files of tests need that.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.web.browser.visiting import Visitor
from tests.web.serving.running import Workspace, surroundings

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]
Visitors = Callable[..., Visitor]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser of this machine."""
    names = (os.environ.get("CHROMIUM") or "chromium", "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    assert found, "these tests need a Chromium: scripts/chromium installs it"
    return found


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """An installation that nobody has used yet."""
    folder = tmp_path_factory.mktemp("workspace") / "data"
    with surroundings(folder) as variables, Workspace(folder, variables) as started:
        started.get("/")
        yield started


@pytest.fixture(scope="session")
def loaded_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo with its three examples, made once for all processes that run tests."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "loaded-demo"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            draft = tmp_path_factory.mktemp("demo") / "data"
            with surroundings(draft) as variables, Workspace(draft, variables, ["--demo"]) as started:
                started.heard(r"http://\S+/demo/", patience=600)
                started.get("/demo/")
                assert started.end() == 0
            draft.rename(folder)
    return folder


@pytest.fixture(scope="session")
def demo(loaded_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A demo of this process's own."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    shutil.copytree(loaded_demo, folder)
    with surroundings(folder) as variables, Workspace(folder, variables, ["--demo"]) as started:
        started.get("/demo/")
        yield started


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitors]:
    """Makes visitors, who each have a browser of their own and all of whom must have had nothing to complain about."""
    made: list[Visitor] = []

    def make(workspace: Workspace, **wishes: Any) -> Visitor:
        made.append(Visitor(browser, workspace.address, **wishes))
        return made[-1]

    yield make
    complaints = [complaint for one in made for complaint in one.complaints]
    for one in made:
        one.leave()
    assert complaints == []


@pytest.fixture(scope="session")
def example(repository: Path) -> Path:
    """Files that platforms gave out."""
    return repository / "src" / "obverse" / "connectors"
