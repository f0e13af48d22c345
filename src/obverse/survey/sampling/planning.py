"""A plan in and out of files: the table of strata, the plan as text, the sizes for the draw."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from obverse.evidence.problems import EvidenceProblems
from obverse.survey.sampling.frame import read_rows
from obverse.survey.sampling.plan import Aim, Plan, Stratum, answers_needed
from obverse.survey.sampling.words import problem, words

COLUMNS = ("stratum", "eligible", "response")
_SHOWN = (
    "stratum",
    "eligible",
    "response",
    "invite",
    "expected",
    "per_item",
    "detectable",
    "printed",
    "advice",
)


def read_strata(content: bytes, file: str = "strata.csv", *, response: float = 1.0) -> list[Stratum]:
    """Read a table ``stratum,eligible[,response]``; ``response`` stands in where none is expected.

    >>> read_strata(b"stratum,eligible\\nneighbours,2000\\n", response=0.25)
    [Stratum(name='neighbours', eligible=2000, response=0.25)]

    Raises:
        EvidenceProblems: everything that is wrong with the file, row by row.
    """
    rows, problems = read_rows(content, file, known=COLUMNS, required=COLUMNS[:2])
    strata = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        name, eligible = cells["stratum"], cells["eligible"]
        if name in seen:
            problems.append(problem("twice", file, number, "stratum", id=name, row=str(seen[name])))
        seen.setdefault(name, number)
        people = int(eligible) if eligible.isascii() and eligible.isdigit() else 0
        if eligible and not people:
            problems.append(problem("no_people", file, number, "eligible", found=eligible))
        part = _share(cells.get("response", ""), response)
        if not 0 < part <= 1:
            problems.append(problem("no_share", file, number, "response", found=cells["response"]))
        strata.append(Stratum(name=name, eligible=people, response=part))
    if problems:
        raise EvidenceProblems(problems)
    return strata


def table_of(planned: Sequence[Plan], aim: Aim, language: str) -> str:
    """The plan as people read it: what is aimed at, one line a stratum, and whom to interview instead."""
    said = words(language)
    heads = said["plan"]
    lines = [[heads[name] for name in _SHOWN]]
    for one in planned:
        seen = heads["none"] if one.detectable is None else f"{one.detectable:.2f}"
        lines.append(
            [
                one.stratum.name,
                str(one.stratum.eligible),
                f"{one.stratum.response:g}",
                str(one.invite) if one.advice != "interviews" else "-",
                str(one.expected) if one.advice != "interviews" else "-",
                str(one.per_item) if one.advice != "interviews" else "-",
                seen,
                said["printed"][one.printed] if one.advice != "interviews" else "-",
                said["advice"][one.advice],
            ]
        )
    wide = [max(len(line[place]) for line in lines) for place in range(len(_SHOWN))]
    parts = [
        heads["aim"].format(
            difference=f"{aim.difference:g}",
            power=f"{aim.power:g}",
            level=f"{aim.level:g}",
            needed=answers_needed(aim),
        ),
        "",
    ]
    parts += [
        "  ".join(cell.ljust(width) for cell, width in zip(line, wide, strict=True)).rstrip()
        for line in lines
    ]
    small = [one.stratum.name for one in planned if one.advice == "interviews"]
    if small:
        parts += ["", heads["interviews"].format(strata=", ".join(small))]
    return "\n".join(parts)


def sizes_of(planned: Iterable[Plan]) -> bytes:
    """The sizes for the draw; strata that are interviewed instead get none.

    >>> sizes_of([])
    b'stratum,size\\n'
    """
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["stratum", "size"])
    for one in planned:
        write.writerow([one.stratum.name, 0 if one.advice == "interviews" else one.invite])
    return out.getvalue().encode()


def _share(written: str, otherwise: float) -> float:
    if not written:
        return otherwise
    try:
        return float(written)
    except ValueError:
        return 0.0
