"""Drawing people so that anyone can draw the same ones again from the published seed and the published digest."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.survey.sampling.frame import Entry, Frame, commit, read_rows
from obverse.survey.sampling.words import problem

EVERYBODY = "all"
# Ten throws of a die leave sixty million possible draws, too many to steer a list towards one beforehand.
FEWEST_SIGNS = 10
_HEADING = "obverse draw 1"


@dataclass(frozen=True, slots=True)
class Draw:
    """Who was drawn, and what is needed to draw them again.

    ``drawn`` holds the entries stratum by stratum, each in the order in which they came out: whoever draws more
    later begins with the same ones.
    """

    digest: str
    seed: str
    sizes: Mapping[str, int]
    drawn: tuple[Entry, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of those drawn, in the order in which they came out."""
        return tuple(entry.id for entry in self.drawn)

    @property
    def digest_of_ids(self) -> str:
        """The SHA-256 of the sorted ids, one a line: it fixes who was drawn and shows nobody."""
        return hashlib.sha256("".join(f"{one}\n" for one in sorted(self.ids)).encode()).hexdigest()


def read_sizes(content: bytes, file: str = "sizes.csv") -> dict[str, int | str]:
    """How many to draw from each stratum: a table ``stratum,size``, the size a whole number or ``all``.

    >>> read_sizes(b"stratum,size\\nnorth,40\\nsouth,all\\n")
    {'north': 40, 'south': 'all'}

    Raises:
        EvidenceProblems: everything that is wrong with the file.
    """
    rows, problems = read_rows(content, file, known=("stratum", "size"), required=("stratum", "size"))
    sizes: dict[str, int | str] = {}
    for number, cells in rows:
        stratum, size = cells["stratum"], cells["size"]
        if stratum in sizes:
            problems.append(problem("stratum_twice", file, number, "stratum", stratum=stratum))
        if size == EVERYBODY:
            sizes[stratum] = EVERYBODY
        elif size.isascii() and size.isdigit():
            sizes[stratum] = int(size)
        elif size:
            problems.append(problem("no_number", file, number, "size", found=size))
    if problems:
        raise EvidenceProblems(problems)
    return sizes


def tidy_seed(seed: str) -> str:
    """The seed as it enters the draw: composed signs, and one space wherever there are several.

    >>> tidy_seed(" 07  13 22\\n")
    '07 13 22'
    """
    return " ".join(unicodedata.normalize("NFC", seed).split())


def ticket(seed: str, digest: str, entry: Entry) -> str:
    """The number of one person's ticket, the same for everybody who works it out; the lowest are drawn.

    SHA-256 over five lines: ``obverse draw 1``, seed, digest of the list, stratum, id, joined by line feeds.

    >>> ticket("1234567890", "0" * 64, Entry("17", "north"))[:16]
    '158fa52b6f77639e'
    """
    lines = (_HEADING, seed, digest, entry.stratum, entry.id)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def draw(frame: Frame, sizes: Mapping[str, int | str], seed: str, file: str = "sizes.csv") -> Draw:
    """Draw ``sizes`` people from each stratum with the public ``seed``.

    A simple random sample without replacement in each stratum: those with the lowest tickets.

    >>> frame = Frame(tuple(Entry(str(number), "north") for number in range(100)))
    >>> small, large = (draw(frame, {"north": size}, "3 6 1 1 5 2 4 4 6 2") for size in (5, 20))
    >>> small.ids == large.ids[:5]
    True

    Raises:
        EvidenceProblems: a stratum has no size or does not exist, a size is larger than the stratum, or the seed
            is so short that somebody could have tried all of them beforehand.

    Source: consistent sampling as in SHANGRLA (Stark 2020) and Arlo, with SHA-256.
    """
    used = tidy_seed(seed)
    problems = list(_problems(frame.eligible, sizes, used, file))
    if problems:
        raise EvidenceProblems(problems)
    digest = commit(frame)
    wanted = {stratum: _number(sizes[stratum], eligible) for stratum, eligible in frame.eligible.items()}
    drawn: list[Entry] = []
    for stratum, size in wanted.items():
        # two equal tickets would be a collision of SHA-256; the id settles even that
        ordered = sorted(frame.of(stratum), key=lambda entry: (ticket(used, digest, entry), entry.id))
        drawn += ordered[:size]
    return Draw(digest, used, wanted, tuple(drawn))


def verify_draw(
    frame: Frame,
    sizes: Mapping[str, int | str],
    seed: str,
    *,
    digest: str,
    ids: Iterable[str],
    file: str = "drawn.csv",
) -> list[Problem]:
    """What does not agree with the published digest, seed and sizes; an empty list where all does.

    >>> frame = Frame((Entry("1", "a"), Entry("2", "a")))
    >>> made = draw(frame, {"a": 1}, "3611524462")
    >>> verify_draw(frame, {"a": 1}, "3611524462", digest=made.digest, ids=made.ids)
    []
    """
    again = draw(frame, sizes, seed)
    problems = []
    if again.digest != digest.strip().lower():
        problems.append(problem("other_frame", file, found=again.digest, published=digest))
    shown, expected = list(ids), set(again.ids)
    problems += [problem("not_drawn", file, id=one) for one in sorted(set(shown) - expected)]
    problems += [problem("left_out", file, id=one) for one in sorted(expected - set(shown))]
    if len(set(shown)) != len(shown):
        problems.append(problem("drawn_twice", file))
    return problems


def _problems(
    eligible: Mapping[str, int], sizes: Mapping[str, int | str], seed: str, file: str
) -> Iterable[Problem]:
    if sum(sign.isalnum() for sign in seed) < FEWEST_SIGNS:
        yield problem("short_seed", file, need=str(FEWEST_SIGNS))
    for stratum in sorted(set(sizes) - set(eligible)):
        yield problem("no_such_stratum", file, stratum=stratum, known=", ".join(eligible))
    for stratum, there in eligible.items():
        if stratum not in sizes:
            yield problem("no_size", file, stratum=stratum, eligible=str(there))
        elif _number(sizes[stratum], there) > there:
            yield problem("too_large", file, stratum=stratum, size=str(sizes[stratum]), eligible=str(there))


def _number(size: int | str, eligible: int) -> int:
    return eligible if size == EVERYBODY else int(size)
