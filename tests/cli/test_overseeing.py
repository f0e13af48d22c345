"""``obverse oversee``: many dossiers in, a page and profiles out, letters for those that have problems."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from benchmarks.scale.small_processes import make_processes
from obverse.cli.main import main


def test_profiles_and_the_page_are_written_and_letters_end_with_exit_code_three(tmp_path: Path) -> None:
    first, second = make_processes(tmp_path / "dossiers", 2, seed=1)
    (second / "evidence" / "nonsense.csv").write_text("a\n1\n", encoding="utf-8")
    table = tmp_path / "list.csv"
    table.write_text(
        f"path,label\ndossiers/{first.name},North\ndossiers/{second.name},South\n", encoding="utf-8"
    )
    out = tmp_path / "out"
    told = CliRunner().invoke(
        main, ["oversee", str(table), "--out", str(out), "--only", "L4.1", "--jobs", "1", "--lang", "fr"]
    )
    assert told.exit_code == 3, told.output
    assert "2 dossiers, dont 1 avec un profil" in told.output
    assert "South\u00a0: evidence/nonsense.csv" in told.output
    assert (out / "processes" / "north" / "report.html").exists()
    assert "côte à côte" in (out / "oversight.html").read_text(encoding="utf-8")


def test_an_indicator_that_does_not_exist_is_a_letter_before_any_audit(tmp_path: Path) -> None:
    told = CliRunner().invoke(
        main, ["oversee", str(tmp_path), "--out", str(tmp_path / "out"), "--only", "L4.11"]
    )
    assert told.exit_code == 3
    assert "L4.11" in told.output
    assert not (tmp_path / "out").exists()
