"""QDA-1: two coders and the same passages.

The first coder marks a passage as often as its interview leads to; the second repeats the mark with the chance
``truth`` and otherwise marks as often as all interviews together do. Disagreement is then ``(1 - truth)·2p(1-p)``,
chance disagreement ``2p(1-p)``: Krippendorff's alpha is exactly ``truth``.
"""

import numpy as np

from benchmarks.validity.world import Tables, World, csv

OFTEN, PASSAGES = 0.4, 8


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Interviews of about eight passages; every passage also has a code that both coders give."""
    interview = rng.integers(0, max(5, size // PASSAGES), size)
    own = rng.beta(4 * OFTEN, 4 * (1 - OFTEN), int(interview.max()) + 1)
    first = rng.random(size) < own[interview]
    second = np.where(rng.random(size) < truth, first, rng.random(size) < OFTEN)
    rows = [
        (f"i{interview[place]}", f"p{place}", coder, code)
        for place in range(size)
        for coder, fear in (("k1", first[place]), ("k2", second[place]))
        for code in ("topic", *(("fear",) if fear else ()))
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    names = sorted(set(columns[0]))
    return {
        "coded_statement": csv("document,passage,coder,code", *columns),
        "document": csv("id,kind", names, "other"),
    }


WORLD = World(
    indicator="QDA-1",
    subjects=("agreement.fear",),
    sizes=(40, 200, 1500),
    counted="passages coded by two",
    null=0.667,
    matters=0.5,
    tables=tables,
    features="interviews of about eight passages that dwell on the code more or less",
)
