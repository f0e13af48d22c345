"""A thousand made-up people planted into exports: no byte of them in dossier, report, key, scratch folder or log.

What is not promised stays, and the tests say so: in free text the names of people who do not take part, and street
addresses; the name of a file; what a letter quotes to the person who gave the file.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import obverse.connectors as rooms
from obverse.connectors.importing import import_files, suggest_mapping
from obverse.evidence.problems import EvidenceProblems
from tests.every_connector.canaries import Flock
from tests.every_connector.canary_planting import Planter
from tests.every_connector.canary_traces import found_in, plain_hashes, traces
from tests.every_connector.write_expected import AT, given

HOME = Path(rooms.__path__[0])
PLANTED = 1000
CASES = {f"{case.parent.parent.name}-{case.name}": case for case in sorted(HOME.glob("*/sample/*"))}
# Samples in which nobody stands, and no column that nobody reads can be added; other tests plant into such files.
NOBODY = {
    *("adhocracy-json", "decidim-graphql", "frictionless-version_1", "frictionless-version_2"),
    *("mapping-periods", "mapping-unpivoted", "workbook-filled", "workbook-in_french"),
}
# Samples whose days are handed over as texts: no dossier can be begun with them yet.
NOT_BEGUN = {"govocal-api"}
Picture = Callable[[Path], dict[str, bytes]]


@dataclass(frozen=True)
class Sample:
    """A sample with canaries in the place of its people."""

    folder: Path
    flock: Flock

    @property
    def told(self) -> list[str]:
        """Every canary in it, as it is written."""
        return [self.flock.of(kind, said) for kind, said in self.flock.numbers]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sample]:
    """All samples of all connectors, planted."""
    home, made, first = tmp_path_factory.mktemp("planted"), {}, 1
    for name, case in CASES.items():
        sample = Sample(Path(shutil.copytree(case, home / name)), Flock(first))
        planter = Planter(case.parent.parent.name, sample.flock)
        for file in sorted(sample.folder.rglob("*")):
            planter.plant(file)
        first += len(sample.flock)
        made[name] = sample
    return made


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for what is unpacked and laid aside."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """All that was logged, at whatever level, or printed."""
    caplog.set_level(logging.DEBUG)
    return lambda: caplog.text + "".join(capfd.readouterr())


def test_more_than_a_thousand_are_planted_and_all_of_them_are_seen_by_the_search(
    samples: Mapping[str, Sample],
) -> None:
    planted = {one for sample in samples.values() for one in sample.told if found_in(one)}
    assert len(planted) >= PLANTED
    empty = {name for name, sample in samples.items() if not sample.flock.numbers}
    assert empty == NOBODY
    for sample in samples.values():
        for person in sample.flock.names:
            assert traces(sample.folder)
            assert found_in(person)


@pytest.mark.parametrize("name", sorted(set(CASES) - NOBODY))
def test_nobody_planted_into_an_export_is_found_after_it_was_imported_twice(
    name: str,
    samples: Mapping[str, Sample],
    tmp_path: Path,
    heard: Callable[[], str],
    empty_dossier: Callable[[], Path],
) -> None:
    files, mapping = given(samples[name].folder)
    directory = empty_dossier() if name in NOT_BEGUN else tmp_path / "dossier"
    letters = [
        import_files(directory, files, mapping=mapping, replace=replace, at=AT) for replace in (False, True)
    ]
    # Beside the dossier lie the folder of keys and the scratch folder.
    assert traces(tmp_path) == {}
    assert list((tmp_path / "scratch").iterdir()) == []
    told = [letter.in_words(language) for letter in letters for language in ("en", "fr")]
    assert [found_in(text) for text in (*told, heard())] == [[]] * 5
    # An id under a hash that needs no key is an id.
    content = b" ".join(file.read_bytes() for file in directory.rglob("*") if file.is_file()).decode()
    assert [one for one in plain_hashes(samples[name].told) if one in content] == []


@pytest.mark.parametrize("name", ["adhocracy-excel-english", "consul-madrid", "open311-boston"])
def test_a_mapping_that_is_proposed_for_an_export_shows_nobody(
    name: str, samples: Mapping[str, Sample], scratch: Path
) -> None:
    files, _ = given(samples[name].folder)
    proposed = [suggest_mapping(file) for file in files]
    assert all("[[table]]" in mapping or "# " in mapping for mapping in proposed)
    assert [found_in(mapping) for mapping in proposed] == [[] for _ in files]
    assert list(scratch.rglob("*")) == []


def test_a_letter_about_people_who_are_in_the_dossier_calls_them_by_their_pseudonyms(
    samples: Mapping[str, Sample], tmp_path: Path, picture: Picture, heard: Callable[[], str]
) -> None:
    files, _ = given(samples["pabulib-several"].folder)
    directory = tmp_path / "dossier"
    import_files(directory, files, at=AT)
    before = picture(directory)
    changed = tmp_path / "points.pb"
    changed.write_text(re.sub(";19;F", ";23;M", files[0].read_text("utf-8")), encoding="utf-8")
    with pytest.raises(EvidenceProblems) as refused:
        import_files(directory, [changed, *files[1:]], at=AT)
    assert re.search("p-[0-9a-f]{20}", str(refused.value))
    assert found_in(str(refused.value)) == []
    assert found_in(heard()) == []
    assert picture(directory) == before


def test_one_person_is_one_in_two_exports_of_a_platform_and_another_under_another_key(
    tmp_path: Path,
) -> None:
    def people(directory: Path) -> set[str]:
        return set(
            re.findall("^p-[0-9a-f]{20}", (directory / "evidence/actor.csv").read_text(), re.MULTILINE)
        )

    first, second = (
        HOME / "loomio" / "sample" / name / "export.csv" for name in ("discussions", "proposals")
    )
    both, other = tmp_path / "both", tmp_path / "other"
    import_files(both, [first], at=AT)
    alone = people(both)
    import_files(both, [second], at=AT)
    import_files(other, [first], at=AT)
    # Users 11 and 15 stand in the first export, 11 and 16 in the second.
    assert (len(alone), len(people(both)), len(alone - people(both))) == (2, 3, 0)
    assert alone & people(other) == set()


@dataclass(frozen=True)
class Run:
    """What a command answered."""

    code: int
    printed: str


def obverse(*arguments: str | Path) -> Run:
    """The command as a person calls it, in a folder where nothing is left behind."""
    done = subprocess.run(
        [sys.executable, "-m", "obverse", *map(str, arguments)],
        env=dict(os.environ),
        cwd=os.environ["TMPDIR"],
        capture_output=True,
        check=False,
    )
    return Run(done.returncode, (done.stdout + done.stderr).decode())


def people_of_nowhere(rows: int) -> str:
    """A list of proposals with who made them, as a town that nobody knows would keep it."""
    flock = Flock()
    lines = ["Proposal ID;Title;Text;Author;E-mail;Phone;Address;Address of computer;District;Date;Status"]
    for number in range(1, rows + 1):
        kinds = ("name", "email", "phone", "address", "ip")
        told = ";".join(flock.of(kind, f"{number}") for kind in kinds)
        text = flock.text(f"A bench, number {number}")
        when = f"2024-0{number % 9 + 1}-11"
        lines.append(f"{number};Bench {number};{text};{told};Quartier {number % 7};{when};Accepted")
    return "\n".join(lines) + "\n"


def test_nobody_in_an_unknown_list_reaches_dossier_reports_explanations_or_the_screen(
    tmp_path: Path, keys: Path, scratch: Path
) -> None:
    file, mapping = tmp_path / "proposals.csv", tmp_path / "mapping.toml"
    file.write_text(people_of_nowhere(200), encoding="utf-8")
    proposed = obverse("import", tmp_path / "dossier", file, "--suggest")
    assert found_in(proposed.printed) == []
    mapping.write_text(proposed.printed, encoding="utf-8")
    runs = [
        proposed,
        obverse("import", tmp_path / "dossier", file, "--mapping", mapping),
        obverse("import", tmp_path / "dossier", file, "--mapping", mapping, "--replace", "--lang", "fr"),
        obverse("audit", tmp_path / "dossier", "--format", "html,json,csv", "--out", tmp_path / "report"),
    ]
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    figure = next(one["indicator"] for one in report["findings"] if "value" in one["result"])
    runs.append(obverse("explain", tmp_path / "dossier", figure, "--limit", "0"))
    assert [run.code for run in runs] == [0] * len(runs)
    assert [found_in(run.printed) for run in runs] == [[] for _ in runs]
    assert len(list((tmp_path / "report").iterdir())) >= 3
    for place in (tmp_path / "dossier", tmp_path / "report", keys, scratch):
        assert traces(place) == {}


def test_a_name_in_the_wrong_column_is_quoted_to_who_gave_the_file_and_goes_nowhere_else(
    tmp_path: Path, keys: Path, scratch: Path, heard: Callable[[], str]
) -> None:
    file, mapping, directory = tmp_path / "proposals.csv", tmp_path / "mapping.toml", tmp_path / "dossier"
    file.write_text(people_of_nowhere(30), encoding="utf-8")
    mapping.write_text(suggest_mapping(file), encoding="utf-8")
    import_files(directory, [file], mapping=mapping, at=AT)
    wrong = people_of_nowhere(30).replace("2024-02-11", "Canarina Zqx0001")
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(EvidenceProblems) as refused:
        import_files(directory, [file], mapping=mapping, replace=True, at=AT)
    assert {"canarin", "zqx0001"} == set(found_in(str(refused.value)))
    assert found_in(heard()) == []
    for place in (directory, keys, scratch):
        assert traces(place) == {}
