"""What this room accepts as input: vectors of finite numbers, counts and ordered days."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def numbers(values: npt.ArrayLike, what: str) -> Floats:
    """A vector of finite numbers.

    >>> numbers([1, 2], "hours")
    array([1., 2.])

    Raises:
        ValueError: the values are not one-dimensional or not finite.
    """
    vector = np.asarray(values, dtype=np.float64)
    if vector.ndim != 1:
        raise ValueError(f"{what}: one value per case is expected, not a table of {vector.ndim} dimensions")
    if not np.isfinite(vector).all():
        raise ValueError(f"{what}: each value must be a finite number; leave cases without a value out")
    return vector


def amounts(values: npt.ArrayLike, what: str) -> Floats:
    """A vector of finite numbers of which none is negative.

    Raises:
        ValueError: a value is negative or not finite.
    """
    vector = numbers(values, what)
    if (vector < 0).any():
        raise ValueError(f"{what}: {vector.min():g} is negative, and less than nothing cannot be counted")
    return vector


def table_of_counts(values: npt.ArrayLike, what: str, dimensions: int) -> Ints:
    """An array of whole numbers, none negative, with the given number of dimensions; not to be written to.

    >>> table_of_counts([[1, 2], [3.0, 4]], "votes", 2).tolist()
    [[1, 2], [3, 4]]

    Raises:
        ValueError: a value is negative or broken, or the array has another number of dimensions.
    """
    array = np.asarray(values)
    if array.size == 0 and array.ndim == dimensions:
        return array.astype(np.int64)
    if array.ndim != dimensions:
        raise ValueError(f"{what}: an array of {dimensions} dimensions is expected, not of {array.ndim}")
    whole = array.dtype.kind in "biu" or (
        array.dtype.kind == "f" and np.isfinite(array).all() and not (array != np.floor(array)).any()
    )
    if not whole:
        raise ValueError(f"{what}: counts must be whole numbers")
    if array.min() < 0:
        raise ValueError(f"{what}: {array.min()} is negative, and less than nothing cannot be counted")
    return array.astype(np.int64, copy=False)


def counts(values: npt.ArrayLike, what: str) -> Ints:
    """A vector of whole numbers of which none is negative.

    Raises:
        ValueError: a value is negative or broken.
    """
    return table_of_counts(values, what, 1)


def same_length(**vectors: npt.NDArray[np.generic]) -> None:
    """Refuse vectors that do not describe the same cases.

    >>> same_length(successes=np.zeros(2), totals=np.zeros(3))
    Traceback (most recent call last):
    ...
    ValueError: these must have the same length: successes has 2, totals has 3

    Raises:
        ValueError: the lengths differ.
    """
    if len({len(vector) for vector in vectors.values()}) > 1:
        lengths = ", ".join(f"{name} has {len(vector)}" for name, vector in vectors.items())
        raise ValueError(f"these must have the same length: {lengths}")


def part_of(part: int, whole: int, what: str) -> None:
    """Refuse a part that is negative or larger than its whole.

    Raises:
        ValueError: ``part`` does not lie between 0 and ``whole``.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{what}: {part} of {whole} is not possible")
