"""Where no list of people exists: doors to begin at, drawn from a list of streets, and the way from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from obverse.evidence.problems import EvidenceProblems
from obverse.survey.sampling.draw import Draw, draw
from obverse.survey.sampling.frame import Entry, Frame, read_rows
from obverse.survey.sampling.words import problem, words

COLUMNS = ("street", "stratum", "doors")
# No town has streets with more doors than this; a slip of the keyboard has.
MOST_DOORS = 5000


@dataclass(frozen=True, slots=True)
class Start:
    """A door to begin at: the ``door``-th of its street, counted from the end with the lowest number."""

    stratum: str
    street: str
    door: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where to begin and how to go on: every ``every``-th door, ``doors`` of them from each start."""

    draw: Draw
    starts: tuple[Start, ...]
    every: int
    doors: int


def is_list_of_streets(content: bytes) -> bool:
    """Whether a file is a list of streets rather than of people, by its first line."""
    header = content.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace").strip().split(",")
    return "doors" in header


def read_streets(content: bytes, file: str = "streets.csv") -> Frame:
    """Read a list with the columns ``street``, ``stratum`` and ``doors`` (how many) as the list of all its doors.

    >>> read_streets(b"street,stratum,doors\\nLong Row,centre,3\\n").eligible
    {'centre': 3}

    Raises:
        EvidenceProblems: everything that is wrong with the file, row by row.
    """
    rows, problems = read_rows(content, file, known=COLUMNS, required=COLUMNS)
    entries = []
    first: dict[str, int] = {}
    for number, cells in rows:
        street, doors = cells["street"], cells["doors"]
        if street in first:
            problems.append(problem("twice", file, number, "street", id=street, row=str(first[street])))
        first.setdefault(street, number)
        if not (doors.isascii() and doors.isdigit() and 1 <= int(doors) <= MOST_DOORS):
            if doors:
                problems.append(problem("no_doors", file, number, "doors", found=doors, most=str(MOST_DOORS)))
            continue
        entries += [
            Entry(_address(street, door), cells["stratum"], street) for door in range(1, int(doors) + 1)
        ]
    if problems:
        raise EvidenceProblems(problems)
    return Frame(tuple(entries))


def draw_route(
    streets: Frame, starts: Mapping[str, int | str], seed: str, *, every: int = 5, doors: int = 10
) -> Route:
    """Draw the doors to begin at, each door of a stratum as likely as any other, by the sampler of ``draw``.

    Raises:
        ValueError: a step or a number of doors below one.
        EvidenceProblems: as ``draw``.
    """
    if every < 1 or doors < 1:
        raise ValueError("a route goes on by at least one door, to at least one")
    made = draw(streets, starts, seed)
    begun = tuple(_start(entry) for entry in made.drawn)
    return Route(draw=made, starts=begun, every=every, doors=doors)


def instructions(route: Route, language: str) -> str:
    """What the person who walks the route is to do, as plain text in ``en`` or ``fr``."""
    said = words(language)["route"]
    lines = [said["title"], ""]
    steps = (said[f"step_{number}"].format(every=route.every, doors=route.doors) for number in range(1, 9))
    lines += [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
    lines += ["", said["starts"]]
    lines += [
        said["start"].format(number=number, stratum=one.stratum, street=one.street, door=one.door)
        for number, one in enumerate(route.starts, start=1)
    ]
    return "\n".join(lines) + "\n"


def _address(street: str, door: int) -> str:
    return f"{street} #{door}"


def _start(entry: Entry) -> Start:
    street, _, door = entry.id.rpartition(" #")
    return Start(entry.stratum, street, int(door))
