"""``obverse survey codes``: print slips with codes, and tell the workspace their marks."""

# ruff: noqa: PLC0415 - each command loads what it needs, and says so where that is not installed

from __future__ import annotations

from pathlib import Path

import click

from obverse.cli.refusing import read_whole, refusals, write_new


@click.command()
@click.option(
    "--strata",
    "strata",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Table of groups: stratum (number), label, codes (how many), and cluster where people are asked together.",
)
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to.",
)
@click.option("--address", required=True, help="Address of the questionnaire, as the workspace shows it.")
@click.option(
    "--lang", "--language", "language", type=click.Choice(["en", "fr"]), default="en", show_default=True
)
@refusals
def command(strata: Path, folder: Path, address: str, language: str) -> None:
    """Make the codes of a wave: slips to print, and two files for the workspace that hold no code.

    Nothing says who gets which slip. Best done by somebody who does not run the workspace.
    """
    from obverse.survey.paper.press import NoPress, ready
    from obverse.survey.paper.slips import slips
    from obverse.survey.sealing import groups
    from obverse.survey.sealing.letters import Refused, say

    if not address.startswith("https://") or set("#? ") & set(address):
        raise Refused("address", address=address[:200])
    try:
        ready()
    except NoPress as missing:
        raise click.ClickException(missing.letter(language)) from None
    folder.mkdir(parents=True, exist_ok=True)
    made = groups.coded(groups.read_groups(read_whole(strata, groups.MOST_BYTES), str(strata)))
    printed, marks, pepper = folder / "slips.pdf", folder / "codes.csv", folder / "pepper.json"
    content = {printed: slips(made.slips, address, language), marks: made.marks, pepper: made.pepper}
    write_new(content)
    click.echo(say("holding.slips", language, file=printed, count=len(made.slips)))
    click.echo(say("holding.upload", language, marks=marks, pepper=pepper))
    click.echo(say("holding.nobody", language))
