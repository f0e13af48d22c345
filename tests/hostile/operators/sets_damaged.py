"""Damages to the set of files that are given together: one missing, twice, called otherwise, packed up."""

from __future__ import annotations

import numpy as np

from tests.hostile.corpus.zip_writing import STORED, Member, archive
from tests.hostile.operators.damage import Damaged, Files, Operator, pick, within

_STRANGER = b"name,town\nmade up,nowhere\n"


def _one_lost(files: Files, chance: np.random.Generator) -> Damaged | None:
    lost = pick(list(files), chance)
    return (
        Damaged(files={name: content for name, content in files.items() if name != lost})
        if len(files) > 1
        else None
    )


def _one_twice(files: Files, chance: np.random.Generator) -> Damaged | None:
    name = pick(list(files), chance)
    return None if name is None else Damaged(files={**files, f"copy of {name}": files[name]})


def _renamed(files: Files, chance: np.random.Generator) -> Damaged:
    """Names that tell nothing but the ending."""
    endings = {name: name.rpartition(".")[2] for name in files}
    order = chance.permutation(len(files))
    names = {name: f"file {int(order[place])}.{endings[name]}" for place, name in enumerate(files)}
    return Damaged(files={names[name]: content for name, content in files.items()}, same=not _told(files))


def _without_endings(files: Files, chance: np.random.Generator) -> Damaged:  # noqa: ARG001 - nothing to choose
    named = {f"file {number}": content for number, content in enumerate(files.values())}
    return Damaged(files=named, same=not _told(files))


def _names_exchanged(files: Files, chance: np.random.Generator) -> Damaged | None:
    names = list(files)
    order = [names[int(place)] for place in chance.permutation(len(names))]
    exchanged = dict(zip(order, files.values(), strict=True))
    return Damaged(files=exchanged, same=not _told(files)) if len(names) > 1 else None


def _backwards(files: Files, chance: np.random.Generator) -> Damaged:  # noqa: ARG001 - nothing to choose
    return Damaged(files=dict(reversed(list(files.items()))), same=True)


def _packed(files: Files, chance: np.random.Generator) -> Damaged:
    """All in one archive, in a folder or not, stored or packed."""
    folder = ("", "export/", "a/b c/")[within(3, chance)]
    method = (STORED, 8)[within(2, chance)]
    members = [Member(name=folder + name, content=content, method=method) for name, content in files.items()]
    return Damaged(files={"export.zip": archive(members)}, same=True)


def _packed_twice(files: Files, chance: np.random.Generator) -> Damaged:
    inner = _packed(files, chance).files["export.zip"]
    return Damaged(files={"export.zip": archive([Member(name="export.zip", content=inner)])})


def _with_a_stranger(files: Files, chance: np.random.Generator) -> Damaged:
    return Damaged(files={**files, f"strange {within(9, chance)}.csv": _STRANGER})


def _with_nothing(files: Files, chance: np.random.Generator) -> Damaged:
    return Damaged(files={**files, f"empty {within(9, chance)}.csv": b""})


def _with_notes(files: Files, chance: np.random.Generator) -> Damaged:
    return Damaged(files={**files, "README.md": b"# Made up\n" * (1 + within(3, chance))})


def _told(files: Files) -> bool:
    """Whether one of the files calls another by its name, so that names mean something."""
    return any(name.encode() in content for name in files for content in files.values())


OPERATORS: dict[str, Operator] = {
    "file lost": _one_lost,
    "file twice": _one_twice,
    "files renamed": _renamed,
    "files without endings": _without_endings,
    "names exchanged": _names_exchanged,
    "files backwards": _backwards,
    "packed": _packed,
    "packed twice": _packed_twice,
    "with a stranger": _with_a_stranger,
    "with nothing": _with_nothing,
    "with notes": _with_notes,
}
