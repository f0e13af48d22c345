"""Triggers of the database hold what is frozen in publications and errata, whoever asks.

A later migration that changes one of these tables makes it anew on SQLite, without its triggers: it has to put them in
place again.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

_FROZEN = (
    "process_id",
    "audit_id",
    "number",
    "files",
    "audited_by",
    "prepared_by",
    "prepared_as",
    "prepared_at",
)
_SIGNED = ("signed_by", "signed_as", "signed_at")


def _changed(different: str, names: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name} {different} OLD.{name}" for name in names)


def _touched(different: str) -> str:
    return (
        f"OLD.state IN ('published', 'refused') OR {_changed(different, _FROZEN)}"
        f" OR (OLD.signed_by IS NOT NULL AND ({_changed(different, _SIGNED)}))"
    )


_SAID = "what is published stays"
_SQLITE = [
    f"""CREATE TRIGGER publication_stays BEFORE UPDATE ON publications_publication WHEN {_touched("IS NOT")}
        BEGIN SELECT RAISE(ABORT, '{_SAID}'); END""",
    f"""CREATE TRIGGER publication_remains BEFORE DELETE ON publications_publication WHEN OLD.state = 'published'
        BEGIN SELECT RAISE(ABORT, '{_SAID}'); END""",
    f"""CREATE TRIGGER erratum_stays BEFORE UPDATE ON publications_erratum
        BEGIN SELECT RAISE(ABORT, '{_SAID}'); END""",
    f"""CREATE TRIGGER erratum_remains BEFORE DELETE ON publications_erratum
        BEGIN SELECT RAISE(ABORT, '{_SAID}'); END""",
]
_POSTGRESQL = [
    f"""CREATE FUNCTION publication_stays() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_SAID}'; END $$""",
    f"""CREATE TRIGGER publication_stays BEFORE UPDATE ON publications_publication
        FOR EACH ROW WHEN ({_touched("IS DISTINCT FROM")}) EXECUTE FUNCTION publication_stays()""",
    """CREATE TRIGGER publication_remains BEFORE DELETE ON publications_publication
       FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION publication_stays()""",
    """CREATE TRIGGER erratum_stays BEFORE UPDATE OR DELETE ON publications_erratum
       FOR EACH ROW EXECUTE FUNCTION publication_stays()""",
]
_AWAY = {
    "sqlite": [
        "DROP TRIGGER publication_stays",
        "DROP TRIGGER publication_remains",
        "DROP TRIGGER erratum_stays",
        "DROP TRIGGER erratum_remains",
    ],
    "postgresql": [
        "DROP TRIGGER publication_stays ON publications_publication",
        "DROP TRIGGER publication_remains ON publications_publication",
        "DROP TRIGGER erratum_stays ON publications_erratum",
        "DROP FUNCTION publication_stays",
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
    """After all columns say what they have to say, their guard."""

    dependencies = [("publications", "0003_who_ran_the_audit")]
    operations = [migrations.RunPython(guard, unguard)]
