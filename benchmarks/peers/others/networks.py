"""Degrees, centralisation and components by other libraries, the building of the network included."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

Arrays = dict[str, Any]


def igraph(arrays: Arrays) -> Callable[[], Arrays]:
    """A graph from tuples, which it reads faster than lists or an array."""
    library = importlib.import_module("igraph")

    def work() -> Arrays:
        first, second = (column.tolist() for column in arrays["ties"].T)
        graph = library.Graph(n=int(arrays["persons"]), edges=list(zip(first, second, strict=True)))
        degree = np.array(graph.degree())
        sizes = np.array(graph.connected_components(mode="weak").sizes())
        return {"degree": degree, "sizes": sizes, "centralisation": _centralisation(degree)}

    return work


def networkx(arrays: Arrays) -> Callable[[], Arrays]:
    """A graph of dictionaries."""
    library = importlib.import_module("networkx")

    def work() -> Arrays:
        graph = library.empty_graph(int(arrays["persons"]))
        graph.add_edges_from(arrays["ties"].tolist())
        degree = np.array([number for _, number in graph.degree()])
        sizes = np.array([len(part) for part in library.connected_components(graph)])
        return {"degree": degree, "sizes": sizes, "centralisation": _centralisation(degree)}

    return work


def _centralisation(degree: Any) -> float:
    n = len(degree)
    return float((degree.max() - degree).sum() / ((n - 1) * (n - 2)))
