"""``obverse survey plan``: how many people to ask in each stratum."""

# ruff: noqa: PLC0415 - each command loads what it needs

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from obverse.cli.refusing import REFUSED, refusals, write_new

if TYPE_CHECKING:
    from obverse.survey.sampling.plan import Measure


@click.command()
@click.argument("strata", metavar="STRATA", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--difference",
    type=float,
    default=None,
    help="Smallest difference that matters: of shares (default 0.15) or of means (default 0.5).",
)
@click.option("--measure", type=click.Choice(["share", "mean"]), default="share", show_default=True)
@click.option(
    "--response", type=float, default=0.3, show_default=True, help="Where STRATA has no column response."
)
@click.option(
    "--asked",
    type=float,
    default=0.25,
    show_default=True,
    help="Part of the respondents who get an item: 0.5 for 7 of 14 values, 0.25 with random halves.",
)
@click.option(
    "--together", type=float, default=1.0, show_default=True, help="People who answer from one cluster."
)
@click.option(
    "--resemblance", type=float, default=0.03, show_default=True, help="Their intraclass correlation."
)
@click.option("--power", type=float, default=0.8, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write the sizes here, for the draw.")
@click.option("--lang", "language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@refusals
def command(
    strata: Path,
    *,
    difference: float | None,
    measure: str,
    response: float,
    asked: float,
    together: float,
    resemblance: float,
    power: float,
    out: Path | None,
    language: str,
) -> None:
    """Plan the sample: how many to ask in each stratum so that a difference that matters would be seen.

    STRATA is a table stratum,eligible[,response] as CSV. Strata with fewer than ten people are to be interviewed.
    """
    from obverse.evidence.problems import EvidenceProblems
    from obverse.survey.sampling.plan import Aim, plan
    from obverse.survey.sampling.planning import read_strata, sizes_of, table_of
    from obverse.survey.sampling.words import words

    wanted = difference if difference is not None else 0.15 if measure == "share" else 0.5
    try:
        aim = Aim(
            difference=wanted,
            measure=cast("Measure", measure),
            power=power,
            asked=asked,
            together=together,
            resemblance=resemblance,
        )
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from None
    if not 0 < response <= 1:
        raise click.UsageError("--response is a share above 0 and up to 1")
    try:
        planned = plan(read_strata(strata.read_bytes(), strata.name, response=response), aim)
    except EvidenceProblems as found:
        for one in found.problems:
            click.echo(one.letter(language), err=True)
        raise click.exceptions.Exit(REFUSED) from None
    click.echo(table_of(planned, aim, language))
    if out:
        write_new({out: sizes_of(planned)}, 0o644)
        click.echo(words(language)["plan"]["written"].format(file=out))
