"""``obverse survey draw``: draw people, or doors to begin at, so that anyone can draw the same ones again."""

# ruff: noqa: PLC0415 - each command loads what it needs

from __future__ import annotations

from pathlib import Path

import click

from obverse.cli.refusing import REFUSED, refusals, write_new

_file = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("frame", metavar="FRAME", type=_file)
@click.option("--seed", help="Numbers drawn in public after the digest of FRAME was made public.")
@click.option("--sizes", type=_file, help="Table stratum,size: how many to draw from each; a number or all.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for what is drawn; nothing there is overwritten."
)
@click.option("--check", type=_file, help="A list of ids (drawn.csv) to compare with a new draw.")
@click.option("--digest", help="With --check: the digest that was made public.")
@click.option(
    "--every", type=click.IntRange(1), default=5, show_default=True, help="Random route: every k-th door."
)
@click.option(
    "--doors",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="Random route: doors from each start.",
)
@click.option("--lang", "language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@refusals
def command(
    frame: Path,
    *,
    seed: str | None,
    sizes: Path | None,
    out: Path | None,
    check: Path | None,
    digest: str | None,
    every: int,
    doors: int,
    language: str,
) -> None:
    """Draw people from FRAME, a table id,stratum[,cluster] as CSV.

    Without --seed only the digest of FRAME is shown: make it public before the seed is drawn. A table
    street,stratum,doors gives a random route instead: doors to begin at, and how to go on.
    """
    from obverse.evidence.problems import EvidenceProblems
    from obverse.survey.sampling import drawing
    from obverse.survey.sampling.frame import commit
    from obverse.survey.sampling.words import words

    said = words(language)["draw"]
    if seed is not None and (sizes is None or (out is None) == (check is None)):
        raise click.UsageError("--seed needs --sizes, and either --out or --check")
    if check is not None and digest is None:
        raise click.UsageError("--check needs --digest, the one that was made public")
    try:
        content = frame.read_bytes()
        people = drawing.read_list(content, frame.name)
        if seed is None or sizes is None:
            click.echo(said["digest"].format(digest=commit(people)))
            click.echo(said["publish_first"])
            return
        wanted = drawing.read_sizes(sizes.read_bytes(), sizes.name)
        if check is not None:
            drawn = check.read_bytes()
            drawing.compare(people, wanted, seed, digest=str(digest), drawn=drawn, file=check.name)
            click.echo(said["agrees"])
            return
        files = drawing.files(content, people, wanted, seed, every=every, doors=doors, language=language)
    except EvidenceProblems as found:
        for one in found.problems:
            click.echo(one.letter(language), err=True)
        raise click.exceptions.Exit(REFUSED) from None
    folder = out or Path()
    folder.mkdir(parents=True, exist_ok=True)
    write_new({folder / name: content for name, content in files.items()})
    count = files[drawing.DRAWN].count(b"\n") - 1
    click.echo(said["drawn"].format(count=count, eligible=len(people.entries), strata=len(people.eligible)))
    click.echo(said["written"].format(files=", ".join(files)))
    click.echo(said["keep"].format(file=drawing.DRAWN, protocol=drawing.PROTOCOL))
