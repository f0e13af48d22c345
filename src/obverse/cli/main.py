"""The command ``obverse``.

Exit codes: 0 done, 1 the program's fault, 2 the call is wrong, 3 the evidence has problems (listed), 5 a report that
must not leave, because it would tell too much about a few people (4 is kept for a verification that fails).
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from obverse import __version__
from obverse.cli.survey import survey

if TYPE_CHECKING:
    from obverse.evidence.problems import Problem

EVIDENCE_HAS_PROBLEMS = 3
NOT_HERE = 2
P = ParamSpec("P")
R = TypeVar("R")
_language = click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="Language of all texts.",
)
_directory = click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
_SUMMARY = {
    "en": ("The evidence has 1 problem:", "The evidence has {count} problems:", "Nothing was changed."),
    "fr": (
        "Le dossier présente 1 problème :",
        "Le dossier présente {count} problèmes :",
        "Rien n’a été modifié.",
    ),
}


def _letters(command: Callable[P, R]) -> Callable[P, R]:
    """Turn problems of the evidence into letters and exit code 3, and what has to be installed first into 2."""

    @wraps(command)
    def run(*arguments: P.args, **options: P.kwargs) -> R:
        from obverse.evidence.problems import EvidenceProblems
        from obverse.survey.paper.press import NoPress

        try:
            return command(*arguments, **options)
        except NoPress as missing:
            click.echo(missing.letter(str(options.get("language", "en"))), err=True)
            raise click.exceptions.Exit(NOT_HERE) from None
        except EvidenceProblems as found:
            _print_problems(found.problems, str(options.get("language", "en")))
            raise click.exceptions.Exit(EVIDENCE_HAS_PROBLEMS) from None

    return run


def _print_problems(problems: Sequence[Problem], language: str) -> None:
    one, many, _ = _SUMMARY[language]
    click.echo(one if len(problems) == 1 else many.format(count=len(problems)), err=True)
    for problem in problems:
        click.echo(f"  - {problem.letter(language)}", err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="obverse")
def main() -> None:
    """Audit a co-creation or co-production process for what it does to people: the bright side and the dark one."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


main.add_command(survey)


@main.command()
@_directory
@_language
@_letters
def new(directory: Path, language: str) -> None:
    """Start an empty dossier in DIR, with an XLSX workbook that has one sheet for each table."""
    from obverse.connectors.workbook.new import new_dossier

    for file in new_dossier(directory, language):
        click.echo(str(file))


@main.command(name="import")
@_directory
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--platform", help="The connector to read with, where the files do not tell.")
@click.option(
    "--mapping", type=click.Path(path_type=Path), help="A mapping (TOML) that says which column is which."
)
@click.option(
    "--option",
    "options",
    metavar="KEY=VALUE",
    multiple=True,
    help="A setting of the connector, as its page names it.",
)
@click.option("--replace", is_flag=True, help="Let the new file win where the evidence holds other content.")
@click.option("--suggest", is_flag=True, help="Write a mapping for FILE to begin with, and import nothing.")
@click.option(
    "--encoding", default="", help="How FILE is written, where it is not UTF-8: cp1252, for instance."
)
@click.option(
    "--keep-originals", is_flag=True, help="Keep the files as they came, even if people stand in them."
)
@click.option(
    "--new-key", is_flag=True, help="Make a new key of pseudonyms, where the dossier's own is gone."
)
@click.option(
    "--limit",
    "bounds",
    metavar="NAME=NUMBER",
    multiple=True,
    help="How much a file may take, for instance file_bytes=200000000.",
)
@_language
@_letters
def import_(
    directory: Path,
    files: tuple[Path, ...],
    *,
    platform: str | None,
    mapping: Path | None,
    options: tuple[str, ...],
    replace: bool,
    suggest: bool,
    encoding: str,
    keep_originals: bool,
    new_key: bool,
    bounds: tuple[str, ...],
    language: str,
) -> None:
    """Bring exports, archives, tables or a filled workbook into the dossier in DIR; all of it or nothing.

    Where there is no dossier in DIR, one is begun.
    """
    from obverse.cli.importing import bring_in, suggestions

    bound = _pairs(bounds, "--limit")
    if suggest:
        for mapping_text in suggestions(
            files, options=_pairs(options, "--option"), encoding=encoding, bounds=bound, language=language
        ):
            click.echo(mapping_text)
        return
    for line in bring_in(
        directory,
        files,
        platform=platform,
        mapping=mapping,
        replace=replace,
        options=_pairs(options, "--option"),
        bounds=bound,
        encoding=encoding,
        keep_originals=keep_originals,
        new_key=new_key,
        language=language,
    ):
        click.echo(line)


def _pairs(settings: Sequence[str], name: str) -> dict[str, str]:
    for setting in settings:
        if "=" not in setting:
            raise click.BadParameter(f"{setting} should be KEY=VALUE.", param_hint=name)
    return dict(setting.split("=", 1) for setting in settings)


@main.command()
@_directory
@_language
@_letters
def forget(directory: Path, language: str) -> None:
    """Delete the key of the dossier in DIR: after this nobody can tell who its pseudonyms are."""
    from obverse.evidence.importing.forgetting import forget as run

    gone = run(directory)
    told = {
        "en": (
            "No key of this dossier is kept here.",
            "Deleted: {keys}. The pseudonyms stay, nobody can undo them.",
        ),
        "fr": (
            "Aucune clé de ce dossier n’est conservée ici.",
            "Effacé : {keys}. Les pseudonymes restent, nul ne peut plus les lever.",
        ),
    }
    click.echo(told[language][bool(gone)].format(keys=", ".join(gone)))


@main.command()
@_directory
@_language
@_letters
def check(directory: Path, language: str) -> None:
    """Name every problem of the dossier in DIR: file, row, column, what is wrong, how to mend it."""
    from obverse.evidence.dossier import open_dossier

    dossier = open_dossier(directory)
    filled = [item for item in dossier.coverage.values() if item.rows]
    rows = sum(item.rows for item in filled)
    told = {
        "en": f"No problems: {len(filled)} tables, {rows} rows.",
        "fr": f"Aucun problème : {len(filled)} tables, {rows} lignes.",
    }
    click.echo(told[language])


@main.command()
@_directory
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the report; DIR/report by default.")
@_language
@click.option(
    "--format", "wanted", default="html,json", show_default=True, help="html, json, csv, pdf (comma between)."
)
@click.option(
    "--beside",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The dossier of a comparable decision without co-creation, held to the same yardstick.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="Where queries run.",
)
@click.option(
    "--master",
    default="local[*]",
    show_default=True,
    help="Which Spark: local-cluster[2,1,1024], spark://HOST:PORT or sc://HOST:PORT.",
)
@click.option(
    "--memory",
    default="",
    help="How much memory DuckDB may take, such as 8GB; 60 % of the machine's by default.",
)
@click.option(
    "--release",
    "named",
    metavar="NAME",
    help="Release the report under this name: it is checked with all earlier releases first, and noted.",
)
@click.option(
    "--leave-as-published",
    is_flag=True,
    help="Leave figures as earlier releases print them, or withhold them, where they would tell too much beside these.",
)
@_letters
def audit(
    directory: Path,
    *,
    out: Path | None,
    named: str | None,
    leave_as_published: bool,
    language: str,
    wanted: str,
    beside: Path | None,
    engine: str,
    master: str,
    memory: str,
) -> None:
    """Audit the dossier in DIR, print the profile and write the report."""
    from obverse.auditing import audit as run
    from obverse.cli.engines import running
    from obverse.cli.profile import lines
    from obverse.cli.progress import shown
    from obverse.cli.releasing import earlier_releases, release
    from obverse.reports.formats import formats

    known = formats()
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise click.BadParameter(
                f"{name} is not a format; known are {', '.join(known)}.", param_hint="--format"
            )
        known[name].ready()
    earlier = earlier_releases(directory) if leave_as_published else ()
    with running(engine, master=master, memory=memory) as chosen:
        report = run(
            directory,
            language=language,
            beside=beside,
            engine=chosen,
            progress=shown(sys.stderr, language),
            earlier=earlier,
        )
    released = release(directory, report, named, language) if named else ""
    folder = out or directory / "report"
    folder.mkdir(parents=True, exist_ok=True)
    for line in lines(report, min(shutil.get_terminal_size((100, 24)).columns, 120)):
        click.echo(line)
    click.echo()
    for name in names:
        file = folder / known[name].file_name
        file.write_bytes(known[name].render(report))
        click.echo(f"{name:<5} {file}")
    if released:
        click.echo(released)


@main.command()
@click.argument("place", metavar="FOLDER|TABLE.csv", type=click.Path(path_type=Path, exists=True))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the reports.")
@_language
@click.option("--only", default="", help="Ids of indicators, comma between; all by default.")
@click.option("--jobs", type=click.IntRange(min=1), help="Dossiers at the same time; one a core by default.")
@_letters
def oversee(place: Path, *, out: Path, language: str, only: str, jobs: int | None) -> None:
    """Audit many dossiers: a profile for each, and how each figure is spread over them.

    They are those below a FOLDER, or those that a TABLE names in its column path. They keep their order: there is no
    ranking.
    """
    from obverse.cli.overseeing import exit_code, lines
    from obverse.overseeing import oversee as run

    chosen = [name.strip() for name in only.split(",") if name.strip()] or None
    oversight = run(place, out=out, language=language, only=chosen, jobs=jobs, progress=_counted())
    for line in lines(oversight):
        click.echo(line)
    click.echo()
    for name in ("html", "json"):
        click.echo(f"{name:<5} {out / f'oversight.{name}'}")
    raise click.exceptions.Exit(exit_code(oversight))


def _counted() -> Callable[[int, int, str], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, label: str) -> None:
        click.echo(f"\r\033[K{done}/{total} {label}" if done < total else "\r\033[K", nl=False, err=True)

    return show


@main.command()
@_directory
@click.argument("figure", metavar="FIGURE")
@click.option("--limit", default=50, show_default=True, help="How many rows to show; 0 shows all.")
@_language
@_letters
def explain(directory: Path, figure: str, limit: int, language: str) -> None:
    """Show the rows behind a FIGURE, for example E5.2 or "E5.2:static library.closed.ratio"."""
    from obverse.cli.explanation import explain as run

    for line in run(directory, figure, limit or None, language):
        click.echo(line)


@main.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the installation; obverse-data by default, or what OBVERSE_DATA names.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), default=2, show_default=True, help="Processes that make pages."
)
@click.option(
    "--demo",
    is_flag=True,
    help="A town hall to try out: examples, finished audits, every role one click away.",
)
@_language
def serve(data: Path | None, *, host: str, port: int, workers: int, demo: bool, language: str) -> None:
    """Start the workspace: pages for town halls, associations and auditors, until it is interrupted.

    It keeps everything in one folder; with DATABASE_URL it works on a PostgreSQL. Needs obverse[web].
    """
    from obverse.cli.serving import serve as run

    folder = [f"--data={data}"] if data is not None else []
    wanted = [f"--host={host}", f"--port={port}", f"--workers={workers}", *(["--demo"] if demo else [])]
    run([*folder, *wanted], language)
