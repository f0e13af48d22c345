"""One election being read: its two tables in a database, what it says about itself, and what is to be said about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from obverse.connectors.pabulib import ballots
from obverse.connectors.pabulib.sections import Sections
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.receiving.fields import Match
from obverse.vocabulary.text import Text

POINTS = ("cumulative", "scoring")
RANKED = "ordinal"
VOTE_TYPES = ("approval", "choose-1", *POINTS, RANKED)
Say = Callable[..., Text]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who imports decides: bounds of the bands of ages, and the codes that mean selected."""

    bounds: tuple[int, ...]
    selected: tuple[str, ...]
    prefix: str = ""


def identity(meta: Mapping[str, str]) -> str:
    """What tells an election from all others: its unit, instance and subunit, as the start of an id.

    >>> identity({"unit": "Alpha Town", "instance": "2031", "subunit": "North", "district": "North"})
    'alpha-town-2031-north'
    """
    parts = dict.fromkeys(meta.get(key, "") for key in ("unit", "instance", "subunit", "district"))
    return re.sub(r"[\W_]+", "-", " ".join(parts).casefold()).strip("-") or "election"


class Election:
    """The rows that one file gives."""

    def __init__(self, sections: Sections, projects: Match, votes: Match, choices: Choices, say: Say) -> None:
        self.sections, self.meta, self.choices, self.say = sections, sections.meta, choices, say
        self.projects, self.votes = projects, votes
        self.name = sections.file.name
        self.prefix = "-".join(part for part in (choices.prefix, identity(sections.meta)) if part)
        self.connection = duckdb.connect(":memory:")
        self._lay_out()

    def _lay_out(self) -> None:
        """Create ``project``, ``ballot`` and ``choice``."""
        laid = (
            ("project", self.projects, self.sections.projects),
            ("ballot", self.votes, self.sections.votes),
        )
        for name, match, rows in laid:
            self.connection.register(f"read_{name}", rows)
            select = ballots.cleaned(match.select(f"read_{name}"), list(match.kind.fields))
            self.connection.execute(f"CREATE TABLE {name} AS {select}")
        district = literal(self.meta.get("district", ""))
        self.connection.execute(
            "ALTER TABLE project ADD COLUMN area VARCHAR; "
            f"UPDATE project SET area = COALESCE(NULLIF(neighborhood, ''), NULLIF(district, ''), {district})"
        )
        # As many points as projects, where the ballot gives points at all.
        many = "len(string_split(points, ',')) = len(string_split(vote, ','))"
        asked = {RANKED: f"(points = '' OR {many})", **dict.fromkeys(POINTS, f"(points <> '' AND {many})")}
        fitting = asked.get(self.vote_type, "TRUE")
        self.connection.execute(
            "CREATE TABLE counted AS SELECT *, COALESCE(NULLIF(neighborhood, ''), district) AS area, "
            f"{fitting} AS fitting, CASE WHEN voter_id = '' THEN 0 ELSE "
            f"row_number() OVER (PARTITION BY voter_id ORDER BY {ROW_IN_FILE}) END AS turn FROM ballot; "
            "DROP TABLE ballot; ALTER TABLE counted RENAME TO ballot"
        )
        self.connection.execute(f"CREATE TABLE choice AS {ballots.choices(self.vote_type, self.places)}")

    @property
    def vote_type(self) -> str:
        """How people voted, as META calls it."""
        return self.meta.get("vote_type", "").lower()

    @property
    def unit(self) -> str:
        """The town or organisation that held the vote."""
        return self.meta.get("unit", "")

    def amount(self, key: str) -> float | None:
        """A number of META; None where it has none."""
        text = self.meta.get(key, "").replace(",", ".").replace(" ", "")
        return float(text) if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,9})?", text) else None

    def day(self, key: str) -> dt.date | None:
        """A day of META; None where it has none, or the year alone."""
        found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", self.meta.get(key, ""))
        try:
            return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
        except ValueError:
            return None

    @property
    def places(self) -> int:
        """How many places a ballot has: as many as META allows, or as there are projects."""
        longest = self.count("SELECT COALESCE(max(len(string_split(vote, ','))), 0) FROM ballot")
        stated = int(self.amount("max_length") or 0)
        return stated if stated >= longest else self.sections.projects.num_rows

    def count(self, query: str) -> int:
        """The single number that a query gives."""
        return int(self.connection.execute(query).fetchall()[0][0])

    def arrow(self, query: str) -> pa.Table:
        """The rows that a query gives."""
        return self.connection.sql(query).to_arrow_table()

    def tables(self) -> dict[str, pa.Table]:
        """All rows, by table."""
        file, place = str(self.sections.file), self.unit
        codes = {"0": "no", **dict.fromkeys(self.choices.selected, "yes")}
        people = ballots.actors(file, self.prefix, place, self.choices.bounds)
        found = {
            "actor": f"({people}) UNION ALL ({ballots.proposers(file, self.prefix)})",
            "contribution": ballots.projects(file, self.prefix, place, codes),
            "vote": ballots.votes(file, self.prefix),
        }
        tables = {name: self.arrow(query) for name, query in found.items()}
        for name in ("actor", "contribution"):
            self.connection.register(f"table_{name}", tables[name])
        tables["neighbourhood"] = self.arrow(f"""
            SELECT area AS id, substr(area, {len(f"{place}/" if place else "") + 1}) AS name,
                   {literal(file)} AS {FILE}, min({ROW}) AS {ROW}
            FROM (SELECT area, {ROW} FROM table_actor UNION ALL SELECT area, {ROW} FROM table_contribution)
            WHERE area <> '' GROUP BY area ORDER BY area
        """)
        groups = f"""
            SELECT trim(unnest(string_split(beneficiaries, ','))) AS label, {ROW_IN_FILE} FROM project
            WHERE beneficiaries <> ''
        """
        tables["stakeholder_group"] = self.arrow(f"""
            SELECT {_group("label")} AS id, label, 'external' AS side, {literal(file)} AS {FILE},
                   min({ROW_IN_FILE}) AS {ROW}
            FROM ({groups}) WHERE label <> '' GROUP BY label ORDER BY label
        """)
        alone = "beneficiaries <> '' AND NOT contains(beneficiaries, ',')"
        tables["benefit"] = self.arrow(f"""
            SELECT replace(told.id, {literal(self.prefix + "-project-")}, {literal(self.prefix + "-benefit-")}) AS id,
                   told.id AS contribution, told.area AS area,
                   CASE WHEN {alone} THEN {_group("beneficiaries")} ELSE '' END AS "group", told.cost AS amount,
                   {literal(self.meta.get("currency", ""))} AS unit, told.{FILE} AS {FILE}, told.{ROW} AS {ROW}
            FROM table_contribution AS told JOIN project ON project.{ROW_IN_FILE} = told.{ROW}
            WHERE told.selected = 'yes' AND told.cost <> '' AND (told.area <> '' OR {alone}) ORDER BY told.{ROW}
        """)
        return tables

    def left_out(self) -> dict[Text, int]:
        """How many choices or ballots give no vote, by reason."""
        counts = {
            "no_voter": "SELECT count(*) FROM ballot WHERE turn = 0",
            "second_ballot": "SELECT count(*) FROM ballot WHERE turn > 1",
            "points_unmatched": "SELECT count(*) FROM ballot WHERE turn = 1 AND vote <> '' AND NOT fitting",
            "not_listed": "SELECT count(*) FROM choice WHERE NOT listed AND turn = 1",
            "named_twice": "SELECT count(*) FROM choice WHERE turn > 1",
        }
        found = {self.say(key): self.count(query) for key, query in counts.items()}
        return {reason: count for reason, count in found.items() if count}

    @property
    def has_all_ballots(self) -> bool:
        """Whether the file has as many ballots as its head counts, and every one gave its votes."""
        return self.amount("num_votes") == self.sections.votes.num_rows and not self.left_out()


def _group(label: str) -> str:
    return f"'group-' || regexp_replace(lower({label}), '[^\\pL\\pN]+', '-', 'g')"
