"""What reads a stranger's file can take neither much memory nor time, reaches nothing, and leaves nothing behind."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.evidence.receiving import nursery
from obverse.evidence.receiving.limits import MEBIBYTE, limits
from obverse.evidence.receiving.nursery import in_child, last_effort

TASKS = """
import ctypes, os, resource, signal, socket, sys, time, threading
import duckdb
import numpy as np
import pyarrow as pa
from obverse.evidence.problems import EvidenceProblems, Problem

def echo(argument): return argument
def eat(argument):
    eaten = []
    while True: eaten.append(bytearray(1 << 20))
def swallow(argument): return {"sum": float(np.ones(1 << 33).sum())}
def arrow(argument):
    kept = []
    while True: kept.append(pa.allocate_buffer(1 << 26))
def engine(argument):
    query = "SELECT sum(len(long)) FROM (SELECT list(range) AS long FROM range(100000000))"
    return {"n": duckdb.connect(":memory:").execute(query).fetchone()[0]}
def settings(argument):
    connection = duckdb.connect(":memory:")
    return dict(connection.execute("SELECT name, value FROM duckdb_settings()").fetchall())
def extension(argument): duckdb.connect(":memory:").execute("INSTALL httpfs")
def sleep(argument):
    if argument.get("note"): open(argument["note"], "w").write(str(os.getpid()))
    time.sleep(100)
def spin(argument):
    while True: pass
def die(argument): os.kill(os.getpid(), argument["signal"])
def leave(argument): os._exit(argument["code"])
def fail(argument): raise LookupError("Person One, one@example.org")
def refuse(argument):
    date = Problem("not_a_date", "a.csv", 7, "day", "", {"value": "'x'"})
    raise EvidenceProblems([Problem("empty_file", "a.csv"), date])
def write(argument):
    with open("long", "wb") as file:
        while True: file.write(bytes(1 << 20))
def long(argument): return {"x": "x" * argument["length"]}
def odd(argument): return {"x": object()}
def talk(argument):
    os.write(1, b"noise\\n" * 9999); os.write(2, b"noise\\n" * 9999); print("noise", flush=True); return {"said": True}
def place(argument):
    open("left", "w").write("x")
    seen = {"folder": os.getcwd(), "files": os.listdir(), "mode": os.stat("left").st_mode & 0o777}
    core = resource.getrlimit(resource.RLIMIT_CORE)[0]
    opened = sorted(os.listdir("/proc/self/fd"))
    return {**seen, "environment": dict(os.environ), "path": sys.path, "opened": opened, "core": core}
def spread(argument):
    told = {}
    for place in argument["places"]:
        try:
            open(os.path.join(place, "written"), "w").write("x")
            told[place] = "written"
        except OSError as error:
            told[place] = type(error).__name__
    for name, change in {"remove": os.remove, "truncate": lambda file: os.truncate(file, 0)}.items():
        try:
            change(argument["file"])
            told[name] = "done"
        except OSError as error:
            told[name] = type(error).__name__
    return told
def signal_to(argument):
    os.kill(argument["pid"], 0)
    return {}
def call(argument):
    socket.create_connection(("127.0.0.1", argument["port"]), timeout=2)
    return {}
def files(argument):
    opened = []
    while True: opened.append(open("/dev/null"))
def family(argument):
    pids = []
    for _ in range(3):
        pid = os.fork()
        if pid == 0:
            os.setsid()
            inner = os.fork()
            time.sleep(100)
        pids.append(pid)
    time.sleep(0.2)
    return {"pids": pids}
"""
SMALL = 640 * MEBIBYTE


@pytest.fixture
def places(tmp_path: Path) -> list[str]:
    folder = tmp_path / "connectors" / "hungry"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "tasks.py").write_text(TASKS, encoding="utf-8")
    return [str(folder.parent)]


def done(
    places: list[str], name: str, argument: dict[str, Any] | None = None, **bounds: float
) -> dict[str, Any]:
    task = f"obverse.connectors.hungry.tasks:{name}"
    within = limits().with_(**{"seconds": 30, **bounds})
    return in_child(task, argument or {}, limits=within, places=places, label="export.zip")


def refused(places: list[str], name: str, argument: dict[str, Any] | None = None, **bounds: float) -> Problem:
    with pytest.raises(EvidenceProblems) as caught:
        done(places, name, argument, **bounds)
    (problem,) = caught.value.problems
    assert problem.letter("en").startswith("export.zip: ")
    assert problem.letter("en") != problem.letter("fr")
    return problem


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pid: int) -> bool:
    for _ in range(200):
        if not is_alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_an_answer_comes_back_as_it_was_given(places: list[str]) -> None:
    argument = {"text": "é\u2028\ud83d\n", "list": [1, 2.5, None, True], "nested": {"a": []}}
    assert done(places, "echo", argument) == argument
    assert 0 < last_effort().peak_bytes < SMALL
    assert last_effort().seconds > 0


@pytest.mark.parametrize("name", ["eat", "swallow", "arrow", "engine"])
def test_memory_is_bounded_whoever_takes_it(places: list[str], name: str) -> None:
    problem = refused(places, name, memory_bytes=SMALL)
    assert (problem.kind, problem.details["limit"]) == ("too_much_memory", "640")
    assert last_effort().peak_bytes <= SMALL


def test_the_engine_plans_with_the_memory_of_the_child_and_fetches_nothing(places: list[str]) -> None:
    settings = done(places, "settings")
    assert settings["memory_limit"] == "409.0 MiB"
    assert settings["threads"] == "1"
    assert settings["autoinstall_known_extensions"] == "false"
    assert refused(places, "extension").kind == "parser_failed"


@pytest.mark.parametrize("name", ["sleep", "spin"])
def test_time_is_bounded_whether_it_works_or_waits(places: list[str], name: str) -> None:
    began = time.monotonic()
    problem = refused(places, name, seconds=0.5)
    assert (problem.kind, problem.details["limit"]) == ("too_long", "0.5")
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL, signal.SIGTERM])
def test_a_crash_is_a_problem_and_no_crash(places: list[str], number: int) -> None:
    assert refused(places, "die", {"signal": int(number)}).kind == "parser_died"


@pytest.mark.parametrize("code", [0, 1, 70, 255])
def test_a_process_that_leaves_without_an_answer_has_died(places: list[str], code: int) -> None:
    assert refused(places, "leave", {"code": code}).kind == "parser_died"


def test_an_error_is_told_by_its_kind_and_never_by_what_it_says(
    places: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        problem = refused(places, "fail")
    assert (problem.kind, problem.details) == ("parser_failed", {"error": "LookupError"})
    assert "tasks.py:" in caplog.text
    assert "Person" not in caplog.text + problem.letter()
    assert refused(places, "odd").kind == "parser_failed"
    assert refused(places, "no_such_task").kind == "parser_failed"


def test_problems_of_the_files_come_through(places: list[str]) -> None:
    with pytest.raises(EvidenceProblems) as caught:
        done(places, "refuse")
    assert caught.value.problems == [
        Problem("empty_file", "a.csv"),
        Problem("not_a_date", "a.csv", 7, "day", "", {"value": "'x'"}),
    ]


def test_what_is_written_is_bounded(places: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(places, "write", output_bytes=8 * MEBIBYTE).kind == "too_much_output"
    assert (
        refused(places, "long", {"length": 9 * MEBIBYTE}, output_bytes=8 * MEBIBYTE).kind == "too_much_output"
    )
    monkeypatch.setattr(nursery, "_LARGEST_ANSWER", MEBIBYTE)
    assert refused(places, "long", {"length": MEBIBYTE}).kind == "too_much_output"
    assert len(done(places, "long", {"length": MEBIBYTE - 100})["x"]) == MEBIBYTE - 100


def test_what_is_printed_disturbs_nobody(places: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert done(places, "talk") == {"said": True}
    assert capfd.readouterr() == ("", "")


def test_a_child_knows_nothing_of_where_it_was_called(
    places: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "made up")
    monkeypatch.setenv("PYTHONPATH", "/made/up")
    nursery._forget()
    seen = done(places, "place")
    assert "DATABASE_PASSWORD" not in seen["environment"]
    assert "made up" not in str(seen["environment"])
    assert "/made/up" not in seen["path"]
    assert "" not in seen["path"]
    assert str(Path.cwd()) not in seen["path"]
    # Standard input, output, error, and the listing itself.
    assert seen["opened"] == ["0", "1", "2", "3"]
    assert (seen["files"], seen["mode"], seen["core"]) == (["left"], 0o600, 0)
    assert not Path(seen["folder"]).exists()


def test_the_files_that_are_open_at_a_time_are_bounded(places: list[str]) -> None:
    assert refused(places, "files", open_files=20).kind == "parser_failed"


def test_the_network_is_out_of_reach(places: list[str]) -> None:
    cut_off = subprocess.run(
        [sys.executable, "-c", "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x50000000))"],
        check=False,
    )
    if cut_off.returncode:
        pytest.skip("this system lets nobody cut a process off from the network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        problem = refused(places, "call", {"port": server.getsockname()[1]})
    assert problem.kind == "parser_failed"


def landlock() -> int:
    """The version of the kernel's sandbox; below one where there is none."""
    return int(ctypes.CDLL(None).syscall(444, None, 0, 1)) if sys.platform == "linux" else 0


def test_a_child_writes_only_where_it_is_told(places: list[str], tmp_path: Path) -> None:
    if landlock() < 3:
        pytest.skip("this kernel has no sandbox for files, or an old one")
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    file = outside / "dossier.toml"
    file.write_text("kept")
    argument = {"places": [str(inside), str(outside), "."], "file": str(file)}
    task = "obverse.connectors.hungry.tasks:spread"
    told = in_child(task, argument, limits=limits(), places=places, writes=[str(inside)])
    assert told == {
        str(inside): "written",
        str(outside): "PermissionError",
        ".": "written",
        "remove": "PermissionError",
        "truncate": "PermissionError",
    }
    assert file.read_text() == "kept"
    assert (inside / "written").read_text() == "x"


def test_a_confined_child_cannot_end_other_processes(places: list[str]) -> None:
    if landlock() < 6:
        pytest.skip("this kernel's sandbox does not know of signals")
    task, argument = "obverse.connectors.hungry.tasks:signal_to", {"pid": os.getpid()}
    assert in_child(task, argument, limits=limits(), places=places) == {}
    with pytest.raises(EvidenceProblems) as caught:
        in_child(task, argument, limits=limits(), places=places, writes=[])
    assert caught.value.problems[0].details == {"error": "PermissionError"}


def test_children_of_a_child_end_with_it(places: list[str]) -> None:
    pids = done(places, "family")["pids"]
    assert len(pids) == 3
    assert all(gone(pid) for pid in pids)
    assert not [left for left in children_of(nurse_pid()) if is_alive(left)]


def nurse_pid() -> int:
    (nurse, *_) = nursery._nursery.idle
    return nurse.process.pid


def children_of(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_many_threads_get_each_its_own_answer(places: list[str]) -> None:
    came: list[dict[str, Any]] = []

    def ask(number: int) -> None:
        came.extend(done(places, "echo", {"n": number, "turn": turn}) for turn in range(4))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((one["n"], one["turn"]) for one in came) == [
        (n, turn) for n in range(6) for turn in range(4)
    ]
    assert 1 <= len(nursery._nursery.idle) <= nursery._AT_A_TIME


def test_a_nurse_that_was_ended_is_replaced(places: list[str]) -> None:
    done(places, "echo")
    for nurse in nursery._nursery.idle:
        nurse.process.kill()
        nurse.process.wait()
    assert done(places, "echo", {"again": 1}) == {"again": 1}


def test_a_forked_process_has_nurses_of_its_own(places: list[str]) -> None:
    done(places, "echo")
    before = nurse_pid()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = 0 if done(places, "echo", {"a": 1}) == {"a": 1} and nurse_pid() != before else 2
            nursery._end_all()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert done(places, "echo", {"b": 2}) == {"b": 2}
    assert nurse_pid() == before


@pytest.mark.parametrize("busy", [False, True])
def test_everything_ends_with_the_program_that_started_it(
    places: list[str], tmp_path: Path, busy: bool
) -> None:
    program = f"""
        import sys, time
        from obverse.evidence.receiving import nursery
        from obverse.evidence.receiving.limits import limits
        def ask(name, argument):
            nursery.in_child("obverse.connectors.hungry.tasks:" + name, argument, limits=limits(), places={places!r})
        ask("echo", {{}})
        print(nursery._nursery.idle[0].process.pid, flush=True)
        ask("sleep", {{"note": {str(tmp_path / "note")!r}}}) if {busy} else time.sleep(100)
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        pids = [int(run.stdout.readline())]
        for _ in range(200 if busy else 0):
            if (tmp_path / "note").exists() and (tmp_path / "note").read_text():
                pids.append(int((tmp_path / "note").read_text()))
                break
            time.sleep(0.05)
        assert len(pids) == 1 + busy
        run.kill()
    assert all(gone(pid) for pid in pids)


def test_a_plain_process_does_the_same_where_nothing_can_be_forked(
    places: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nursery, "_FORKS", False)
    assert done(places, "echo", {"a": 1}) == {"a": 1}
    assert refused(places, "fail").kind == "parser_failed"
    assert refused(places, "leave", {"code": 0}).kind == "parser_died"
    assert refused(places, "sleep", seconds=2).kind == "too_long"
