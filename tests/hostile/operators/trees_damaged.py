"""Damages to JSON that leave it JSON: keys, kinds, nesting, order."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.hostile.operators.damage import Damaged, Files, Operator, pick, within

STRANGE_VALUES: tuple[Any, ...] = (
    None,
    "",
    0,
    -1,
    10**30,
    1.5e300,
    True,
    [],
    {},
    [[]],
    [None],
    {"a": {"b": []}},
    "\ud800",
    "2024-02-30",
    "x" * 150_000,
)
Change = Callable[[Any, np.random.Generator], Any]


def _holders(tree: Any, kind: type) -> list[Any]:
    found = [tree] if isinstance(tree, kind) and tree else []
    inside = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return found + [one for child in inside for one in _holders(child, kind)]


def _at_a_key(told: Callable[[dict[str, Any], str, np.random.Generator], None]) -> Change:
    def change(tree: Any, chance: np.random.Generator) -> Any:
        holders = _holders(tree, dict)
        if holders:
            holder = holders[within(len(holders), chance)]
            told(holder, list(holder)[within(len(holder), chance)], chance)
        return tree

    return change


def _everywhere(told: Callable[[dict[str, Any], str, np.random.Generator], None]) -> Change:
    """The same to the same key in all objects."""

    def change(tree: Any, chance: np.random.Generator) -> Any:
        holders = _holders(tree, dict)
        if holders:
            holder = holders[within(len(holders), chance)]
            key = list(holder)[within(len(holder), chance)]
            for one in holders:
                if key in one:
                    told(one, key, chance)
        return tree

    return change


def _in_a_list(told: Callable[[list[Any], np.random.Generator], None]) -> Change:
    def change(tree: Any, chance: np.random.Generator) -> Any:
        holders = _holders(tree, list)
        if holders:
            told(holders[within(len(holders), chance)], chance)
        return tree

    return change


def _drop(holder: dict[str, Any], key: str, chance: np.random.Generator) -> None:  # noqa: ARG001 - the key is chosen
    del holder[key]


def _rename(holder: dict[str, Any], key: str, chance: np.random.Generator) -> None:  # noqa: ARG001 - the key is chosen
    holder[f"{key}_x"] = holder.pop(key)


def _put(
    value: Callable[[Any, np.random.Generator], Any],
) -> Callable[[dict[str, Any], str, np.random.Generator], None]:
    def told(holder: dict[str, Any], key: str, chance: np.random.Generator) -> None:
        holder[key] = value(holder[key], chance)

    return told


def _strange(value: Any, chance: np.random.Generator) -> Any:  # noqa: ARG001 - whatever stood there
    return STRANGE_VALUES[within(len(STRANGE_VALUES), chance)]


def _deep(value: Any, chance: np.random.Generator) -> Any:
    for _ in range(1 + within(80, chance)):
        value = [value]
    return value


def _shuffle_keys(tree: Any, chance: np.random.Generator) -> Any:
    if isinstance(tree, dict):
        keys = [list(tree)[int(place)] for place in chance.permutation(len(tree))]
        return {key: _shuffle_keys(tree[key], chance) for key in keys}
    return [_shuffle_keys(child, chance) for child in tree] if isinstance(tree, list) else tree


def _on(change: Change, *, same: bool = False, **style: Any) -> Operator:
    def operate(files: Files, chance: np.random.Generator) -> Damaged | None:
        name = pick([name for name, content in files.items() if content.lstrip()[:1] in {b"{", b"["}], chance)
        if name is None:
            return None
        try:
            tree = json.loads(files[name])
        except ValueError:
            return None
        changed = json.dumps(change(tree, chance), **{"ensure_ascii": True, **style})
        return Damaged(files={**files, name: changed.encode()}, same=same)

    return operate


OPERATORS: dict[str, Operator] = {
    "key lost": _on(_at_a_key(_drop)),
    "key lost everywhere": _on(_everywhere(_drop)),
    "key renamed": _on(_at_a_key(_rename)),
    "key renamed everywhere": _on(_everywhere(_rename)),
    "value null": _on(_at_a_key(_put(lambda _value, _chance: None))),
    "value null everywhere": _on(_everywhere(_put(lambda _value, _chance: None))),
    "value strange": _on(_at_a_key(_put(_strange))),
    "value strange everywhere": _on(_everywhere(_put(_strange))),
    "value as text": _on(_at_a_key(_put(lambda value, _chance: json.dumps(value)))),
    "value in a list": _on(_everywhere(_put(lambda value, _chance: [value]))),
    "value in an object": _on(_everywhere(_put(lambda value, _chance: {"value": value}))),
    "value deep": _on(_at_a_key(_put(_deep))),
    "element twice": _on(_in_a_list(lambda items, chance: items.append(items[within(len(items), chance)]))),
    "element lost": _on(_in_a_list(lambda items, chance: items.__delitem__(within(len(items), chance)))),
    "element strange": _on(_in_a_list(lambda items, chance: items.append(_strange(None, chance)))),
    "list turned round": _on(_in_a_list(lambda items, _chance: items.reverse())),
    "list emptied": _on(_in_a_list(lambda items, _chance: items.clear())),
    "keys shuffled": _on(_shuffle_keys, same=True),
    "written with indents": _on(lambda tree, _chance: tree, same=True, indent=1),
    "written without escapes": _on(lambda tree, _chance: tree, same=True, ensure_ascii=False),
    "in an object": _on(lambda tree, _chance: {"data": tree}),
    "in a list": _on(lambda tree, _chance: [tree]),
}
