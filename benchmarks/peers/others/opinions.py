"""Opinion groups by red-dwarf: the steps of its pipeline that find the groups, and none of those that follow."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

Arrays = dict[str, Any]
_SEED = 1


def red_dwarf(arrays: Arrays) -> Callable[[], Arrays]:
    """From votes as a list of mappings, as it takes them, to a label for each person with seven votes or more."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        matrix = importlib.import_module("reddwarf.utils.matrix")
        reducer = importlib.import_module("reddwarf.utils.reducer.base")
        clusterer = importlib.import_module("reddwarf.utils.clusterer.base")
    columns = (arrays[name].tolist() for name in ("person", "statement", "value"))
    votes = [
        {"participant_id": person, "statement_id": statement, "vote": value, "modified": 0}
        for person, statement, value in zip(*columns, strict=True)
    ]
    statements = len(np.unique(arrays["statement"]))

    def work() -> Arrays:
        raw = matrix.generate_raw_matrix(votes=votes)
        filtered = matrix.simple_filter_matrix(vote_matrix=raw, mod_out_statement_ids=[])
        stands, _, _ = reducer.run_reducer(vote_matrix=filtered.values, reducer="pca", random_state=_SEED)
        kept = matrix.get_clusterable_participant_ids(raw, vote_threshold=min(7, statements))
        place = np.asarray(stands)[raw.index.get_indexer(kept)]
        model = clusterer.run_clusterer(
            clusterer="kmeans", X_participants_clusterable=place, max_group_count=5, random_state=_SEED
        )
        return {"person": np.asarray(kept), "label": model.labels_}

    return work
