"""A real server, answered by many: nowhere is an answer or a code in clear, and no line tells of anyone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from obverse.survey.sealing import codes, sealed
from tests.web.booth.ending import command, ended
from tests.web.booth.holding import held
from tests.web.booth.posting import Answering
from tests.web.serving.running import Workspace, surroundings

# The whole number takes minutes; OBVERSE_CANARIES=1000 asks for it.
CANARIES = int(os.environ.get("OBVERSE_CANARIES", "40"))


def canary(number: int) -> str:
    """Words that stand in one answer and nowhere else on earth."""
    return f"canary-{number:05d}-zwitscher"


def files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def places(needles: list[bytes], *folders: Path) -> list[str]:
    """In which files one of some bytes stands."""
    found = []
    for file in files(*folders):
        try:
            content = file.read_bytes()
        except OSError:
            continue
        found += [f"{file.name}: {needle!r}" for needle in needles if needle in content]
    return found


def database_folders(variables: dict[str, str]) -> list[Path]:
    """Where the database of a server keeps its files, its log of writes and its own log."""
    if "DATABASE_URL" not in variables:
        return []
    import psycopg  # noqa: PLC0415 - only where there is a server

    with psycopg.connect(variables["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    return [Path(row[0]).parent]


def test_no_answer_and_no_code_stands_anywhere_in_clear(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with surroundings(tmp_path / "data") as variables:
        variables |= {"TMPDIR": str(temporary), "PYTHONWARNINGS": "ignore"}
        with Workspace(tmp_path / "data", variables) as workspace:
            workspace.get("/s/")
            told = held(variables, each=CANARIES // 3 + 1)
            people = [code for stratum in ("1", "2", "3") for code in told["codes"][stratum]][:CANARIES]
            server = Answering(workspace.address)
            said = len(workspace.said)
            for number, code in enumerate(people):
                text = {"largest-1": "", "what_happened-1": canary(number)}
                assert server.answer(code, **text)
            # What goes wrong leaves no line either.
            spelled = codes.grouped(people[0])
            assert server.post("/s/answer", {"code": people[0], "hours": "canary-hours-zwitscher"})[0] == 422
            assert server.post("/s/", {"code": codes.new_codes(1)[0]})[0] == 422
            assert server.get(f"/s/{spelled}")[0] == 404
            assert server.get(f"/S/{spelled}/x")[0] == 404
            assert workspace.said[said:] == []
            folders = [tmp_path, *database_folders(variables)]
            clear = [canary(number).encode() for number in range(len(people))] + [b"zwitscher"]
            clear += [code.encode() for code in people] + [spelled.encode()]
            assert places(clear, *folders) == []
            # The same look finds what is there: the mark of a code, in the place where it belongs.
            seen = ended(variables, told["address"])
            assert len(places([seen["sealed"][0][:200]], *folders)) > 0
        assert workspace.end() == 0
        assert places(clear, *folders[:1]) == []
        private = bytes.fromhex(told["private"])
        records = [sealed.unseal(one, private) for one in seen["sealed"]]
        assert sorted(record["passages"][0][1] for record in records) == [
            canary(number) for number in range(len(people))
        ]
        subprocess.run(command(told["address"], "destroy"), env=variables, check=True)
        if "DATABASE_URL" not in variables:
            assert places([seen["sealed"][0][:200]], tmp_path) == []


@pytest.mark.parametrize(
    "path", ["/s/", "/s", "/s/nowhere/", "/s/ABCD-EFGH-JKMN-PQ", "/S/ABCD", "/s/nowhere/receipts"]
)
def test_pages_leave_nothing_behind(db: None, path: str, caplog: pytest.LogCaptureFixture) -> None:
    browser = Client()
    browser.cookies["sessionid"] = "somebody's"
    answer = browser.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers.get("Vary", "") in ("", "Accept-Language")
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies
    assert not answer.wsgi_request.session.accessed
    assert caplog.records == []
