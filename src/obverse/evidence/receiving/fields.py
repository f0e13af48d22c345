"""What a platform calls its columns, in all its languages and generations, and what we make of them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from obverse.evidence.reading import ROW
from obverse.evidence.typed_cells import quoted

_LOCALE = re.compile(r"(machine[ _]translations/)?[a-z]{2,3}([-_ ][a-z0-9]{2,8})?")
_PERSONAL = ("", "id", "name", "email", "address", "phone", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that an export tells: the headings it stands under, and the column of ours that takes it.

    ``ours`` is ``table.column`` (several are possible), or nothing for what is only looked at. ``locales`` says that
    the heading may be followed by ``/`` and a language. ``personal`` is what it would tell about people: ``id``,
    ``name``, ``email``, ``address``, ``phone`` or free ``text``; empty where it tells nothing.
    """

    name: str
    aliases: tuple[str, ...]
    ours: tuple[str, ...] = ()
    locales: bool = False
    personal: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of file of a platform: its fields, those without which a file is not of it, and those of others."""

    name: str
    fields: Mapping[str, Field]
    needed: tuple[str, ...]
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A header read as one kind of file: for each field found, their columns, the preferred one first.

    ``unknown`` are headings that no field of the kind claims, ``missing`` the fields that the header does not hold.
    """

    kind: Kind
    columns: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]

    def select(self, relation: str) -> str:
        """The SELECT that yields every field of the kind under its own name, as text, and the row in the file.

        A field that the file lacks is an empty text; of several columns the first that is filled counts.
        """
        parts = []
        for name in self.kind.fields:
            theirs = self.columns.get(name, ())
            cells = [f"NULLIF({quoted(column)}, '')" for column in theirs]
            parts.append(f"COALESCE({', '.join([*cells, chr(39) * 2])}) AS {quoted(name)}")
        return f"SELECT {', '.join(parts)}, {ROW} FROM {quoted(relation)}"

    def headings(self, table: str) -> dict[str, str]:
        """Our columns of a table, each with the heading that it was read from."""
        found: dict[str, str] = {}
        for name, theirs in self.columns.items():
            for target in self.kind.fields[name].ours:
                ours, _, column = target.partition(".")
                if ours == table:
                    found.setdefault(column, theirs[0])
        return found

    def not_exported(self) -> dict[str, tuple[str, ...]]:
        """Our columns, by table, that the kind of file can fill but this file has no heading for."""
        filled = {target for name in self.columns for target in self.kind.fields[name].ours}
        lacking: dict[str, list[str]] = {}
        for name in self.missing:
            for target in self.kind.fields[name].ours:
                table, _, column = target.partition(".")
                if target not in filled and column not in lacking.setdefault(table, []):
                    lacking[table].append(column)
        return {table: tuple(columns) for table, columns in lacking.items() if columns}


def lacking_everywhere(matches: Iterable[Match], tables: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Our columns of some tables that no file of several tells; a column that one of them fills is exported."""
    filled: set[str] = set()
    lacking: dict[str, list[str]] = {}
    for match in matches:
        filled |= {target for name in match.columns for target in match.kind.fields[name].ours}
        for name, columns in match.not_exported().items():
            lacking.setdefault(name, []).extend(columns)
    blank = {
        name: tuple(dict.fromkeys(column for column in columns if f"{name}.{column}" not in filled))
        for name, columns in lacking.items()
        if name in tables
    }
    return {name: columns for name, columns in blank.items() if columns}


@dataclass(frozen=True, slots=True)
class FieldMap:
    """All kinds of file of one platform, as its ``fields.toml`` declares them.

    The file has a section for each kind: ``needed`` (fields without which a file is not of it), ``absent`` (fields
    that another kind has) and ``[<kind>.fields]`` with ``<field> = { aliases = [...], ours = "table.column" or a list,
    locales = true, personal = "name", unit = "..." }``; the field's own name is always an alias.
    """

    kinds: Mapping[str, Kind] = field(default_factory=dict)

    def match(self, header: Sequence[str], *, kinds: Sequence[str] = ()) -> Match | None:
        """Read a header as the kind of file that claims most of its headings; None where none fits."""
        rated = [
            found
            for name, kind in self.kinds.items()
            if (not kinds or name in kinds) and (found := _match(kind, header)) is not None
        ]
        return max(rated, key=lambda found: len(header) - len(found.unknown), default=None)


@cache
def read_fields(package: str, file: str = "fields.toml") -> FieldMap:
    """The fields that the folder of a connector declares; ``package`` is its ``__package__``.

    Raises:
        ValueError: the declaration contradicts itself.
    """
    content = tomllib.loads(resources.files(package).joinpath(file).read_text(encoding="utf-8"))
    kinds = {}
    for name, body in content.items():
        fields = {key: _field(key, entry) for key, entry in body.get("fields", {}).items()}
        kind = Kind(
            name=name,
            fields=fields,
            needed=tuple(body.get("needed", ())),
            absent=tuple(body.get("absent", ())),
        )
        unknown = {*kind.needed, *kind.absent} - set(fields)
        if unknown or not kind.needed:
            raise ValueError(
                f"{package}, [{name}]: needed and absent must name its fields; {sorted(unknown)}"
            )
        kinds[name] = kind
    return FieldMap(kinds)


def plain_heading(heading: str) -> str:
    """A heading as it is compared: without case, accents of composition, or a difference of spaces and underscores.

    >>> plain_heading(" Endorsements/Total_Count ")
    'endorsements/total count'
    """
    text = unicodedata.normalize("NFKC", heading).casefold().replace("’", "'").strip("\ufeff")
    return re.sub(r"[\s_]+", " ", text).strip()


def _field(name: str, entry: Mapping[str, object]) -> Field:
    personal = str(entry.get("personal", ""))
    if personal not in _PERSONAL:
        raise ValueError(f"{name}: personal is one of {', '.join(_PERSONAL)}")
    aliases = (*_words(entry.get("aliases", ())), name)
    return Field(
        name=name,
        aliases=tuple(dict.fromkeys(plain_heading(word) for word in aliases)),
        ours=_words(entry.get("ours", ())),
        locales=bool(entry.get("locales", False)),
        personal=personal,
        unit=str(entry.get("unit", "")),
    )


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(word) for word in value) if isinstance(value, list | tuple) else (str(value),)


def _match(kind: Kind, header: Sequence[str]) -> Match | None:
    exact: dict[str, str] = {}
    localised: list[tuple[str, str]] = []
    for name, declared in kind.fields.items():
        for alias in declared.aliases:
            exact.setdefault(alias, name)
            if declared.locales:
                localised.append((alias + "/", name))
    ranked: dict[str, list[tuple[int, int, str]]] = {}
    unknown = []
    for place, heading in enumerate(header):
        plain = plain_heading(heading)
        found, rank = exact.get(plain, ""), 0
        if not found:
            found, rank = _in_a_language(plain, localised)
        if not found:
            unknown.append(heading)
            continue
        aliases = kind.fields[found].aliases
        order = aliases.index(plain) if plain in aliases else len(aliases)
        ranked.setdefault(found, []).append((rank, order * 1000 + place, heading))
    columns = {name: tuple(heading for _, _, heading in sorted(found)) for name, found in ranked.items()}
    if not set(kind.needed) <= set(columns) or set(kind.absent) & set(columns):
        return None
    missing = tuple(name for name in kind.fields if name not in columns)
    return Match(kind=kind, columns=columns, unknown=tuple(unknown), missing=missing)


def _in_a_language(plain: str, localised: Sequence[tuple[str, str]]) -> tuple[str, int]:
    for stem, name in localised:
        rest = plain.removeprefix(stem)
        if rest != plain and _LOCALE.fullmatch(rest):
            return name, 2 if rest.startswith("machine") else 1
    return "", 0
