"""The duality account: each public value strengthened and weakened, in whose eyes, and who was never asked.

The two are printed beside each other and never subtracted: 40 % who saw a value strengthened and 40 % who saw it
weakened are not "no effect".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from obverse.findings.finding import Finding
from obverse.quantities import Estimate, NotEstimable, Result, Why

PROFILE, WEAK, PARTIES, ASKED = "D-1", "D-2", "D-7", "D-8"
GAPS = (("participants_and_others", "D-5"), ("inside_and_outside", "D-3"))
EYES = (
    "internal",
    "elected",
    "administration",
    "participant",
    "non_participant",
    "citizens",
    "associations",
)
EFFECTS = ("strengthened", "weakened")
BEHIND = (
    "strengthened_only",
    "weakened_only",
    "both",
    "neither",
    "mean_strengthened",
    "mean_weakened",
    "ambivalence",
    "cannot_say",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one party saw happen to one value; a side is None where nobody of that party was asked about it.

    ``behind`` holds what stands behind the two shares, by name, as far as it was measured: the four cells, the mean
    of each scale, ambivalence, and who could not say.
    """

    eyes: str
    strengthened: Finding | None
    weakened: Finding | None
    behind: Mapping[str, Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How differently two sides saw a value strengthened, and weakened."""

    name: str
    strengthened: Finding | None
    weakened: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value: how well it was respected before, what each party saw happen to it, and the gaps between them."""

    value: str
    before: Finding | None
    cells: tuple[Cell, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account of all values, the weakest first: those least respected before, then those most weakened.

    ``not_asked`` are the parties of whom nobody was asked, ``barely_heard`` those of whom nobody answered or too few to
    tell which; ``eyes`` are those who see anything in the account, from inside the public body outwards, those who did
    not take part beside those who did.
    """

    not_asked: tuple[Finding, ...]
    barely_heard: tuple[Finding, ...]
    eyes: tuple[str, ...]
    lines: tuple[Line, ...]


def account_of(findings: Iterable[Finding]) -> Account:
    """Put the findings on values and on parties side by side."""
    wanted = {PROFILE, WEAK, PARTIES, ASKED, *(indicator for _, indicator in GAPS)}
    own = {finding.key: finding for finding in findings if finding.indicator.id in wanted}
    asked, heard = (
        [finding for key, finding in own.items() if key.startswith(f"{indicator}:people.")]
        for indicator in (ASKED, PARTIES)
    )
    not_asked = tuple(one for one in asked if is_nobody(one.result))
    left_out = {one.subject for one in not_asked}
    values = [
        subject.rpartition(".")[0]
        for subject in (key.partition(":")[2] for key in own if key.startswith(f"{PROFILE}:"))
        if subject.endswith(f".{EFFECTS[1]}")
    ]
    eyes = tuple(
        name
        for name in EYES
        if any(f"{PROFILE}:{value}.{effect}.{name}" in own for value in values for effect in EFFECTS)
    )
    return Account(
        not_asked=not_asked,
        barely_heard=tuple(
            one
            for one in heard
            if one.subject not in left_out and (is_withheld(one.result) or is_nobody(one.result))
        ),
        eyes=eyes,
        lines=tuple(
            sorted((_line(value, eyes, own) for value in values), key=lambda line: _strength(line, own))
        ),
    )


def is_withheld(result: Result) -> bool:
    """Whether people answered, or nobody did, and which of it may not be told."""
    return isinstance(result, NotEstimable) and result.why is Why.WITHHELD


def is_nobody(result: Result) -> bool:
    """Whether a register that is public shows that there is nobody."""
    return isinstance(result, Estimate) and result.value == 0


def _line(value: str, eyes: tuple[str, ...], own: Mapping[str, Finding]) -> Line:
    return Line(
        value=value,
        before=own.get(f"{WEAK}:before.{value.replace('.', '·')}"),
        cells=tuple(
            Cell(
                eyes=name,
                strengthened=own.get(f"{PROFILE}:{value}.strengthened.{name}"),
                weakened=own.get(f"{PROFILE}:{value}.weakened.{name}"),
                behind={
                    figure: own[key]
                    for figure in BEHIND
                    if (key := f"{PROFILE}:{value}.{figure}.{name}") in own
                },
            )
            for name in eyes
        ),
        gaps=tuple(
            Gap(
                name=name,
                strengthened=own.get(f"{indicator}:{value}.strengthened"),
                weakened=own.get(f"{indicator}:{value}.weakened"),
            )
            for name, indicator in GAPS
            if any(f"{indicator}:{value}.{effect}" in own for effect in EFFECTS)
        ),
    )


def _strength(line: Line, own: Mapping[str, Finding]) -> tuple[bool, float, float]:
    """The least respected before come first; where that is not known, the most weakened."""
    before = line.before.result if line.before else None
    weakened = own[f"{PROFILE}:{line.value}.{EFFECTS[1]}"].result
    return (
        not isinstance(before, Estimate),
        before.value if isinstance(before, Estimate) else 0.0,
        -weakened.value if isinstance(weakened, Estimate) else 1.0,
    )
