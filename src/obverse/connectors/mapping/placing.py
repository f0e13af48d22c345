"""Which table of the evidence an unknown table holds, and which of our columns each of its columns is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from obverse.connectors.mapping.headings import CLEAR, likeness, rarity, synonyms, table_words
from obverse.connectors.mapping.plain_words import code_words, plain
from obverse.connectors.mapping.profiling import Profile, Table
from obverse.evidence.declarations import Column, tables

TITLE = "text:title"
# Tables whose rows tell a year or a period, which a wide table writes into its headings: what such a year fills.
WIDE = {
    "service_volume": {"period_start": "{name}-01-01", "period_end": "{name}-12-31"},
    "budget_line": {"year": "{name}"},
}
# Columns about people: they are filled with pseudonyms, or not at all.
PEOPLE = {
    ("contribution", "author"),
    ("vote", "actor"),
    ("participation", "actor"),
    ("speech", "actor"),
    ("actor", "id"),
    ("applicant", "actor"),
    ("access_case", "actor"),
    ("survey_answer", "respondent"),
    ("goal_rank", "respondent"),
}
_NUMBERS = ("number", "money", "hours", "days")
# What stands under a heading that is nothing but a year.
_MEASURED = {("service_volume", "volume"), ("budget_line", "outturn")}
# Below this a column is not proposed for a place.
_ENOUGH = 0.5
# Of so many words a person may be asked what they mean; where there are more, and none is known, they are no codes.
_ASKED = 8
_SAYS_IT_ITSELF = {
    "proposal": ("proposal", "proposition", "vorschlag", "propuesta", "proposta", "voorstel", "idea", "idee"),
    "comment": ("comment", "commentaire", "kommentar", "comentario"),
    "request": (
        "request",
        "demande",
        "anfrage",
        "solicitud",
        "foi",
        "311",
        "service request",
        "case",
        "verzoek",
    ),
    "report": ("report", "signalement", "meldung", "incidencia"),
    "project": ("project", "projet", "projekt", "proyecto", "projecte"),
    "statement": ("statement", "thought"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the source in a column of ours, and how sure that is (0 to 1)."""

    profile: Profile
    target: str
    sure: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an unknown table fits one of ours: the columns that found a place, and how sure the whole is."""

    table: str
    places: tuple[Place, ...]
    sure: float

    def place(self, target: str) -> Place | None:
        """The column that fills one of ours."""
        return next((place for place in self.places if place.target == target), None)


def fit_tables(source: Table, names: Sequence[str], wanted: Sequence[str] = ()) -> tuple[Fit, ...]:
    """The tables that an unknown one may be, the likeliest first; ``names`` are those of its file and sheet."""
    fits = [
        _fit(table, source.by_year if table in WIDE else source.profiles, names)
        for table in (wanted or synonyms())
    ]
    return tuple(sorted((fit for fit in fits if fit.places), key=lambda fit: -fit.sure))


def said_kind(names: Iterable[str]) -> str:
    """Which kind of contribution the names of a file and its headings speak of; empty where none."""
    for name in names:
        parts = plain(name).replace("ae", "a").split()
        for kind, known in _SAYS_IT_ITSELF.items():
            for word in known:
                stem = word if len(word) > 4 else ""
                if any(part in {word, f"{word}s"} or (stem and part.startswith(stem)) for part in parts):
                    return kind
    return ""


def _fit(table: str, profiles: Sequence[Profile], names: Sequence[str]) -> Fit:
    places = _assigned(table, profiles)
    declared = tables()[table]
    weights = {place.target: rarity(place.profile.label, table) for place in places}
    clear = [place for place in places if place.sure >= CLEAR]
    said = sum(place.sure * weights[place.target] for place in clear)
    given = WIDE.get(table, {}) if any(place.profile.years for place in places) else {}
    required = [name for name in declared.required if not has_default(table, name) and name not in given]
    lacking = sum(1 for name in required if all(place.target != name for place in places))
    named = any(
        known in text.split() or (len(known) > 5 and known in text)
        for text in map(plain, names)
        for known in table_words(table)
    )
    if len(clear) < 2 and len(profiles) > 2:
        said *= 0.4
    covered = len(clear) / max(1, len(profiles))
    sure = (said / (said + 1.2)) * (0.6 + 0.4 * min(1.0, covered * 1.5))
    sure = min(1.0, sure + (0.25 if named else 0.0)) * 0.45**lacking
    return Fit(table, tuple(places), round(sure, 2) if clear else 0.0)


def has_default(table: str, column: str) -> bool:
    """Whether a required column can be filled without the source saying it."""
    kind = tables()[table].columns[column].kind
    return kind == "id" or (table, column) in {
        ("contribution", "kind"),
        ("actor", "kind"),
        ("document", "kind"),
    }


def _assigned(table: str, profiles: Sequence[Profile]) -> list[Place]:
    """Each of our columns with the column of the source that fits it best, none used twice."""
    rated = [
        Place(profile, target, sure)
        for profile in profiles
        for target in synonyms()[table]
        if (sure := _sure(table, target, profile)) >= _ENOUGH
    ]
    rated.sort(key=lambda place: (-place.sure, profiles.index(place.profile)))
    taken: dict[str, Place] = {}
    used: set[str] = set()
    for place in rated:
        if place.target not in taken and place.profile.heading not in used:
            taken[place.target] = place
            used.add(place.profile.heading)
    return sorted(taken.values(), key=lambda place: list(synonyms()[table]).index(place.target))


def _sure(table: str, target: str, profile: Profile) -> float:
    if (table, target) in PEOPLE and profile.numbers and profile.numbers.whole == "no":
        return 0.0
    if (profile.personal and (table, target) not in PEOPLE) or not profile.filled:
        return 0.0
    if profile.years and not profile.label:
        return 0.6 if (table, target) in _MEASURED and profile.numbers else 0.0
    if profile.years and target in WIDE[table]:
        return 0.0
    named = likeness(profile.label, table, target)
    declared = tables()[table].column("text" if target == TITLE else target)
    if declared is None or named < 0.4:
        return 0.0
    fits = _fits(table, target, declared, profile)
    # A list of words of which none is known may be anything.
    weight = 0.75 if fits > 0.1 else 0.6
    return round(weight * named + 0.25 * fits, 2) if fits > 0 else 0.0


def _fits(table: str, target: str, column: Column, profile: Profile) -> float:
    """How well the cells are what a column holds; 0 where they cannot be, as many words of which none is known."""
    if target.startswith("attr_"):
        return 1.0 if profile.words else 0.0
    if column.kind == "id":
        full = profile.filled >= 0.9 * profile.rows
        if profile.long or not full or (profile.dates and profile.dates.forms):
            return 0.0
        return 1.0 if profile.unique else 0.4
    if column.kind == "ref":
        return (
            0.0 if profile.long or profile.dates else 0.3 if profile.numbers and profile.numbers.unit else 0.9
        )
    if column.kind == "code" or (table, target) == ("vote", "value"):
        if profile.numbers and (table, target) == ("vote", "value"):
            return 1.0
        return _coded(f"{table}.{target}", profile)
    if column.kind == "flag":
        few = profile.words and profile.distinct <= 4 and not profile.dates
        return 1.0 if truths(f"{table}.{target}", profile) else 0.4 if few else 0.0
    if column.kind in {"date", "moment"}:
        return 1.0 if profile.dates else 0.5 if profile.numbers and profile.numbers.years else 0.0
    if column.kind == "share":
        return 1.0 if profile.numbers and 0 <= profile.numbers.low <= profile.numbers.high <= 1 else 0.0
    if column.kind == "int":
        return 1.0 if profile.numbers and profile.numbers.whole != "no" else 0.0
    if column.kind in _NUMBERS:
        return 1.0 if profile.numbers else 0.0
    return _text(target, profile)


def _text(target: str, profile: Profile) -> float:
    if profile.dates:
        return 0.0
    if profile.numbers:
        return 0.0 if target in {"text", TITLE, "name"} else 0.4
    if target in {"text", TITLE} and profile.tokens:
        return 0.0
    if target == "text":
        return 1.0 if profile.mean_length > 25 else 0.6
    return 0.5 if profile.long else 0.9


def _coded(target: str, profile: Profile) -> float:
    if not profile.words or profile.dates:
        return 0.0
    known = code_words(target)
    table, column = target.split(".")
    ours = set(tables()[table].columns[column].codes)
    found = sum(times for cell, times in profile.cells.items() if plain(cell) in known or cell in ours)
    share = found / profile.filled
    if share or profile.numbers or column in tables()[table].required:
        return share
    return 0.1 if len(profile.words) <= _ASKED else 0.0


def truths(target: str, profile: Profile) -> dict[str, str]:
    """The cells of a column turned into yes and no, where all of them can be; empty otherwise."""
    special = code_words(target)
    found = {cell: special.get(plain(cell), "") for cell in profile.cells} if profile.distinct <= 4 else {}
    return found if found and all(found.values()) else profile.truths


def understood(target: str, cells: Mapping[str, int]) -> dict[str, str]:
    """Each cell with the code of ours that it means, empty where nobody knows.

    >>> understood("contribution.state", {"Abgelehnt": 3, "seltsam": 1})
    {'Abgelehnt': 'rejected', 'seltsam': ''}
    """
    known = code_words(target)
    table, column = target.split(".")
    ours = tables()[table].columns[column].codes
    return {cell: cell if cell in ours else known.get(plain(cell), "") for cell in cells}
