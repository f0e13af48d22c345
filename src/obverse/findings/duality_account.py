"""The duality account: each public value strengthened and weakened, in whose eyes, and who was never asked.

The two are printed beside each other and never subtracted: 40 % who saw a value strengthened and 40 % who saw it
weakened are not "no effect".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from obverse.findings.finding import Finding
from obverse.quantities import Estimate, NotEstimable, Why

PROFILE, PARTIES = "D-1", "D-7"
EYES = (
    "internal",
    "elected",
    "administration",
    "participant",
    "citizens",
    "associations",
    "non_participant",
)
EFFECTS = ("strengthened", "weakened")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one party saw happen to one value; a side is None where nobody of that party was asked about it."""

    eyes: str
    strengthened: Finding | None
    weakened: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account of all values.

    ``not_heard`` are the parties of whom nobody answered, ``barely_heard`` those with too few answers to be shown;
    ``eyes`` are those who see anything in the account, from inside the public body outwards.
    """

    not_heard: tuple[Finding, ...]
    barely_heard: tuple[Finding, ...]
    eyes: tuple[str, ...]
    values: tuple[tuple[str, tuple[Cell, ...]], ...]


def account_of(findings: Iterable[Finding]) -> Account:
    """Put the findings on values and on parties side by side."""
    own = [finding for finding in findings if finding.indicator.id in {PROFILE, PARTIES}]
    people = [
        finding
        for finding in own
        if finding.indicator.id == PARTIES and finding.subject.startswith("people.")
    ]
    found = {finding.subject: finding for finding in own if finding.indicator.id == PROFILE}
    values = tuple(
        subject.partition(".")[0] for subject in found if subject.endswith(f".{EFFECTS[1]}") and subject
    )
    eyes = tuple(
        name
        for name in EYES
        if any(f"{value}.{effect}.{name}" in found for value in values for effect in EFFECTS)
    )
    return Account(
        not_heard=tuple(one for one in people if isinstance(one.result, Estimate) and one.result.value == 0),
        barely_heard=tuple(
            one for one in people if isinstance(one.result, NotEstimable) and one.result.why is Why.WITHHELD
        ),
        eyes=eyes,
        values=tuple(
            (
                value,
                tuple(
                    Cell(
                        eyes=name,
                        strengthened=found.get(f"{value}.strengthened.{name}"),
                        weakened=found.get(f"{value}.weakened.{name}"),
                    )
                    for name in eyes
                ),
            )
            for value in values
        ),
    )
