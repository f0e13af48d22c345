"""E7.5c: what of people's contributions an official summary keeps.

Of contributions that agree or stand aside half are kept, of critical ones ``0.5 - truth``; in the summary's own
passages criticism is ``truth`` rarer than in a coded sample of what people wrote.
"""

import numpy as np

from benchmarks.validity.survey import leaning, persons
from benchmarks.validity.world import Tables, World, csv

KEPT, CRITICAL = 0.5, 0.4


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Authors of about two contributions who are kept or passed over together; half of all are coded."""
    author = rng.integers(0, max(12, size // 2), size)
    critical = rng.random(size) < CRITICAL
    chance = np.where(critical, leaning(rng, author, KEPT - truth), leaning(rng, author, KEPT))
    kept = np.where(rng.random(size) < chance, "yes", "no")
    kept = np.where(rng.random(size) < 0.05, "unknown", kept)
    keys, names = [f"c{n}" for n in range(size)], [f"p{n}" for n in author]
    sides = np.where(critical, "-1", rng.choice(["0", "1"], size))
    contributions = csv("id,kind,author,aligned,in_synthesis", keys, "proposal", names, sides, kept)
    sample = rng.choice(size, size // 2, replace=False)
    passages = [f"s{n}" for n in range(size // 2)]
    in_summary = rng.random(size // 2) < CRITICAL - truth
    said = np.concatenate([critical[sample], in_summary])
    documents = ["people"] * (size // 2) + ["summary"] * (size // 2)
    places = [keys[n] for n in sample] + passages
    directions = np.where(said, "weakened", "neutral")
    codes = rng.choice(["traffic", "green", "housing"], len(said))
    coded = csv("document,passage,coder,code,direction", documents, places, "k1", codes, directions)
    kinds = csv("id,kind,title", ["people", "summary"], ["other", "synthesis"], ["Contributions", "Summary"])
    return {
        "contribution": contributions,
        "coded_statement": coded,
        "document": kinds,
        "actor": persons(names),
    }


WORLD = World(
    indicator="E7.5c",
    subjects=("kept.difference", "critical.difference"),
    sizes=(60, 400, 4000),
    counted="contributions, half of them coded, with half as many passages of the summary",
    null=0.0,
    matters=0.1,
    tables=tables,
    features="authors whose contributions are kept or passed over together (0.15); one in twenty not followed",
)
