"""L3.1: contributions of women and men, most of whom wrote once and a few often, on topics that are judged unlike.

Within a topic the odds of being removed, and those of being accepted, are ``truth`` times as high for what women
wrote. An author's contributions share a fate; the chances are averaged over authors, so that the ratio of the
odds of the averages, which the indicator estimates, is ``truth``.
"""

import numpy as np

from benchmarks.validity.crowds import leaning, prolific, with_gaps, with_odds
from benchmarks.validity.world import Tables, World, csv

TOPICS = 4


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Each contribution with its topic, what moderation did and what became of it."""
    author = prolific(rng, size)
    authors = int(author.max()) + 1
    woman = rng.random(authors) < 0.45
    topic = np.minimum(rng.geometric(np.where(woman[author], 0.5, 0.35)), TOPICS) - 1
    ratio = np.where(woman[author], truth, 1.0)
    removed = rng.random(size) < leaning(rng, with_odds(0.10 + 0.05 * topic, ratio), author, shared=0.2)
    accepted = rng.random(size) < leaning(rng, with_odds(0.45 - 0.08 * topic, ratio), author, shared=0.2)
    sex = with_gaps(rng, np.where(woman, "women", "men"), 0.05)
    return {
        "actor": csv("id,kind,attr_sex", [f"a{n}" for n in range(authors)], "person", sex),
        "contribution": csv(
            "id,kind,author,topic,moderated,state",
            [f"c{number}" for number in range(size)],
            "proposal",
            [f"a{one}" for one in author.tolist()],
            [f"topic {one}" for one in topic.tolist()],
            with_gaps(rng, np.where(removed, "out", "in"), 0.1),
            with_gaps(rng, np.where(accepted, "accepted", "rejected"), 0.1),
        ),
    }


WORLD = World(
    indicator="L3.1",
    subjects=("moderation.sex.*", "acceptance.sex.*"),
    sizes=(150, 1000, 5000),
    counted="contributions",
    null=1.0,
    matters=1.5,
    tables=tables,
    facts={"attributes": {"sex": {"label": "Sex", "categories": ["women", "men"], "order": "none"}}},
    features="prolific authors whose contributions share a fate, topics judged unlike, unknown fates and authors",
)
