"""``obverse survey receipt``: see whether an answer was counted."""

# ruff: noqa: PLC0415 - each command loads what it needs, and says so where that is not installed

from __future__ import annotations

from pathlib import Path

import click

from obverse.cli.refusing import REFUSED, read_whole, refusals


@click.command()
@click.argument("receipt")
@click.argument("published", metavar="LIST", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--lang", "language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@refusals
def command(receipt: str, published: Path, language: str) -> None:
    """Say whether RECEIPT is in the LIST that was published at the close of a wave.

    Ends with 0 where it is, with 3 where it is not.
    """
    from obverse.survey.sealing import batch, sealed
    from obverse.survey.sealing.batch import BadBatch
    from obverse.survey.sealing.letters import say

    plain = sealed.plain_receipt(receipt)
    try:
        digests = batch.read_list(read_whole(published, batch.MOST_LIST_BYTES).decode("utf-8"))
    except UnicodeDecodeError:
        raise BadBatch("list_form") from None
    shown = sealed.shown(plain)
    if any(sealed.shown(digest) == shown for digest in digests):
        click.echo(say("holding.listed", language, receipt=shown))
        return
    click.echo(say("holding.not_listed", language, receipt=shown, count=len(digests)))
    raise click.exceptions.Exit(REFUSED)
