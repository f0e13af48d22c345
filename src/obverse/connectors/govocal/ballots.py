"""The sheet of baskets: one row for each voter, who has no name, and one column for each input, under its title."""

from __future__ import annotations

from collections.abc import Sequence

from obverse.connectors.govocal.parts import Part
from obverse.connectors.govocal.tables import Tables
from obverse.evidence.importing.spreadsheet import Sheet
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW
from obverse.evidence.receiving.fields import plain_heading
from obverse.evidence.typed_cells import quoted


def load_ballots(tables: Tables, sheets: Sequence[tuple[Part, Sheet]]) -> int:
    """Create ``ballots`` from the sheets; returns how many columns fit no input, or more than one.

    The last column tells when the ballot was handed in (project_baskets_votes_generator.rb of the platform). A voter is
    known by sheet and row only.
    """
    connection = tables.connection
    attributes = [f"attr_{variable}" for variable in tables.attributes]
    columns = "".join(f", {quoted(name)} VARCHAR" for name in attributes)
    connection.execute(
        "CREATE TABLE ballots (voter VARCHAR, idea VARCHAR, value VARCHAR, moment VARCHAR, file VARCHAR, "
        f"{ROW} BIGINT{columns})"
    )
    titles: dict[str, list[str]] = {}
    for identity, title in connection.execute(
        "SELECT id, plain(title) FROM one_of_ideas ORDER BY id"
    ).fetchall():
        titles.setdefault(plain_heading(str(title)), []).append(str(identity))
    lost = 0
    for part, sheet in sheets:
        if sheet.rows is None:
            continue
        connection.register("arriving", sheet.rows)
        headings = sheet.rows.column_names[:-1]
        told = {
            variable: next((one for one in headings if plain_heading(one) == plain_heading(heading)), "")
            for variable, heading in tables.attributes.items()
        }
        tables.found |= {variable for variable, heading in told.items() if heading}
        people = "".join(
            f", {f'trim({quoted(heading)})' if heading else literal('')}" for heading in told.values()
        )
        ideas = {heading: titles.get(plain_heading(heading), []) for heading in headings[:-1]}
        lost += sum(len(found) != 1 for heading, found in ideas.items() if heading not in told.values())
        for heading, found in ideas.items():
            if len(found) == 1:
                voter, handed_in = literal(f"ballot-{part.sheet.strip()}-"), quoted(headings[-1])
                connection.execute(
                    f"INSERT INTO ballots SELECT {voter} || {ROW}, {literal(found[0])}, trim({quoted(heading)}), "
                    f"local_instant({handed_in}), {literal(str(part.file))}, {ROW}{people} FROM arriving"
                )
        connection.unregister("arriving")
    return lost
