"""A description to begin with for a table that no platform wrote."""

from __future__ import annotations

from obverse.web import bridge
from obverse.web.intake.models import Intake
from obverse.web.keeping import blobs, workshops
from obverse.web.texts import language


def suggestion(intake: Intake, table: str = "") -> tuple[str, list[str]]:
    """The description by which an import was read, or one proposed for its first file.

    It is proposed for a certain ``table`` or the likeliest one; where there is none, the letters say why.
    """
    if intake.mapping and not table:
        return blobs.read(intake.mapping).decode(), []
    first = intake.files[0]
    with workshops.temporary() as home:
        blobs.put(first["sha256"], home / first["name"])
        try:
            return bridge.suggest_mapping(home / first["name"], language(), [table] if table else []), []
        except bridge.Refused as refused:
            return "", [problem.letter(language()) for problem in refused.problems]
