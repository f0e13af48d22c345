"""``obverse survey open``: the holders open a batch of sealed answers."""

# ruff: noqa: PLC0415 - each command loads what it needs, and says so where that is not installed

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from obverse.cli.refusing import read_whole, refusals, write_new
from obverse.cli.screen import wipe


@click.command()
@click.argument("file", metavar="BATCH", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--root", required=True, help="The sum of the published list, copied from where it was published."
)
@click.option(
    "--memory",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The holders' memory of earlier openings with this key.",
)
@click.option("--first", is_flag=True, help="Say that nothing was ever opened with this key.")
@click.option(
    "--sheet",
    "sheets",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file of a part, once for each holder present; without it the words are typed.",
)
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to.",
)
@click.option("--yes", is_flag=True, help="The memory was compared with the last statement; do not ask.")
@click.option("--lang", "language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@refusals
def command(
    file: Path,
    *,
    root: str,
    memory: Path,
    first: bool,
    sheets: tuple[Path, ...],
    folder: Path,
    yes: bool,
    language: str,
) -> None:
    """Open the sealed answers of a closed wave; do it on a computer without a network, with the holders present.

    Writes one archive for the workspace and a statement to sign. Refuses batches that would let somebody be found out.
    """
    from obverse.survey.instrument.records import rows_of
    from obverse.survey.sealing import batch, opened, opening
    from obverse.survey.sealing.letters import Refused, say

    archive, statement = folder / "opened.zip", folder / "statement.txt"
    for one in (archive, statement):
        if one.exists():
            raise Refused("file_exists", file=one)
    folder.mkdir(parents=True, exist_ok=True)
    # Looked at first: nobody types 66 words for a batch that is not opened anyway.
    content = read_whole(file, batch.MOST_BYTES)
    opening.admitted(content, root)

    def compare(shown: str) -> None:
        question = say("holding.compare_first" if first else "holding.compare", language, memory=shown)
        if not yes and not click.confirm(question):
            raise click.ClickException(say("holding.stopped", language))

    done = opening.open_batch(
        content,
        _parts(sheets, language),
        memory,
        root=root,
        is_answer=lambda record: opened.is_answer(record, rows_of),
        first=first,
        compare=compare,
    )
    said = opening.statement_text(done.statement, language)
    write_new({archive: opened.bundled(opened.files(done, rows_of)), statement: said.encode()})
    click.echo(said)
    details = {"opened": done.count, "count": done.statement.count, "file": archive, "statement": statement}
    click.echo(say("holding.opened", language, **details))
    click.echo(say("holding.remember", language, memory=memory))


def _parts(sheets: Sequence[Path], language: str) -> list[str]:
    from obverse.survey.sealing import keys
    from obverse.survey.sealing.letters import Refused, say
    from obverse.survey.sealing.sheets import words_on

    if sheets:
        return [words_on(read_whole(one, 20_000).decode("utf-8", errors="replace")) for one in sheets]
    parts: list[str] = []
    needed = 1
    while len(parts) < needed:
        click.echo(say("holding.ask_part", language, number=len(parts) + 1))
        lines = []
        while line := click.prompt("", default="", show_default=False, prompt_suffix="").strip():
            lines.append(line)
        try:
            words = words_on("\n".join(lines))
            needed = keys.check_words(words, len(parts) + 1)
        except Refused as refused:
            click.echo(refused.letter(language), err=True)
            continue
        parts.append(words)
        wipe()
    return parts
