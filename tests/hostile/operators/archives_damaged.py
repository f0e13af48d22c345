"""Damages to workbooks and other archives: their members, and the cells in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import numpy as np

from tests.hostile.corpus.zip_writing import Member, archive
from tests.hostile.operators.bytes_damaged import OPERATORS as OF_BYTES
from tests.hostile.operators.damage import Damaged, Files, Operator, pick, within

Members = dict[str, bytes]
Change = Callable[[Members, np.random.Generator], list[tuple[str, bytes]]]
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml|.*\.qde|xl/sharedStrings\.xml")


def _one(members: Members, chance: np.random.Generator) -> str:
    return list(members)[within(len(members), chance)]


def _lost(members: Members, chance: np.random.Generator) -> list[tuple[str, bytes]]:
    lost = _one(members, chance)
    return [(name, content) for name, content in members.items() if name != lost]


def _renamed(members: Members, chance: np.random.Generator) -> list[tuple[str, bytes]]:
    chosen = _one(members, chance)
    return [(f"x{name}" if name == chosen else name, content) for name, content in members.items()]


def _doubled(members: Members, chance: np.random.Generator) -> list[tuple[str, bytes]]:
    chosen = _one(members, chance)
    return [*members.items(), (chosen, members[chosen])]


def _emptied(members: Members, chance: np.random.Generator) -> list[tuple[str, bytes]]:
    chosen = _one(members, chance)
    return [(name, b"" if name == chosen else content) for name, content in members.items()]


def _shuffled(members: Members, chance: np.random.Generator) -> list[tuple[str, bytes]]:
    names = list(members)
    return [(names[int(place)], members[names[int(place)]]) for place in chance.permutation(len(names))]


def _added(members: Members, chance: np.random.Generator) -> list[tuple[str, bytes]]:
    return [*members.items(), (f"docProps/x{within(9, chance)}.bin", b"made up")]


def _damaged(members: Members, chance: np.random.Generator) -> list[tuple[str, bytes]]:
    """One member, damaged as any file may be."""
    changed = OF_BYTES[list(OF_BYTES)[within(7, chance)]](members, chance)
    return list((changed.files if changed else members).items())


def _xml(
    pattern: str, told: Callable[[re.Match[str], np.random.Generator], str], *, everywhere: bool = False
) -> Change:
    """Parts of XML that fit a pattern, changed: one of them, or all."""

    def change(members: Members, chance: np.random.Generator) -> list[tuple[str, bytes]]:
        texts = {name: content.decode() for name, content in members.items() if _SHEET.fullmatch(name)}
        fitting = [name for name, text in texts.items() if re.search(pattern, text, re.DOTALL)]
        name = pick(fitting, chance)
        if name is None:
            return list(members.items())
        found = list(re.finditer(pattern, texts[name], re.DOTALL))
        chosen = set(range(len(found))) if everywhere else {within(len(found), chance)}
        parts, place = [], 0
        for number, match in enumerate(found):
            if number in chosen:
                parts += [texts[name][place : match.start()], told(match, chance)]
                place = match.end()
        parts.append(texts[name][place:])
        return [
            (one, "".join(parts).encode() if one == name else content) for one, content in members.items()
        ]

    return change


_CELL = r'<c r="[A-Z]+\d+"[^>]*?(/>|>.*?</c>)'
_ROW = r"<row [^>]*?(/>|>.*?</row>)"


def _on(change: Change, *, same: bool = False) -> Operator:
    def operate(files: Files, chance: np.random.Generator) -> Damaged | None:
        name = pick([name for name, content in files.items() if content.startswith(b"PK\x03\x04")], chance)
        if name is None:
            return None
        with zipfile.ZipFile(io.BytesIO(files[name])) as opened:
            members = {info.filename: opened.read(info) for info in opened.infolist()}
        changed = archive(Member(name=one, content=content) for one, content in change(members, chance))
        return Damaged(files={**files, name: changed}, same=same)

    return operate


OPERATORS: dict[str, Operator] = {
    "member lost": _on(_lost),
    "member renamed": _on(_renamed),
    "member twice": _on(_doubled),
    "member emptied": _on(_emptied),
    "members shuffled": _on(_shuffled, same=True),
    "member added": _on(_added),
    "member damaged": _on(_damaged),
    "cell lost": _on(_xml(_CELL, lambda _found, _chance: "")),
    "cell a number": _on(_xml(_CELL, lambda found, _chance: _as(found, "<v>45000.5</v>"))),
    "cell a truth": _on(_xml(_CELL, lambda found, _chance: _as(found, "<v>1</v>", ' t="b"'))),
    "cell an error": _on(_xml(_CELL, lambda found, _chance: _as(found, "<v>#REF!</v>", ' t="e"'))),
    "cell a formula": _on(_xml(_CELL, lambda found, _chance: _as(found, "<f>A1+1</f>"))),
    "cell a text": _on(
        _xml(_CELL, lambda found, _chance: _as(found, "<is><t>made up</t></is>", ' t="inlineStr"'))
    ),
    "cell a shared text": _on(_xml(_CELL, lambda found, _chance: _as(found, "<v>3</v>", ' t="s"'))),
    "cell far away": _on(_xml(r'r="[A-Z]+(\d+)"', lambda found, _chance: f'r="ZZ{found.group(1)}"')),
    "cells without references": _on(_xml(r'<c r="[A-Z]+\d+"', lambda _found, _chance: "<c", everywhere=True)),
    "row lost": _on(_xml(_ROW, lambda _found, _chance: "")),
    "row twice": _on(_xml(_ROW, lambda found, _chance: found.group() * 2)),
    "rows without numbers": _on(_xml(r'<row r="\d+"', lambda _found, _chance: "<row", everywhere=True)),
    "text emptied": _on(_xml(r">([^<>]+)<", lambda _found, _chance: "><")),
    "text long": _on(_xml(r">([^<>]+)<", lambda _found, _chance: f">{'x' * 140_000}<")),
    "text strange": _on(_xml(r">([^<>]+)<", lambda _found, _chance: ">&#x200b;-1&#10;=<")),
    "attribute lost": _on(_xml(r' [\w:]+="[^"]*"', lambda _found, _chance: "")),
    "attribute emptied": _on(_xml(r'="[^"]*"', lambda _found, _chance: '=""')),
    "attribute strange": _on(_xml(r'="[^"]*"', lambda _found, _chance: '="-9e9"')),
    "element lost": _on(_xml(r"<(\w+)[^<>]*/>", lambda _found, _chance: "")),
    "element renamed": _on(_xml(r"<(\w+) ", lambda found, _chance: f"<x{found.group(1)} ")),
}


def _as(found: re.Match[str], inside: str, kind: str = "") -> str:
    reference = re.search(r'r="[A-Z]+\d+"', found.group())
    return f"<c {reference.group() if reference else ''}{kind}>{inside}</c>"
