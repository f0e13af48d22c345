"""``obverse survey weigh``: a copy of a dossier in which strata count as much as they are large."""

# ruff: noqa: PLC0415 - each command loads what it needs

from __future__ import annotations

from pathlib import Path

import click

from obverse.cli.refusing import REFUSED, refusals

_TOLD = {
    "en": {
        "price": "{wave}, {variant}: {people} people, worth as much as {effective:.0f} (design effect {effect:.2f}).",
        "none": "{wave}, {variant}: no weights. A stratum has nobody who answered: merge it with its likest neighbour.",
        "nothing": "No wave has strata (register survey_stratum), so nothing was weighted.",
        "next": "Audit it too and compare: what changes rests on who answered.",
    },
    "fr": {
        "price": "{wave}, {variant} : {people} personnes, qui en valent {effective:.0f} (effet de plan {effect:.2f}).",
        "none": "{wave}, {variant} : pas de poids. Une strate n’a aucune réponse : joignez-la à la plus semblable.",
        "nothing": "Aucune vague n’a de strates (registre survey_stratum) ; rien n’a été pondéré.",
        "next": "Auditez-la aussi et comparez : ce qui change tient à qui a répondu.",
    },
}


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("copy", metavar="COPY", type=click.Path(path_type=Path))
@click.option("--lang", "language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@refusals
def command(directory: Path, copy: Path, *, language: str) -> None:
    """Make a COPY of the dossier in DIR whose answers are raked to the people eligible in each stratum.

    What the weights cost is printed for each side. The copy is a test of what the answers say, not a better truth.
    """
    from obverse.disclosure.released import safe_count
    from obverse.evidence.problems import EvidenceProblems
    from obverse.quantities import NotEstimable
    from obverse.survey.sampling.weighing import weigh

    told = _TOLD[language]
    try:
        prices = weigh(directory, copy)
    except EvidenceProblems as found:
        for one in found.problems:
            click.echo(one.letter(language), err=True)
        raise click.exceptions.Exit(REFUSED) from None
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from None
    for (wave, variant), price in prices.items():
        if isinstance(price, NotEstimable):
            click.echo(told["none"].format(wave=wave, variant=variant))
            continue
        shown = safe_count(price.people).shown
        effective = price.effective / price.people * (shown or 0)
        people = "< 10" if shown is None else shown
        click.echo(
            told["price"].format(
                wave=wave, variant=variant, people=people, effective=effective, effect=price.design_effect
            )
        )
    click.echo(str(copy) if prices else told["nothing"])
    if prices:
        click.echo(told["next"])
