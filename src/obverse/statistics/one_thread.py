"""Small products of matrices on one thread: the same digits on every machine, and no thread that waits for another."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from threading import RLock
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")
# The number of threads belongs to the process: whoever gave it back first would take it from the others.
_HELD = RLock()


def on_one_thread(work: Callable[_Given, _Found]) -> Callable[_Given, _Found]:
    """The same function, with the libraries of linear algebra held to one thread until it returns.

    They take as many threads as there are processors, which changes the order in which they add and, for products of
    this size on a busy machine, makes each of them wait for the others many times longer than the work takes. One
    such function works at a time.

    >>> pools = on_one_thread(lambda: ThreadpoolController().select(user_api="blas").info())()
    >>> sorted({pool["num_threads"] for pool in pools})
    [1]
    """

    @wraps(work)
    def held(*given: _Given.args, **named: _Given.kwargs) -> _Found:
        with _HELD, _pools().limit(limits=1, user_api="blas"):
            return work(*given, **named)

    return held


@cache
def _pools() -> ThreadpoolController:
    # The libraries are looked for once, at the first call: numpy's and scipy's are loaded by then.
    return ThreadpoolController()
