"""The examples in the docstrings of this room are true, and each of its public functions says where it is from."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import obverse.statistics

MODULES = [
    importlib.import_module(f"obverse.statistics.{module.name}")
    for module in pkgutil.iter_modules(obverse.statistics.__path__)
]
PLUMBING = {"arrays", "results", "bisection"}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_are_true(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert outcome.failed == 0
    assert outcome.attempted > 0 or module.__name__.endswith(("arrays", "permutation"))


def _returns_a_result(function: object) -> bool:
    return inspect.isfunction(function) and "Result" in str(inspect.signature(function).return_annotation)


@pytest.mark.parametrize(
    "module",
    [m for m in MODULES if m.__name__.split(".")[-1] not in PLUMBING],
    ids=lambda module: module.__name__,
)
def test_every_figure_has_a_source_or_points_to_one(module: ModuleType) -> None:
    figures = [
        function
        for name, function in vars(module).items()
        if not name.startswith("_") and _returns_a_result(function) and function.__module__ == module.__name__
    ]
    for function in figures:
        text = inspect.getdoc(function) or ""
        assert "Source:" in text or "; see ``" in text, function.__name__
