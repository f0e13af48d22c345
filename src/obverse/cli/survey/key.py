"""``obverse survey key``: make the key of a wave and hand its parts to the holders."""

# ruff: noqa: PLC0415 - each command loads what it needs, and says so where that is not installed

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from obverse.cli.refusing import refusals, write_new
from obverse.cli.screen import wipe

if TYPE_CHECKING:
    from obverse.survey.sealing.keys import Key

_ASKED = 3


@click.command()
@click.option("--wave", required=True, help="What the sheets call the wave.")
@click.option(
    "--public",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the public half is written, for the workspace.",
)
@click.option("--holders", default=3, show_default=True, help="How many parts there are.")
@click.option("--needed", default=2, show_default=True, help="How many of them open the answers.")
@click.option(
    "--sheet",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Write each part to a folder of its own (on the holder's stick) instead of showing it once; "
    "give this once for each holder.",
)
@click.option("--lang", "language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@refusals
def command(
    wave: str, *, public: Path, holders: int, needed: int, folders: tuple[Path, ...], language: str
) -> None:
    """Make the key of a wave; do it on a computer without a network.

    The secret half is split among the holders and never written down whole.
    """
    from obverse.survey.sealing import keys
    from obverse.survey.sealing.letters import Refused, say

    _apart(folders, holders)
    if public.exists():
        raise Refused("file_exists", file=public)
    key = keys.new_key(needed, holders)
    if needed == 1:
        click.echo(say("holding.alone", language))
    written = {public: keys.write_public(key).encode()}
    if folders:
        from obverse.survey.sealing.sheets import sheet

        sheets = {
            folder / f"obverse-part-{number}-of-{holders}.txt": sheet(key, number, wave, language).encode()
            for number, folder in enumerate(folders, start=1)
        }
        write_new({**sheets, **written})
        for number, file in enumerate(sheets, start=1):
            click.echo(say("holding.sheet", language, number=number, file=file))
        if needed > 1:
            click.echo(say("holding.apart", language, needed=needed))
    else:
        for number in range(1, holders + 1):
            _show(key, number, wave, language)
        write_new(written)
    click.echo(say("holding.public", language, file=public, key=keys.shown_digest(key.public)))


def _apart(folders: Sequence[Path], holders: int) -> None:
    from obverse.survey.sealing.letters import Refused

    for folder in folders:
        if not folder.is_dir():
            raise Refused("no_folder", folder=folder)
    if folders and (len(folders) != holders or len({folder.resolve() for folder in folders}) < holders):
        raise Refused("same_folder", given=len({folder.resolve() for folder in folders}), holders=holders)


def _show(key: Key, number: int, wave: str, language: str) -> None:
    """Show one part until its holder has copied it, which three words from their sheet tell."""
    from obverse.survey.sealing.letters import say
    from obverse.survey.sealing.sheets import sheet

    words = key.shares[number - 1].split()
    while True:
        click.prompt(
            say("holding.turn", language, number=number, holders=len(key.shares)),
            default="",
            show_default=False,
            prompt_suffix=" ",
        )
        click.echo(sheet(key, number, wave, language))
        click.prompt(say("holding.written", language), default="", show_default=False, prompt_suffix=" ")
        wipe()
        for place in sorted(secrets.SystemRandom().sample(range(len(words)), _ASKED)):
            typed = click.prompt(
                say("holding.word", language, number=place + 1), default="", show_default=False
            )
            if typed.strip().lower()[:4] != words[place][:4]:
                click.echo(say("holding.wrong_word", language, number=place + 1))
                break
        else:
            wipe()
            return
