"""Triggers of the database forbid to change or delete what stands in the journal, whoever asks."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_SQLITE = [
    """CREATE TRIGGER journal_entry_stays BEFORE UPDATE ON journal_entry
       BEGIN SELECT RAISE(ABORT, 'what is written in the journal stays'); END""",
    """CREATE TRIGGER journal_entry_remains BEFORE DELETE ON journal_entry
       BEGIN SELECT RAISE(ABORT, 'what is written in the journal stays'); END""",
]
_POSTGRESQL = [
    """CREATE FUNCTION journal_entry_stays() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'what is written in the journal stays'; END $$""",
    """CREATE TRIGGER journal_entry_stays BEFORE UPDATE OR DELETE ON journal_entry
       FOR EACH ROW EXECUTE FUNCTION journal_entry_stays()""",
    """CREATE TRIGGER journal_entry_remains BEFORE TRUNCATE ON journal_entry
       FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_stays()""",
]
_AWAY = {
    "sqlite": ["DROP TRIGGER journal_entry_stays", "DROP TRIGGER journal_entry_remains"],
    "postgresql": [
        "DROP TRIGGER journal_entry_stays ON journal_entry",
        "DROP TRIGGER journal_entry_remains ON journal_entry",
        "DROP FUNCTION journal_entry_stays",
    ],
}


def guard(_: Any, editor: Any) -> None:
    """Put the triggers in place."""
    for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement)


def unguard(_: Any, editor: Any) -> None:
    """Take the triggers away again."""
    for statement in _AWAY[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    """After the tables, their guard."""

    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
