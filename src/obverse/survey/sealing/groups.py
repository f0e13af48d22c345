"""Codes for groups of people: which slips are printed, and what the workspace is told of them.

A table of groups says how many slips each group needs. It may have no other column: a list of people beside their codes
is what must never exist.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from obverse.survey.sealing import codes
from obverse.survey.sealing.letters import Refused

NEEDED = ("stratum", "label", "codes")
CLUSTER = "cluster"
MOST_BYTES = 1_000_000


class BadGroups(Refused):
    """A table of groups that cannot be used."""


@dataclass(frozen=True, slots=True)
class Group:
    """People who get alike slips: the number of their stratum, its label, where asked together their cluster."""

    stratum: int
    label: str
    count: int
    cluster: str = ""

    @property
    def heading(self) -> str:
        """What stands on the margin of the sheets of slips."""
        return f"{self.label} / {self.cluster}" if self.cluster else self.label


@dataclass(frozen=True, slots=True)
class Coded:
    """New codes: the slips (heading and code), and the two files for the workspace, which hold no code."""

    slips: tuple[tuple[str, str], ...] = field(repr=False)
    marks: bytes
    pepper: bytes = field(repr=False)


def read_groups(content: bytes, file: str) -> list[Group]:
    """The groups in a table.

    Raises:
        BadGroups: it is no such table, has a column that it must not have, or a number is none.
    """
    try:
        text = content[: MOST_BYTES + 1].decode("utf-8-sig")
        comma = ";" if text.split("\n", 1)[0].count(";") else ","
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise BadGroups("strata_form", file=file) from None
    head = [name.strip().lower() for name in lines[0]] if lines else []
    if len(content) > MOST_BYTES or not set(NEEDED) <= set(head) or len(set(head)) < len(head):
        raise BadGroups("strata_form", file=file)
    for name in head:
        if name not in (*NEEDED, CLUSTER):
            raise BadGroups("strata_people", file=file, column=name[:40])
    groups, seen = [], set()
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(head):
            raise BadGroups("strata_form", file=file)
        row = dict(zip(head, (cell.strip() for cell in line), strict=True))
        stratum = _whole(row, "stratum", 0, file, number)
        count = _whole(row, "codes", 1, file, number)
        group = Group(stratum, row["label"] or str(stratum), count, row.get(CLUSTER, ""))
        if (stratum, group.cluster) in seen:
            raise BadGroups("strata_twice", file=file, row=number, stratum=stratum)
        seen.add((stratum, group.cluster))
        groups.append(group)
    if not groups:
        raise BadGroups("strata_form", file=file)
    return groups


def coded(groups: Iterable[Group]) -> Coded:
    """Make codes for groups. The file of marks is sorted, so that it says nothing of the slips.

    Raises:
        BadCode: there would be too many of them.
    """
    listed = list(groups)
    pepper = codes.new_pepper()
    fresh = iter(codes.new_codes(sum(group.count for group in listed)))
    slips: list[tuple[str, str]] = []
    marks: list[tuple[str, str, str]] = []
    for group in listed:
        for code in islice(fresh, group.count):
            slips.append((group.heading, code))
            marks.append((codes.mark(code, pepper).hex(), str(group.stratum), group.cluster))
    said = json.dumps({"form": "obverse survey pepper 1", "pepper": pepper.hex()})
    return Coded(tuple(slips), _csv(sorted(marks)), f"{said}\n".encode())


def _whole(row: dict[str, str], column: str, least: int, file: str, number: int) -> int:
    text = row[column]
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) >= least):
        raise BadGroups("strata_row", file=file, row=number, column=column, value=text[:40], least=least)
    return int(text)


def _csv(marks: Sequence[tuple[str, str, str]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(("mark", "stratum", "cluster"))
    writer.writerows(marks)
    return buffer.getvalue().encode()
