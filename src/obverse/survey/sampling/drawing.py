"""A draw in and out of files: the list, who was drawn, and the protocol that can be made public."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from obverse.evidence.problems import EvidenceProblems
from obverse.survey.sampling.draw import Draw, draw, read_sizes, verify_draw
from obverse.survey.sampling.frame import Frame, read_frame, read_rows
from obverse.survey.sampling.route import draw_route, instructions, is_list_of_streets, read_streets

__all__ = ["DRAWN", "PROTOCOL", "compare", "files", "protocol", "read_list", "read_sizes"]

DRAWN, PROTOCOL, ROUTE = "drawn.csv", "protocol.json", "route.txt"


def read_list(content: bytes, file: str) -> Frame:
    """A list of people, or the doors of a list of streets.

    Raises:
        EvidenceProblems: everything that is wrong with the file.
    """
    return read_streets(content, file) if is_list_of_streets(content) else read_frame(content, file)


def files(
    content: bytes,
    people: Frame,
    sizes: Mapping[str, int | str],
    seed: str,
    *,
    every: int,
    doors: int,
    language: str,
) -> dict[str, bytes]:
    """What a draw leaves behind, by the name of the file: the ids, the protocol, and for streets the route.

    Raises:
        EvidenceProblems: as ``draw``.
    """
    if not is_list_of_streets(content):
        made = draw(people, sizes, seed)
        return {DRAWN: _ids(made), PROTOCOL: protocol(made)}
    route = draw_route(people, sizes, seed, every=every, doors=doors)
    return {
        DRAWN: _ids(route.draw),
        PROTOCOL: protocol(route.draw),
        ROUTE: instructions(route, language).encode(),
    }


def protocol(made: Draw) -> bytes:
    """What anyone needs to draw again, given the list; it names nobody.

    >>> from obverse.survey.sampling.frame import Entry
    >>> made = draw(Frame((Entry("17", "north"),)), {"north": 1}, "3611524462")
    >>> sorted(json.loads(protocol(made)))
    ['digest_of_ids', 'digest_of_list', 'drawn', 'method', 'seed', 'sizes']
    """
    said = {
        "method": "SHA-256 of the lines 'obverse draw 1', seed, digest_of_list, stratum, id, joined by line feeds;"
        " the lowest of each stratum are drawn",
        "digest_of_list": made.digest,
        "seed": made.seed,
        "sizes": dict(made.sizes),
        "drawn": len(made.drawn),
        "digest_of_ids": made.digest_of_ids,
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def compare(
    people: Frame, sizes: Mapping[str, int | str], seed: str, *, digest: str, drawn: bytes, file: str
) -> None:
    """Draw again and compare with the ids of a file.

    Raises:
        EvidenceProblems: the file cannot be read, or does not hold exactly those drawn.
    """
    rows, problems = read_rows(drawn, file, known=("id",), required=("id",))
    if not problems:
        ids = [cells["id"] for _, cells in rows]
        problems = verify_draw(people, sizes, seed, digest=digest, ids=ids, file=file)
    if problems:
        raise EvidenceProblems(problems)


def _ids(made: Draw) -> bytes:
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["id"])
    write.writerows([one] for one in made.ids)
    return out.getvalue().encode()
