"""Data packages: tables described by a datapackage.json, whose names or columns are those of the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import pyarrow as pa

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.frictionless.conversion import categories
from obverse.connectors.frictionless.dialect import read_parts
from obverse.connectors.frictionless.finding import base_name, find_package
from obverse.connectors.frictionless.package import Field, Package, PackageReader, Resource
from obverse.connectors.frictionless.rows import Loaded
from obverse.connectors.frictionless.tables import columns_of, table_of
from obverse.evidence.declarations import ATTRIBUTE_PREFIX
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import Problem
from obverse.evidence.receiving.delimited import read_header
from obverse.vocabulary.text import Text

_TABULAR = ("csv", "tsv", "tab", "txt", "")


class DataPackage(Connector):
    """Any package of the Data Package standard, version 1 or 2, with CSV resources."""

    name = "frictionless"
    options: ClassVar[tuple[str, ...]] = ()
    pseudonyms: ClassVar[bool] = False
    keeps_originals: ClassVar[bool] = True

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where a descriptor is among the files and one of its resources is a table of the evidence."""
        descriptor = find_package(files)
        if descriptor is None:
            return UNKNOWN
        package = PackageReader(descriptor, files).read()
        if package is None:
            return UNKNOWN
        given = _Given(files, package)
        if not any(table_of(one, given.fields(one)) for one in package.resources):
            return Recognition(0.3, package.version)
        return Recognition(0.6 if given.others() else 1.0, package.version)

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:  # noqa: ARG002 - it has none
        """Read the resources that are tables of the evidence, and check the keys that the package declares."""
        descriptor = find_package(files)
        if descriptor is None:
            problems = [
                Problem("strange_file", file.name, details={"connector": self.name}) for file in files
            ]
            return Extract(tables={}, files=tuple(files), problems=tuple(problems))
        reader = PackageReader(descriptor, files)
        package = reader.read()
        if package is None:
            return Extract(tables={}, files=tuple(files), problems=tuple(reader.problems))
        given = _Given(files, package)
        problems = [*reader.problems, *given.problems]
        return self._extract(package, given, Loaded(problems=problems))

    def _extract(self, package: Package, given: _Given, loaded: Loaded) -> Extract:
        tables: dict[str, list[pa.Table]] = {}
        headings: dict[str, dict[str, str]] = {}
        attributes: dict[str, dict[str, object]] = {}
        notes: list[Text] = []
        unknown: dict[str, tuple[str, ...]] = {package.file.name: package.people} if package.people else {}
        kept = [package.file]
        known = [one for one in package.resources if self._is_there(one, given, notes)]
        ours = {one.name: table_of(one, given.fields(one)) for one in known}
        for one in known:
            files = given.files_of(one)
            # A resource that is none of ours is read only because others may refer to it.
            loaded.load(one, read_parts(one, files, package.file), strict=ours[one.name] is not None)
        for one in known:
            table, files = ours[one.name], given.files_of(one)
            shown = ", ".join(file.name for file in files) or package.file.name
            if one.name not in loaded.fields:
                continue
            fields = loaded.fields[one.name]
            if table is None:
                notes.append(self.say("no_table", resource=one.name, file=shown))
                unknown[shown] = (*unknown.get(shown, ()), *(field.name for field in fields))
                continue
            columns = columns_of(table, fields)
            rows = loaded.rows(one, table, columns)
            loaded.check_keys(one)
            unseen = loaded.check_foreign(one)
            notes += [self.say("not_looked_up", resource=one.name, other=other) for other in unseen]
            if rows is not None:
                tables.setdefault(table.name, []).append(rows)
            headings.setdefault(table.name, {}).update({name: field.name for name, field in columns.items()})
            attributes |= _attributes(columns)
            kept += files
            left = tuple(field.name for field in fields if field not in columns.values())
            if left:
                unknown[shown] = (*unknown.get(shown, ()), *left)
        notes += [self.say("not_named", file=file.name) for file in given.others()]
        return Extract(
            tables={
                name: pa.concat_tables(parts, promote_options="default") for name, parts in tables.items()
            },
            files=tuple(dict.fromkeys(kept)),
            headings=headings,
            attributes=attributes,
            process={"title": package.title} if package.title else {},
            notes=tuple(notes),
            problems=tuple(loaded.problems),
            unknown=unknown,
        )

    def _is_there(self, resource: Resource, given: _Given, notes: list[Text]) -> bool:
        if resource.format not in _TABULAR and resource.data is None:
            notes.append(self.say("not_csv", resource=resource.name, format=resource.format))
            return False
        missing = [path for path in resource.paths if base_name(path) not in given.by_name]
        if missing:
            notes.append(self.say("not_given", resource=resource.name, file=", ".join(missing)))
        return not missing and bool(resource.paths or resource.data is not None)


class _Given:
    """The files that were given, by their names: a package is read from them and from nothing else."""

    def __init__(self, files: Sequence[Path], package: Package) -> None:
        self.package = package
        self.by_name: dict[str, Path] = {}
        self.problems: list[Problem] = []
        for file in files:
            if file.name in self.by_name:
                self.problems.append(Problem("repeated_part", file.name))
            self.by_name.setdefault(file.name, file)

    def files_of(self, resource: Resource) -> list[Path]:
        """The files of a resource that are there, in its order."""
        names = [base_name(path) for path in resource.paths]
        return [self.by_name[name] for name in names if name in self.by_name]

    def fields(self, resource: Resource) -> tuple[Field, ...]:
        """The fields that a resource declares, or else the headings of its file."""
        if resource.fields:
            return resource.fields
        files = self.files_of(resource)
        header = read_header(files[0]) if files else []
        rows = resource.data if isinstance(resource.data, list) and resource.data else [None]
        if isinstance(rows[0], dict | list):
            header = [str(name) for name in rows[0]]
        return tuple(Field(name=name) for name in header if name)

    def others(self) -> list[Path]:
        """The files that no part of the package names."""
        named = {base_name(path) for one in self.package.resources for path in one.paths}
        named |= self.package.parts | {self.package.file.name}
        return [file for name, file in self.by_name.items() if name not in named]


def _attributes(columns: Mapping[str, Field]) -> dict[str, dict[str, object]]:
    """What dossier.toml should say about the columns of attributes whose categories the package lists."""
    found: dict[str, dict[str, object]] = {}
    for name, field in columns.items():
        listed = [str(one["value"]) for one in categories(field)]
        if name.startswith(ATTRIBUTE_PREFIX) and listed:
            label = field.text("title") or field.name
            body: dict[str, object] = {"label": label, "categories": listed, "order": "none"}
            found[name.removeprefix(ATTRIBUTE_PREFIX)] = body
    return found
