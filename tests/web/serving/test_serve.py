"""``obverse serve``: it starts from nothing, says where it is, looks after its processes, and ends without a trace."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.web.serving.running import COMMAND, PATIENCE, Workspace, children_of

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")


def call(variables: dict[str, str], *arguments: str, python: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    command = [sys.executable, "-P", "-c", python] if python else [*COMMAND, "serve"]
    return subprocess.run(
        [*command, *arguments], env=variables, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def gone(process: int, patience: float = 20) -> bool:
    """Whether a process has ended, after some patience."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_the_first_start_makes_everything_and_hands_over_one_way_in(
    workspace: Workspace, tmp_path: Path
) -> None:
    assert "Obverse" in workspace.get("/")
    link = workspace.way_in
    assert "<form" in workspace.get(link.removeprefix(workspace.address))
    assert workspace.end(signal.SIGINT) == 0
    assert "Nothing is lost" in workspace.heard(r"Ended.*")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_second_start_finds_what_the_first_one_kept(tmp_path: Path, variables: dict[str, str]) -> None:
    with Workspace(tmp_path / "data", variables) as first:
        link = first.way_in.removeprefix(first.address)
        assert first.end() == 0
        key = (tmp_path / "data" / "secret.key").read_bytes()
    with Workspace(tmp_path / "data", variables) as second:
        assert second.way_in.removeprefix(second.address) != link, "a way in is told once"
        assert (tmp_path / "data" / "secret.key").read_bytes() == key


def test_two_starts_at_once_on_an_empty_database_both_come_up(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    folder = tmp_path / "data"
    with Workspace(folder, variables) as one, Workspace(folder, variables) as other:
        assert "Obverse" in one.get("/")
        assert "Obverse" in other.get("/")
        assert one.address != other.address


@LINUX
@pytest.mark.embedded
def test_children_that_are_killed_are_started_again_and_end_with_their_parent(workspace: Workspace) -> None:
    workspace.get("/")
    before = children_of(workspace.process.pid)
    assert sorted(line.split(" bound ")[-1].split()[5] for line in before.values()) == [
        "gunicorn",
        "obverse.web.jobs.worker",
    ]
    for child in before:
        os.kill(child, signal.SIGKILL)
    workspace.heard(r"(?s)SIGKILL.*SIGKILL")
    assert "Obverse" in workspace.get("/")
    until = time.monotonic() + 20
    while len(after := children_of(workspace.process.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert not set(after) & set(before)
    assert len(after) == 2
    workspace.end(signal.SIGKILL)
    assert [child for child in after if not gone(child)] == []


def test_a_port_that_is_taken_gets_a_letter_and_changes_nothing(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = call(variables, "--data", str(tmp_path / "data"), "--port", port, "--lang", "fr")
    assert answer.returncode == 2
    assert f"écoute déjà à l’adresse 127.0.0.1, port {port}" in answer.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "letter"),
    [
        (["--host", "203.0.113.1"], "is not an address of this machine"),
        (["--data", "/proc/nowhere"], "cannot be used"),
        (["--port", "65536"], "65536 is not in the range"),
        (["--workers", "0"], "0 is not in the range"),
    ],
)
def test_what_cannot_be_is_told_in_a_letter(
    variables: dict[str, str], arguments: list[str], letter: str
) -> None:
    answer = call(variables, "--port", "0", *arguments)
    assert answer.returncode == 2, answer.stderr
    assert letter in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("address", "letter"),
    [
        ("postgres://nobody@127.0.0.1:9/nothing", "The database cannot be used"),
        ("oracle-of-delphi://here", "A setting of the workspace is wrong"),
    ],
)
def test_a_database_that_is_not_there_gets_a_letter(
    variables: dict[str, str], address: str, letter: str
) -> None:
    answer = call({**variables, "DATABASE_URL": address}, "--port", "0")
    assert answer.returncode == 2, answer.stderr
    assert letter in answer.stderr
    assert "Traceback" not in answer.stderr


def test_without_the_libraries_of_pages_the_command_says_what_to_type(variables: dict[str, str]) -> None:
    hidden = (
        "import sys; sys.modules['django'] = sys.modules['gunicorn'] = None;"
        " from obverse.cli.main import main; main(['serve'])"
    )
    answer = call(variables, python=hidden)
    assert answer.returncode == 2
    assert "django, gunicorn cannot be found" in answer.stderr
    assert "scripts/setup web" in answer.stderr


def test_a_demo_and_an_ordinary_installation_never_share_a_folder(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    ordinary, demo = tmp_path / "ordinary", tmp_path / "demo"
    for folder, mark in ((ordinary, "secret.key"), (demo, "this-is-a-demo")):
        folder.mkdir()
        (folder / mark).touch()
    refused = call(variables, "--port", "0", "--demo", "--data", str(ordinary))
    assert (refused.returncode, "is no demo" in refused.stderr) == (2, True)
    refused = call(variables, "--port", "0", "--data", str(demo))
    assert (refused.returncode, "everybody can sign in as anybody" in refused.stderr) == (2, True)


@LINUX
@pytest.mark.embedded
def test_a_workspace_goes_on_when_nobody_reads_what_it_says(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    command = [*COMMAND, "serve", "--data", str(tmp_path / "data"), "--port", "0"]
    with subprocess.Popen(
        command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        process.stdout.close()
        until = time.monotonic() + PATIENCE
        while not (before := children_of(process.pid)) and time.monotonic() < until:
            time.sleep(0.05)
        for child in before:
            os.kill(child, signal.SIGKILL)
        while set(children_of(process.pid)) <= set(before) and time.monotonic() < until:
            time.sleep(0.05)
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own address
            assert answer.status == 200
        process.terminate()
        assert process.wait(PATIENCE) == 0
