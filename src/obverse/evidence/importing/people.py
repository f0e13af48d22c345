"""Keeping people out: before a row enters a dossier, ids become pseudonyms, names are used once and forgotten."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from obverse.evidence.declarations import tables
from obverse.evidence.importing.accounts import Rules, flag_accounts, plain_name
from obverse.evidence.importing.extract import EMAIL, NAME, ROW
from obverse.evidence.importing.pseudonyms import personal_columns, replace_ids, set_key
from obverse.evidence.importing.screening import screen
from obverse.evidence.typed_cells import quoted

ACTOR = "actor"
_CONTRIBUTION = "contribution"
_DOCUMENT = "document"
_NAMES = "told_names"


# Headings under which files tell who somebody is, in the languages of this program and its neighbours.
_TELLING = re.compile(
    r"\b(e ?mail|courriel|correo|name|surname|firstname|lastname|nom|prenom|nombre|apellidos?|vorname|nachname|naam|"
    r"address|adresse|direccion|adreca|street|rue|strasse|phone|telephone|telefono?n?|mobile|handy|ip|birth|naissance|"
    r"user ?name|author|auteur|autor|contact|applicant|requester|resident|inhabitant|citizen|submitted by|demandeur|"
    r"usager|citoyen|habitant|solicitante|ciudadan[oa]|antragsteller|burger|anschrift|wohnort|straße|"
    r"zip|post ?code|code postal|codigo postal|plz|domicile?|domicilio|passport|dni|iban)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOut:
    """What was done so that nobody is in the dossier.

    ``pseudonyms`` counts, per table, the different pseudonyms that took the place of ids; ``flagged`` the accounts
    that each rule met, with the contributions they wrote; ``screened`` the cells of free text in which something was
    blotted out, by what it was.
    """

    pseudonyms: Mapping[str, int] = field(default_factory=dict)
    flagged: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    screened: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """The relations that hold the rows of one import: the relation of each table, and its columns."""

    relations: Mapping[str, str]
    columns: Mapping[str, Sequence[str]]


def keep_people_out(
    connection: duckdb.DuckDBPyConnection,
    arriving: Arriving,
    *,
    secret: bytes | None,
    namespace: str,
    every_id: bool,
    pseudonymous: Mapping[str, Sequence[str]],
    rules: Rules,
) -> KeptOut:
    """Flag accounts, replace ids, screen free text, forget names; in this order, because each needs the one before.

    ``secret`` is the key, None where there is nothing to replace; ``every_id`` says that all ids of people are
    replaced, not only the ``pseudonymous`` columns.
    """
    names = _remember_names(connection, arriving)
    flagged = _flag(connection, arriving, rules)
    pseudonyms: dict[str, int] = {}
    if secret is not None:
        set_key(connection, secret)
        for table, relation in arriving.relations.items():
            chosen = personal_columns(tables()[table]) if every_id else {}
            chosen |= dict.fromkeys(pseudonymous.get(table, ()), "p")
            present = {name: letter for name, letter in chosen.items() if name in arriving.columns[table]}
            replaced = replace_ids(connection, relation, present, namespace, _told(table))
            if replaced:
                pseudonyms[table] = replaced
    screened: dict[str, int] = {}
    for table, relation in arriving.relations.items():
        for kind, count in screen(connection, relation, arriving.columns[table], names).items():
            screened[kind] = screened.get(kind, 0) + count
    if names:
        connection.execute(f"DROP TABLE {names}")
    return KeptOut(pseudonyms=pseudonyms, flagged=flagged, screened=screened)


def looks_personal(headings: Sequence[str]) -> bool:
    """Whether one of some headings looks as if people stood below it.

    >>> looks_personal(["Type of service", "Nom du demandeur"])
    True
    """
    return any(_TELLING.search(plain_name(heading)) for heading in headings)


def _told(table: str) -> str:
    """Which rows hold ids that a file told: among the documents stand the files themselves too."""
    return f"{ROW} > 0" if table == _DOCUMENT else "TRUE"


def _remember_names(connection: duckdb.DuckDBPyConnection, arriving: Arriving) -> str:
    """All that the actors are called; one who is known by several names has them one a line."""
    if NAME not in arriving.columns.get(ACTOR, ()):
        return ""
    relation = quoted(arriving.relations[ACTOR])
    connection.execute(
        f"CREATE TABLE {_NAMES} AS SELECT DISTINCT name "
        f"FROM (SELECT unnest(string_split({NAME}, chr(10))) AS name FROM {relation}) WHERE name <> ''"
    )
    return _NAMES


def _flag(
    connection: duckdb.DuckDBPyConnection, arriving: Arriving, rules: Rules
) -> dict[str, tuple[int, int]]:
    """Flag accounts and forget what they are called."""
    relation = arriving.relations.get(ACTOR, "")
    columns = set(arriving.columns.get(ACTOR, ()))
    if not relation:
        return {}
    met = flag_accounts(connection, relation, columns, rules)
    flagged = {}
    wrote = _CONTRIBUTION in arriving.relations and "author" in arriving.columns[_CONTRIBUTION]
    for rule, ids in met.items():
        count = 0
        if wrote:
            authors = quoted(arriving.relations[_CONTRIBUTION])
            row = connection.execute(
                f"SELECT count(*) FROM {authors} WHERE author IN (SELECT unnest(?))", [ids]
            ).fetchall()
            count = int(row[0][0])
        flagged[rule] = (len(ids), count)
    for name in (NAME, EMAIL):
        if name in columns:
            connection.execute(f"ALTER TABLE {quoted(relation)} DROP COLUMN {name}")
    return flagged
