"""What the registers of a process offer for the lists of its questionnaire: duties, who answers for them, groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from obverse.web.bridge.additions import MOST_GROUPS_OF_A_TRAIT
from obverse.web.processes.attributes import attributes_of
from obverse.web.processes.models import Process
from obverse.web.registers.models import Row

# More than anybody looks through on one page; the choice is of a handful.
SHOWN = 60
Offer = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """Ids and words that can be chosen for each list.

    ``categories`` are those of the traits, ``fine`` the labels of traits that have too many to be asked.
    """

    duties: Offer
    answerable: Offer
    groups: Offer
    traits: Offer
    categories: dict[str, tuple[tuple[str, str], ...]]
    fine: tuple[str, ...]


def offered(process: Process) -> Offered:
    """All that the registers and the charter of a process offer now."""
    duties = _rows(process, "duty")
    groups = [(row["id"], row.get("label", row["id"])) for row in _rows(process, "stakeholder_group")]
    traits, categories, fine = [], {}, []
    for one in attributes_of(process):
        labels = one.get("labels", {})
        if len(one["categories"]) > MOST_GROUPS_OF_A_TRAIT:
            fine.append(one["label"])
            continue
        traits.append((one["name"], one["label"]))
        categories[one["name"]] = tuple(
            (category, labels.get(category, category)) for category in one["categories"]
        )
    return Offered(
        duties=tuple((row["id"], row.get("text", row["id"])) for row in duties)[:SHOWN],
        answerable=tuple(_answerable(duties, _rows(process, "actor")))[:SHOWN],
        groups=tuple(groups)[:SHOWN],
        traits=tuple(traits),
        categories=categories,
        fine=tuple(fine),
    )


def _answerable(
    duties: Iterable[dict[str, str]], actors: Iterable[dict[str, str]]
) -> Iterable[tuple[str, str]]:
    """Who holds a duty comes first, then every organisation; the register calls actors by their ids alone."""
    holders = [
        holder.strip()
        for row in duties
        for column in ("final_holders", "holders")
        for holder in row.get(column, "").split("|")
    ]
    organisations = [row["id"] for row in actors if row.get("kind") == "organisation"]
    return [(name, name) for name in dict.fromkeys([*holders, *organisations]) if name not in ("", "-")]


def _rows(process: Process, table: str) -> list[dict[str, str]]:
    rows = Row.objects.filter(process=process, table=table, is_removed=False)
    return [dict(values) for values in rows.values_list("values", flat=True) if values.get("id")]
