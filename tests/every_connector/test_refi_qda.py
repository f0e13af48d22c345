"""Coded interviews: places and codes come in, words never do, and two people's projects meet."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest

import obverse.connectors.refi_qda as room
from obverse.connectors.importing import connectors, import_files
from obverse.connectors.refi_qda.meanings import meaning_of
from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.evidence.problems import EvidenceProblems
from obverse.indicators.interviews.qda_1_coded_interviews_and_documents.indicator import (
    CodedInterviewsAndDocuments,
)
from obverse.quantities import Estimate

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SAMPLE = Path(room.__path__[0]) / "sample" / "two_people"
SAID = "They closed the door on us."
TEXT = f"QUESTION\n\n{SAID}\n\nThat was all.\n"


def project(selections: str, user: str = "Somebody", head: str = "", text: str = TEXT) -> dict[str, str]:
    qde = f"""<?xml version="1.0" encoding="utf-8"?>{head}
<Project xmlns="urn:QDA-XML:project:1.0" name="made up">
<Users><User guid="u" name="{user}"/></Users>
<CodeBook><Codes><Code guid="c" name="V06 weakened" isCodable="true"/></Codes></CodeBook>
<Sources><TextSource guid="s-{user}" name="Interview with Person X" plainTextPath="internal://t.txt">{selections}
</TextSource></Sources></Project>"""
    return {"project.qde": qde, "sources/t.txt": text}


def selection(first: int, last: int, name: str = SAID) -> str:
    return (
        f'<PlainTextSelection guid="x" name="{name}" startPosition="{first}" endPosition="{last}" '
        'creatingUser="u"><Coding guid="y"><CodeRef targetGUID="c"/></Coding></PlainTextSelection>'
    )


def packed(file: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def coded(directory: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        open_dossier(directory).engine.execute("SELECT * FROM coded_statement ORDER BY coder").to_pylist()
    )
    return rows


def test_no_word_of_an_interview_and_no_name_enters_the_evidence(empty_dossier: Any) -> None:
    directory = empty_dossier()
    import_files(directory, sorted(SAMPLE.iterdir()), at=AT)
    with zipfile.ZipFile(SAMPLE / "project.qdpx") as archive:
        told = {
            word.strip(".,:()").lower()
            for name in archive.namelist()
            if name.endswith(".txt")
            for word in archive.read(name).decode("utf-8-sig").split()
        }
    told |= {"coder one", "coder two", "somebody made up", "minutes"}
    kept = "".join(file.read_text(encoding="utf-8") for file in (directory / "evidence").iterdir()).lower()
    assert {word for word in told if len(word) > 4 and word in kept} == set()


def test_projects_of_two_people_on_the_same_interview_meet_whatever_their_guids(
    tmp_path: Path, empty_dossier: Any
) -> None:
    start = TEXT.index(SAID)
    first = packed(tmp_path / "a.qdpx", project(selection(start, start + len(SAID)), "Ada"))
    windows = TEXT.replace("\n", "\r\n")
    there = windows.index(SAID)
    second = packed(tmp_path / "b.qdpx", project(selection(there + 5, there + 24), "Ben", text=windows))
    directory = empty_dossier()
    import_files(directory, [first], at=AT)
    import_files(directory, [second], at=AT)
    rows = coded(directory)
    assert len(rows) == 2
    assert rows[0]["coder"] != rows[1]["coder"]
    assert {(row["document"], row["passage"], row["code"]) for row in rows} == {
        (rows[0]["document"], rows[0]["passage"], "V06")
    }


def test_selections_may_be_kept_as_they_were_made(tmp_path: Path, empty_dossier: Any) -> None:
    file = packed(tmp_path / "a.qdpx", project(selection(10, 20) + selection(10, 21)))
    passages = {}
    for unit in ("paragraph", "selection"):
        directory = empty_dossier(unit)
        import_files(directory, [file], options={"unit": unit}, at=AT)
        passages[unit] = len(coded(directory))
    assert passages == {"paragraph": 1, "selection": 2}


@pytest.mark.parametrize(
    ("parts", "options"),
    [
        (project("", head='<!DOCTYPE p [<!ENTITY a "b">]>'), {}),
        (project("<broken>"), {}),
        (project(selection(0, 5)), {"unit": "word"}),
    ],
)
def test_what_is_broken_or_dangerous_is_refused_and_the_dossier_stays(
    parts: dict[str, str], options: dict[str, str], tmp_path: Path, empty_dossier: Any, picture: Any
) -> None:
    directory = empty_dossier()
    before = picture(directory)
    with pytest.raises(EvidenceProblems):
        import_files(directory, [packed(tmp_path / "a.qdpx", parts)], options=options, at=AT)
    assert picture(directory) == before


def test_an_archive_that_promises_more_than_it_may_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without the child, which knows nothing of what is changed here; the gate has limits of its own besides.
    monkeypatch.setattr("obverse.connectors.refi_qda.project.LARGEST_PROJECT", 100)
    reader = next(connector for connector in connectors() if connector.name == "refi_qda")
    extract = reader.read([packed(tmp_path / "a.qdpx", project(selection(0, 5)))], {})
    assert ["larger than" in problem.letter() for problem in extract.problems] == [True]
    assert not extract.tables


def test_a_list_of_meanings_with_a_wrong_word_is_told(tmp_path: Path, empty_dossier: Any) -> None:
    meanings = tmp_path / "codes.toml"
    meanings.write_text('[codes]\n"x" = { value = "V06" }\n')
    with pytest.raises(EvidenceProblems, match=r"codes\.x may have"):
        import_files(
            empty_dossier(), [meanings, packed(tmp_path / "a.qdpx", project(selection(0, 5)))], at=AT
        )


def test_a_code_that_nobody_used_and_a_single_coder_are_told_in_the_letter(
    tmp_path: Path, empty_dossier: Any
) -> None:
    meanings = tmp_path / "codes.toml"
    meanings.write_text('[codes]\n"nowhere to be seen" = { code = "V06" }\n')
    file = packed(tmp_path / "a.qdpx", project(selection(10, 20)))
    letter = import_files(empty_dossier(), [meanings, file], at=AT).in_words("en")
    assert "nowhere to be seen" in letter
    assert "One person coded everything" in letter


@pytest.mark.parametrize(
    ("path", "code", "direction", "phase"),
    [
        (("V28",), "V28", "", ""),
        (("v28 égalité", "affaibli"), "V28", "weakened", ""),
        (("Values", "Transparence (+)"), "V15", "strengthened", ""),
        (("V10: citizen influence weakened",), "V10", "weakened", ""),
        (("Mise en œuvre", "V20 weakened"), "V20", "weakened", "delivery"),
        (("Phase", "design"), "", "", "design"),
        (("quarrels", "both"), "quarrels", "both", ""),
        (("V99 unheard of",), "v99_unheard_of", "", ""),
    ],
)
def test_the_names_of_codes_tell_values_directions_and_phases(
    path: tuple[str, ...], code: str, direction: str, phase: str
) -> None:
    meaning = meaning_of(path, {})
    assert (meaning.code, meaning.direction, meaning.phase) == (code, direction, phase)


def test_two_imported_projects_give_an_agreement_of_coders(tmp_path: Path, empty_dossier: Any) -> None:
    directory = empty_dossier()
    for person in ("Ada", "Ben"):
        for interview in range(6):
            text = f"Question {interview}\n\n{SAID} {interview}\n\nThe end {interview}.\n"
            start = text.index(SAID)
            # both mark the same paragraph, and another one that is not the same for both
            other = 0 if person == "Ada" else text.index("The end")
            marks = selection(start, start + 20) + (selection(other, other + 9) if interview < 2 else "")
            file = packed(tmp_path / f"{person}{interview}.qdpx", project(marks, person, text=text))
            import_files(directory, [file], at=AT)
    results = CodedInterviewsAndDocuments().measure(Evidence(open_dossier(directory))).results
    agreement = results["agreement.V06"]
    assert isinstance(agreement, Estimate)
    assert (agreement.n, agreement.value < 1) == (10, True)


def test_a_name_that_begins_with_the_label_of_a_value_is_a_code_of_its_own() -> None:
    assert meaning_of(("Inclusion officer",), {}).code == "inclusion_officer"
    assert meaning_of(("V06 officer",), {}).code == "V06"
