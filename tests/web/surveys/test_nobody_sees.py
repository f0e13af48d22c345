"""What nobody sees: how many answered while a wave is open, and what single people answered ever after."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from django.test import Client

from obverse.web.keeping.models import ProcessFile
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_rows
from obverse.web.registers.models import Row
from obverse.web.surveys import loading
from tests.web.surveys.holding import Held, closed, opened_for_answers, prepared

Pages = Callable[[str], Client]
# A form's secret is masked anew each time it is written; all else has to be the same.
_MASKED = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
DESK = (
    "",
    "people/",
    "questions/",
    "frame/",
    "key/",
    "codes/",
    "letters/",
    "open/",
    "close/",
    "destroy/",
    "load/",
)
SUBMISSIONS = 200


def test_no_page_changes_by_any_of_two_hundred_answers(
    process: Process, as_: Pages, people: dict[str, Person]
) -> None:
    groups = [("neighbours", "neighbour", 110, 110), ("staff", "front_line_staff", 90, 90)]
    held = opened_for_answers(prepared(process, people=groups), people["auditor"])
    desk = f"/processes/agenda/surveys/{held.wave.pk}/"
    pages = ["/processes/agenda/surveys/", "/processes/agenda/", *(desk + step for step in DESK)]
    booth = [f"/s/{held.wave.address}/", f"/s/{held.wave.address}/receipts", "/s/"]
    readers = {path: as_("public") for path in booth} | {f"clerk {desk}": as_("clerk")}
    readers |= {path: as_("owner") for path in pages}
    every = list(readers)

    def look(wanted: list[str]) -> dict[str, bytes]:
        found = {path: readers[path].get(path.removeprefix("clerk ")).content for path in wanted}
        return {path: _MASKED.sub(b"", content) for path, content in found.items()}

    before = look(every)
    assert all(before.values())
    for number in range(SUBMISSIONS):
        group, slip = (1 + number % 2, number // 2) if number < 180 else (1, number - 90)
        held.answer(group, slip, {"affected": str(number % 5)})
        # After each answer one page in turn; all of them after the first, the last, and some between.
        whole = number in (0, 9, 10, 99, SUBMISSIONS - 1)
        for path, content in look(every if whole else [every[number % len(every)]]).items():
            assert content == before[path], (number, path)


def test_a_page_would_change_if_it_told_of_answers(running: Held, as_: Pages) -> None:
    owner, desk = as_("owner"), f"/processes/agenda/surveys/{running.wave.pk}/"
    before = _MASKED.sub(b"", owner.get(desk).content)
    assert _MASKED.sub(b"", owner.get(desk).content) == before
    owner.post(f"{desk}reminder/")
    owner.get(desk)  # where the message about it is shown
    assert _MASKED.sub(b"", owner.get(desk).content) != before


def test_no_page_and_no_spreadsheet_shows_what_single_people_answered(
    running: Held, as_: Pages, people: dict[str, Person], tmp_path: Path
) -> None:
    for number in range(15):
        running.answer(1, number, {"affected": "3"})
    opened = closed(running, people["owner"], tmp_path / "memory")
    loading.load(running.again(), opened, by=people["owner"])
    assert ProcessFile.objects.filter(path__startswith="evidence/survey_answer/").exists()
    assert not Row.objects.filter(table="survey_answer").exists()
    for role in ("owner", "clerk", "auditor"):
        register = as_(role).get("/processes/agenda/registers/survey_answer/")
        assert b"Single answers are shown on no page" in register.content
        for rest in ("register.csv", "register.xlsx", "register.file", "sheet/", "add/"):
            assert as_(role).get(f"/processes/agenda/registers/survey_answer/{rest}").status_code == 404
        assert as_(role).get("/processes/agenda/registers/survey_stratum/register.file").status_code == 404
    assert as_("clerk").get("/processes/agenda/dossier.zip").status_code == 403


def test_answers_that_came_with_an_import_are_not_shown_either(
    process: Process, as_: Pages, people: dict[str, Person]
) -> None:
    row = {"respondent": "r17", "wave": "2024", "role": "neighbour", "item": "affected", "value": "4"}
    add_rows(process, "survey_answer", [row], by=people["clerk"])
    [kept] = Row.objects.filter(table="survey_answer")
    for path in ("", f"{kept.key}/", f"{kept.key}/history/", "register.csv", "register.xlsx"):
        answer = as_("clerk").get(f"/processes/agenda/registers/survey_answer/{path}")
        assert b"r17" not in b"".join(getattr(answer, "streaming_content", [answer.content]))
