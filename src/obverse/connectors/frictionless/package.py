"""A data package as its descriptor (datapackage.json) declares it, in version 1 or 2 of the standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from obverse.connectors.frictionless.finding import base_name, is_safe
from obverse.connectors.texts import FolderTexts
from obverse.evidence.problems import Problem
from obverse.evidence.receiving.json_document import read_json

VERSION_1, VERSION_2 = "Data Package 1", "Data Package 2"
TYPES = (
    *("any", "array", "boolean", "date", "datetime", "duration", "geojson", "geopoint", "integer", "list"),
    *("number", "object", "string", "time", "year", "yearmonth"),
)
MATCHES = ("exact", "equal", "subset", "superset", "partial")
# The members of a descriptor that name people; the last three are of the drafts before the first version.
_PEOPLE = ("contributors", "author", "maintainers", "publishers")
_problem = FolderTexts(__package__).problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column as the package declares it; ``body`` holds all that it says."""

    name: str
    type: str = "any"
    body: Mapping[str, Any] = field(default_factory=dict)

    def text(self, key: str, default: str = "") -> str:
        """What it says under a key, where that is a text."""
        value = self.body.get(key, default)
        return value if isinstance(value, str) else default


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """Columns whose cells must stand in the columns of a resource (of the same one, where its name is empty)."""

    columns: tuple[str, ...]
    resource: str
    referred: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One table of the package: where it stands (``paths``, or ``data`` in the descriptor itself), and its schema."""

    name: str
    paths: tuple[str, ...] = ()
    data: Any = None
    title: str = ""
    format: str = ""
    encoding: str = ""
    dialect: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    matching: str = "exact"
    missing: tuple[str, ...] = ("",)
    keys: tuple[tuple[str, ...], ...] = ()
    primary: tuple[str, ...] = ()
    foreign: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package with its descriptor's file.

    ``parts`` are the names of files that hold a schema or dialect of it, ``people`` what the descriptor tells of those
    who made it, and nobody reads.
    """

    file: Path
    version: str
    title: str
    resources: tuple[Resource, ...]
    parts: frozenset[str] = frozenset()
    people: tuple[str, ...] = ()


class PackageReader:
    """Reads a descriptor and gathers what is wrong with it; ``files`` are those that it may name."""

    def __init__(self, file: Path, files: Sequence[Path]) -> None:
        self.file = file
        self.files = {other.name: other for other in files if other != file}
        self.parts: set[str] = set()
        self.problems: list[Problem] = []

    def read(self) -> Package | None:
        """The package; None where the descriptor cannot be read."""
        content, problems = read_json(self.file)
        self.problems += problems
        if not isinstance(content, dict):
            return None
        listed = content.get("resources")
        bodies = [body for body in listed if isinstance(body, dict)] if isinstance(listed, list) else []
        schema = str(content.get("$schema", ""))
        resources = [self._resource(number, body) for number, body in enumerate(bodies, start=1)]
        names = [one.name.lower() for one in resources]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._not_standard("resources", f"{name}, {name}")
        return Package(
            file=self.file,
            version=VERSION_2 if "/2." in schema else VERSION_1,
            title=_text(content, "title"),
            resources=tuple({one.name.lower(): one for one in resources}.values()),
            parts=frozenset(self.parts),
            people=tuple(f"{key}/name" for key in _PEOPLE if content.get(key)),
        )

    def _not_standard(self, where: str, what: str) -> None:
        self.problems.append(
            _problem("package_wrong", self.file.name, details={"where": where, "what": what[:120]})
        )

    def _resource(self, number: int, body: Mapping[str, Any]) -> Resource:
        name = _text(body, "name") or f"resource-{number}"
        given = body.get("path", [])
        paths = given if isinstance(given, list) else [given]
        for path in paths:
            if not isinstance(path, str) or not is_safe(path):
                details = {"path": repr(path)[:100]}
                self.problems.append(_problem("package_path", self.file.name, details=details))
        schema = self._part(name, body, "schema")
        fields = self._fields(name, schema.get("fields", []))
        dialect = self._part(name, body, "dialect")
        # The library frictionless for Python writes it under the name of the format.
        inner = dialect.get("csv")
        dialect = {**dialect, **inner} if isinstance(inner, dict) else dialect
        nothing = [word for word in (dialect.get("nullSequence"),) if isinstance(word, str)]
        matching = schema.get("fieldsMatch", "exact")
        # The first texts of the second version wrote it as a list of one.
        matching = matching[0] if isinstance(matching, list) and matching else matching
        if matching not in MATCHES:
            self._not_standard(f"{name}, fieldsMatch", f"{matching!r}")
            matching = "exact"
        primary = _names(schema.get("primaryKey", []))
        unique = schema.get("uniqueKeys", [])
        return Resource(
            name=name,
            paths=tuple(path for path in paths if isinstance(path, str) and is_safe(path)),
            data=body.get("data"),
            title=_text(body, "title"),
            format=(_text(body, "format") or Path(str(paths[0]) if paths else "").suffix.lstrip(".")).lower(),
            encoding=_text(body, "encoding"),
            dialect=dialect,
            fields=fields,
            matching=matching,
            missing=(*missing_values(schema, ("",)), *nothing),
            primary=primary,
            keys=tuple(
                key for key in (primary, *map(_names, unique if isinstance(unique, list) else [])) if key
            ),
            foreign=self._foreign(name, schema.get("foreignKeys", []), fields),
        )

    def _part(self, name: str, body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        """The schema or dialect of a resource, also where it stands in a file of its own that was given."""
        found = body.get(key, {})
        if isinstance(found, str):
            if not is_safe(found):
                self.problems.append(
                    _problem("package_path", self.file.name, details={"path": repr(found)[:100]})
                )
                return {}
            other = self.files.get(base_name(found))
            self.parts.add(base_name(found))
            if other is None:
                self._not_standard(f"{name}, {key}", found)
                return {}
            found, problems = read_json(other)
            self.problems += problems
        if isinstance(found, dict):
            return found
        self._not_standard(f"{name}, {key}", repr(found))
        return {}

    def _fields(self, name: str, listed: Any) -> tuple[Field, ...]:
        fields = []
        for body in listed if isinstance(listed, list) else []:
            kind = body.get("type", "any") if isinstance(body, dict) else None
            if not isinstance(body, dict) or not _text(body, "name") or kind not in TYPES:
                self._not_standard(f"{name}, fields", repr(body))
                continue
            fields.append(Field(name=_text(body, "name"), type=str(kind), body=body))
        return tuple(fields)

    def _foreign(self, name: str, listed: Any, fields: Sequence[Field]) -> tuple[ForeignKey, ...]:
        keys = []
        for body in listed if isinstance(listed, list) else []:
            reference = body.get("reference") if isinstance(body, dict) else None
            if not isinstance(body, dict) or not isinstance(reference, dict):
                self._not_standard(f"{name}, foreignKeys", repr(body))
                continue
            key = ForeignKey(
                columns=_names(body.get("fields", [])),
                resource=_text(reference, "resource"),
                referred=_names(reference.get("fields", [])),
            )
            known = {one.name for one in fields}
            if not key.columns or len(key.columns) != len(key.referred) or not set(key.columns) <= known:
                self._not_standard(f"{name}, foreignKeys", repr(body))
                continue
            keys.append(key)
        return tuple(keys)


def missing_values(body: Mapping[str, Any], default: tuple[str, ...]) -> tuple[str, ...]:
    """The words for nothing that a schema or a field declares; with labels, from version 2 on.

    >>> missing_values({"missingValues": ["-", {"value": "-99", "label": "refused"}]}, ("",))
    ('-', '-99')
    """
    listed = body.get("missingValues")
    if not isinstance(listed, list):
        return default
    values = [one.get("value") if isinstance(one, dict) else one for one in listed]
    return tuple(str(value) for value in values if isinstance(value, str | int | float))


def _text(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key, "")
    return value if isinstance(value, str) else ""


def _names(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(name for name in listed if isinstance(name, str) and name)
