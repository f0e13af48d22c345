"""What every connector keeps: found by walking, explained, in two languages, its sample giving what it expects."""

from __future__ import annotations

import ast
import shutil
import string
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import obverse.connectors as rooms
from obverse import evidence
from obverse.connectors.connector import Connector
from obverse.connectors.importing import connectors, import_files
from obverse.evidence.declarations import tables
from obverse.evidence.dossier import examine
from obverse.evidence.importing.letter import Letter
from obverse.evidence.problems import EvidenceProblems
from obverse.evidence.receiving.gate import open_files
from obverse.evidence.receiving.limits import limits
from tests.every_connector.conftest import FACTS
from tests.every_connector.write_expected import AT, SECRET, given

HOME = Path(rooms.__path__[0])
EVIDENCE = Path(evidence.__path__[0])
FOLDERS = sorted(file.parent for file in HOME.glob("*/connector.py"))
CASES = sorted(case for folder in FOLDERS for case in (folder / "sample").glob("*"))
DUMMY = '''
"""A way in that stands for one that somebody adds."""

from obverse.connectors.connector import Connector, Recognition
from obverse.evidence.importing.extract import Extract


class Dummy(Connector):
    """Recognises files that end in .dummy."""

    name = "dummy"

    def recognises(self, files):
        """By their ending."""
        return Recognition(1.0 if files and all(file.suffix == ".dummy" for file in files) else 0.0)

    def read(self, files, options):
        """Nothing, or what stands in its texts where a file says no."""
        shut = [file for file in files if file.read_text() == "no"]
        problems = [self.problem("shut", file.name, 1, details={"word": "no"}) for file in shut]
        return Extract(tables={}, files=tuple(files), problems=tuple(problems))
'''
DUMMY_TEXTS = {
    "en": '[problem.shut]\nwhat = "it says {word}."\nremedy = "Knock."\n',
    "fr": '[problem.shut]\nwhat = "il dit {word}."\nremedy = "Frappez."\n',
}


def case_name(case: Path) -> str:
    return f"{case.parent.parent.name}-{case.name}"


@dataclass(frozen=True)
class Imported:
    """A dossier into which a sample was imported once, to be read only, and the letter about it."""

    directory: Path
    letter: Letter

    def copied(self, place: Path) -> Path:
        """The same dossier elsewhere, for a test that goes on with it."""
        return Path(shutil.copytree(self.directory, place / "dossier"))


@pytest.fixture(scope="module", params=CASES, ids=case_name)
def case(request: pytest.FixtureRequest) -> Path:
    """Each sample of each connector; all that is asked of one is asked before the next."""
    return Path(request.param)


@pytest.fixture(scope="module")
def imported(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """The sample in a dossier that was empty: imported once, however many tests look at it."""
    directory = tmp_path_factory.mktemp("imported") / "dossier"
    (directory / "evidence").mkdir(parents=True)
    (directory / "dossier.toml").write_text(FACTS, encoding="utf-8")
    files, mapping = given(case)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OBVERSE_KEYS", str(directory.parent / "keys"))
        letter = import_files(directory, files, mapping=mapping, secret=SECRET, at=AT)
    return Imported(directory, letter)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_connector_is_called_like_its_folder_and_explains_itself(folder: Path) -> None:
    assert folder.name in {connector.name for connector in connectors()}
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {folder.name}: ")
    assert "Fails when" in page
    assert (folder / "__init__.py").exists()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_connector_says_the_same_in_both_languages(folder: Path) -> None:
    english, french = (_sentences(folder / "texts" / f"{language}.toml") for language in ("en", "fr"))
    own = {key: text for key, text in english.items() if not key.startswith("note.")}
    assert own
    for key, text in own.items():
        assert _placeholders(text) == _placeholders(french[key]), key
        assert key.startswith("type.") or text != french[key] or len(text) < 12, f"{key} is not translated"
    assert set(own) == {key for key in french if not key.startswith("note.")}


def _sentences(file: Path) -> dict[str, str]:
    found: dict[str, str] = {}

    def walk(prefix: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(f"{prefix}.{key}" if prefix else key, inner)
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                walk(f"{prefix}.{number}", inner)
        else:
            found[prefix] = value

    walk("", tomllib.loads(file.read_text(encoding="utf-8")))
    return found


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_connector_tells_the_problems_that_it_alone_can_name_and_no_others(folder: Path) -> None:
    shared = tomllib.loads((EVIDENCE / "texts" / "en.toml").read_text(encoding="utf-8"))["problem"]
    named = {
        node.value
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for language in ("en", "fr"):
        content = tomllib.loads((folder / "texts" / f"{language}.toml").read_text(encoding="utf-8"))
        own = content.get("problem", {})
        assert set(own) <= named, "nobody names it"
        assert not set(own) & set(shared), "it is told twice"
        assert all(set(words) == {"what", "remedy"} for words in own.values())
        assert all(text.strip() for words in own.values() for text in words.values())


def test_every_connector_has_a_sample() -> None:
    assert {case.parent.parent for case in CASES} == set(FOLDERS)


def test_a_sample_gives_exactly_the_evidence_that_is_expected(case: Path, imported: Imported) -> None:
    expected = case.parent.parent / "expected" / case.name
    names = sorted(file.name for file in expected.iterdir())
    assert names == sorted(file.name for file in (imported.directory / "evidence").iterdir())
    for name in names:
        found = (imported.directory / "evidence" / name).read_text(encoding="utf-8")
        assert found == (expected / name).read_text(encoding="utf-8"), name
    assert examine(imported.directory)[1] == []


def test_the_same_files_again_change_nothing_and_the_letter_says_so(
    case: Path, imported: Imported, tmp_path: Path, picture: Any
) -> None:
    assert not imported.letter.unchanged
    directory = imported.copied(tmp_path)
    files, mapping = given(case)
    before = picture(directory)
    again = import_files(directory, list(reversed(files)), mapping=mapping, secret=SECRET)
    assert again.unchanged
    assert "Nothing was changed" in again.in_words("en")
    assert "Rien n’a été modifié" in again.in_words("fr")
    assert picture(directory) == before


def test_reading_a_sample_once_more_on_purpose_finds_all_rows_there(
    case: Path, imported: Imported, tmp_path: Path, picture: Any
) -> None:
    directory = imported.copied(tmp_path)
    files, mapping = given(case)
    before = picture(directory)
    again = import_files(directory, files, mapping=mapping, replace=True, secret=SECRET)
    assert not again.unchanged
    assert {(counts.added, counts.replaced) for counts in again.tables.values()} == {(0, 0)}
    assert all(counts.read == counts.already_there > 0 for counts in again.tables.values())
    assert picture(directory) == before


def test_every_row_tells_its_source_and_the_row_in_it(imported: Imported) -> None:
    letter, directory = imported.letter, imported.directory
    dossier, _ = examine(directory)
    assert dossier is not None
    sources = {
        row["id"]: row["sha256"]
        for row in dossier.engine.execute("SELECT id, sha256 FROM document").to_pylist()
        if row["sha256"]
    }
    connector = next(one for one in connectors() if one.name == letter.connector)
    kept = {file.name for file in (directory / "sources").glob("*")}
    assert kept <= set(sources.values())
    assert kept or not connector.keeps_originals
    for table in letter.tables:
        rows = dossier.engine.execute(f"SELECT source_id, source_row FROM {table}").to_pylist()
        told = [row for row in rows if row["source_id"]]
        assert len(told) == letter.tables[table].read
        assert all(row["source_id"] in sources and row["source_row"] > 1 for row in told)


def test_no_connector_claims_the_files_of_another(case: Path, tmp_path: Path) -> None:
    given_files, mapping = given(case)
    files = [file.path for file in open_files(given_files, tmp_path, limits()).admitted]
    own = case.parent.parent.name
    sure = {
        connector.name: connector.recognises(files).sure
        for connector in connectors()
        if connector.name != own
    }
    assert set(sure.values()) == {0.0}
    if mapping is None:
        mine = next(connector for connector in connectors() if connector.name == own)
        assert mine.recognises(files).sure > 0.5


@pytest.mark.parametrize(
    "case", [case for case in CASES if "decidim" in case_name(case)], ids=case_name, indirect=True
)
def test_a_register_that_no_export_contains_is_kept_back_and_not_one_that_nobody_kept(
    imported: Imported,
) -> None:
    dossier, _ = examine(imported.directory)
    assert dossier is not None
    for table in ("participation", "vote"):
        assert dossier.facts.platform[table].not_exported == ("*",)
        assert dossier.coverage[table].is_silence


@pytest.fixture
def dummy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A connector in a folder elsewhere, for as long as a test lasts; an export for it to read."""
    folder = tmp_path / "more" / "dummy"
    (folder / "texts").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "connector.py").write_text(DUMMY)
    for language, text in DUMMY_TEXTS.items():
        (folder / "texts" / f"{language}.toml").write_text(text)
    export = tmp_path / "export.dummy"
    export.write_text("x")
    monkeypatch.setattr(rooms, "__path__", [*rooms.__path__, str(tmp_path / "more")])
    connectors.cache_clear()
    yield export
    monkeypatch.undo()
    connectors.cache_clear()
    for name in [name for name in sys.modules if name.startswith(f"{rooms.__name__}.dummy")]:
        del sys.modules[name]
    assert "dummy" not in {connector.name for connector in connectors()}


def test_a_connector_in_a_folder_of_its_own_is_found_without_any_other_edit(
    dummy: Path, empty_dossier: Any
) -> None:
    assert [connector.name for connector in connectors()].count("dummy") == 1
    assert import_files(empty_dossier(), [dummy], secret=SECRET, at=AT).connector == "dummy"


def test_a_connector_in_a_folder_of_its_own_tells_its_own_problems(dummy: Path, empty_dossier: Any) -> None:
    dummy.write_text("no")
    with pytest.raises(EvidenceProblems) as refused:
        import_files(empty_dossier(), [dummy], secret=SECRET, at=AT)
    (problem,) = refused.value.problems
    assert (problem.kind, problem.row) == ("shut", 1)
    assert problem.letter("en") == "export.dummy, row 1: it says no. Knock."
    assert problem.letter("fr").endswith("il dit no. Frappez.")


def test_files_that_nobody_recognises_are_refused_with_the_names_of_all_connectors(
    tmp_path: Path, empty_dossier: Any, picture: Any
) -> None:
    strange = tmp_path / "strange.csv"
    strange.write_text("a,b\n1,2\n")
    directory = empty_dossier()
    before = picture(directory)
    with pytest.raises(EvidenceProblems) as refused:
        import_files(directory, [strange])
    assert [problem.kind for problem in refused.value.problems] == ["unknown_platform"]
    assert all(connector.name in str(refused.value) for connector in connectors())
    assert picture(directory) == before


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ({"platform": "poliss"}, "no_such_platform"),
        ({"platform": "polis", "options": {"prefx": "a"}}, "unknown_option"),
        ({"platform": "mapping"}, "mapping_not_given"),
        ({"mapping": "nowhere.toml"}, "missing_file"),
    ],
)
def test_a_wrong_call_is_answered_with_what_was_meant(
    arguments: dict[str, Any], kind: str, tmp_path: Path, empty_dossier: Any
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(EvidenceProblems) as refused:
        import_files(empty_dossier(), [file], **arguments)
    assert [problem.kind for problem in refused.value.problems] == [kind]
    assert refused.value.problems[0].letter("fr")


def test_connectors_are_of_the_declared_kind() -> None:
    assert [connector.name for connector in connectors()] == sorted(folder.name for folder in FOLDERS)
    assert all(isinstance(connector, Connector) for connector in connectors())


def test_what_a_connector_says_is_kept_back_is_a_table_of_the_evidence() -> None:
    named = {table for connector in connectors() for table in connector.keeps_back}
    assert named <= set(tables())
    assert named
