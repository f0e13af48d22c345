"""What stands between the people of an export and a dossier: nobody comes in by name or address."""

from __future__ import annotations

from obverse.evidence.checking import SHOWN
from obverse.evidence.declarations import tables
from obverse.evidence.importing import journal
from obverse.evidence.importing.accounts import account_rules
from obverse.evidence.importing.desk import Desk
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.keys import Key, find_key
from obverse.evidence.importing.people import Arriving, keep_people_out
from obverse.evidence.importing.pseudonyms import personal_columns
from obverse.evidence.importing.screening import E_MAIL
from obverse.evidence.importing.stored import literal
from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.evidence.typed_cells import quoted


def guard(desk: Desk) -> None:
    """Let nobody in: pseudonyms for ids, flags for accounts, nothing in free text that names or reaches a person.

    Raises:
        EvidenceProblems: the dossier's key is gone, or its rules about accounts are not what they should be.
    """
    wanted = desk.call.pseudonyms or bool(desk.extract.pseudonymous)
    if not desk.call.pseudonyms:
        _refuse_addresses(desk)
    if wanted:
        desk.key = (
            Key(desk.call.secret)
            if desk.call.secret is not None
            else find_key(
                journal.fingerprints(journal.read_journal(desk.directory)),
                dossier=desk.directory.name,
                new=desk.call.new_key,
            )
        )
    desk.kept_out = keep_people_out(
        desk.connection,
        Arriving(
            relations={name: f"arriving_{name}" for name in desk.held},
            columns={name: desk.extract.tables[name].column_names for name in desk.held},
        ),
        secret=desk.key.secret if desk.key else None,
        namespace=desk.call.connector,
        every_id=desk.call.pseudonyms,
        pseudonymous=desk.extract.pseudonymous,
        rules=account_rules(desk.directory),
    )


def _refuse_addresses(desk: Desk) -> None:
    """An e-mail address is no id: it would stand in the dossier as it is."""
    problems = []
    for name in desk.held:
        given = set(desk.extract.tables[name].column_names) - set(desk.extract.pseudonymous.get(name, ()))
        for column in (column for column in personal_columns(tables()[name]) if column in given):
            found = desk.connection.execute(
                f"SELECT {FILE}, {ROW} FROM {quoted('arriving_' + name)} "
                f"WHERE regexp_matches({quoted(column)}, {literal(E_MAIL)}) ORDER BY {FILE}, {ROW} LIMIT {SHOWN}"
            ).fetchall()
            heading = desk.extract.headings.get(name, {}).get(column, column)
            sheet = desk.extract.sheets.get(name, "")
            problems += [
                Problem("id_is_address", desk.labels.get(str(file), str(file)), int(row), heading, sheet)
                for file, row in found
            ]
    if problems:
        raise EvidenceProblems(problems)
