"""What a data officer would write with pandas for the main figures of an audit, over the same files.

python benchmarks/scale/pandas_audit.py DIR        in an environment with pandas; needs nothing of this project

It checks keys, references and codes, counts the last vote of a person on a proposal only, and prints the figures with
what they took as one JSON object. Fewer figures than a whole audit, and none has an interval.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]

TABLES = (
    "actor", "commitment", "contribution", "event", "neighbourhood", "participation", "reference_population", "vote",
)  # fmt: skip
KEYS = {
    "actor": ["id"],
    "contribution": ["id"],
    "event": ["id"],
    "vote": ["actor", "contribution", "at"],
    "participation": ["actor", "event", "date", "activity"],
}
REFERENCES = (
    ("vote", "actor", "actor"),
    ("vote", "contribution", "contribution"),
    ("participation", "actor", "actor"),
    ("participation", "event", "event"),
    ("contribution", "author", "actor"),
    ("contribution", "parent", "contribution"),
    ("contribution", "merged_into", "contribution"),
    ("contribution", "area", "neighbourhood"),
    ("actor", "area", "neighbourhood"),
)
CODES = {
    ("vote", "channel"): ["online", "paper", "booth", "unknown"],
    ("participation", "activity"): ["decide", "consulted", "work"],
    ("actor", "kind"): ["person", "organisation", "platform_account"],
    ("contribution", "moderated"): ["in", "out", "not_moderated", "unknown"],
    ("contribution", "state"): [
        "open", "evaluating", "accepted", "partly", "deferred", "rejected", "withdrawn", "merged", "done",
    ],
}  # fmt: skip
VARIABLES = ("age_band", "education", "region", "sex")
ANSWERED = ("accepted", "partly", "rejected", "deferred", "done")


def main() -> int:
    """Audit the dossier, and say what it took."""
    folder = Path(sys.argv[1])
    began = time.perf_counter()
    as_of = pd.Timestamp(
        tomllib.loads((folder / "dossier.toml").read_text(encoding="utf-8"))["audit"]["as_of"]
    )
    tables = {name: read(folder / "evidence", name) for name in TABLES}
    digests = {name: digest(folder / "evidence", name) for name in TABLES}
    faults = check(tables)
    last = (
        tables["vote"]
        .sort_values("at", kind="stable")
        .drop_duplicates(["actor", "contribution"], keep="last")
    )
    figures: dict[str, float] = {}
    left_out = {"changed_later": len(tables["vote"]) - len(last)}
    concentration(tables, last, as_of, figures, left_out)
    likeness(tables, figures)
    answers(tables, figures)
    fates(tables, as_of, figures)
    groups(tables, last, figures)
    standing(tables, last, figures)
    seconds = time.perf_counter() - began
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
    told = {"seconds": seconds, "memory_mib": peak, "version": pd.__version__, "figures": figures}
    print(json.dumps({**told, "left_out": left_out, "faults": faults, "digests": digests}))
    return 0


def read(evidence: Path, name: str) -> Any:
    """A register, from its file or from its folder of files."""
    place = evidence / name
    return pd.read_parquet(place if place.is_dir() else place.with_suffix(".parquet"))


def digest(evidence: Path, name: str) -> str:
    """The digest of a register's files."""
    found = hashlib.sha256()
    place = evidence / name
    for file in sorted(place.glob("*.parquet")) if place.is_dir() else [place.with_suffix(".parquet")]:
        found.update(file.read_bytes())
    return found.hexdigest()


def check(tables: dict[str, Any]) -> dict[str, int]:
    """How many rows break a key, a reference or a list of codes."""
    faults = {}
    for name, key in KEYS.items():
        faults[f"{name}: double key"] = int(tables[name].duplicated(key).sum())
        faults[f"{name}: empty key"] = int(tables[name][key].isna().any(axis=1).sum())
    for name, column, other in REFERENCES:
        cells = tables[name][column].dropna()
        faults[f"{name}.{column}: refers to nothing"] = int((~cells.isin(tables[other]["id"])).sum())
    for (name, column), codes in CODES.items():
        cells = tables[name][column].dropna()
        faults[f"{name}.{column}: no code"] = int((~cells.isin(codes)).sum())
    return {name: count for name, count in faults.items() if count}


def gini(counts: Any) -> float:
    """The Gini coefficient of counts per person."""
    ordered = np.sort(np.asarray(counts, dtype=float))
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum()))


def concentration(
    tables: dict[str, Any], last: Any, as_of: Any, figures: dict[str, float], left_out: dict[str, int]
) -> None:
    """How unequally people write, vote and speak."""
    actor, contribution, participation = tables["actor"], tables["contribution"], tables["participation"]
    active = pd.concat(
        [
            contribution["author"].dropna(),
            tables["vote"]["actor"],
            participation.loc[participation["turns"] > 0, "actor"],
        ]
    ).unique()
    silent = (actor["kind"] == "organisation") & ~actor["id"].isin(active)
    people = actor.loc[~actor["staff_or_test"] & ~silent, "id"]
    kinds = contribution.set_index("id")["kind"]
    on_a_ballot = last["contribution"].map(kinds) == "project"
    left_out["on_a_ballot"] = int(on_a_ballot.sum())
    votes = last.loc[~on_a_ballot, "actor"].value_counts()
    figures["E5.4:votes.gini"] = gini(votes.reindex(people, fill_value=0))
    reply = (contribution["kind"] == "comment") & contribution["parent"].notna()
    written = contribution[~reply & ~contribution["seed"]]
    left_out["no_author"] = int(written["author"].isna().sum())
    agenda = written["author"].value_counts().reindex(people, fill_value=0)
    figures["E5.4:agenda.gini"] = gini(agenda)
    figures["E5.4:agenda.authors"] = float((agenda > 0).mean())
    adopted = written[
        written["state"].isin(["accepted", "partly", "done"])
        & ~(written["answered_at"] > as_of + pd.Timedelta(days=1))
    ]
    figures["E5.4:adopted.gini"] = gini(adopted["author"].value_counts().reindex(people, fill_value=0))
    noted = participation[participation["turns"].notna() & participation["actor"].isin(people)]
    figures["E5.4:turns.gini"] = gini(noted.groupby("actor")["turns"].sum())


def likeness(tables: dict[str, Any], figures: dict[str, float]) -> None:
    """How like the population those are who registered, and those who came, by activity."""
    actor, population = tables["actor"], tables["reference_population"]
    persons = actor[(actor["kind"] != "organisation") & ~actor["staff_or_test"]].set_index("id")
    attended = tables["participation"].drop_duplicates(["actor", "activity"])
    present = {"any": persons}
    for activity, those in attended.groupby("activity"):
        present[activity] = persons.loc[persons.index.intersection(those["actor"])]
    for variable in VARIABLES:
        known = population[population["variable"] == variable].set_index("category")["count"]
        for activity, those in present.items():
            counts = those[f"attr_{variable}"].value_counts().reindex(known.index, fill_value=0)
            ratios = (counts / counts.sum()) / (known / known.sum())
            for category, ratio in ratios.items():
                figures[f"L2.1:{activity}.{variable}.{category}.ratio"] = float(ratio)
    rungs = population[population["variable"] == "education"].set_index("category")["count"]
    rungs = rungs.reindex(["lower", "middle", "higher"])
    rates = persons["attr_education"].value_counts().reindex(rungs.index, fill_value=0) / rungs
    parts = rungs / rungs.sum()
    rank = parts.cumsum() - parts / 2
    mean = float((parts * rates).sum())
    figures["E5.1:any.education.concentration"] = float(2 * (parts * rank * rates).sum() / mean - 1)
    figures["E5.1:any.education.index"] = figures["E5.1:any.education.concentration"] / (1 - mean)


def answers(tables: dict[str, Any], figures: dict[str, float]) -> None:
    """How long people waited for an answer, and for one with reasons."""
    contribution, actor = tables["contribution"], tables["actor"]
    told = tables["commitment"].query("kind == 'answer'").iloc[0]
    promised = (pd.Timestamp(told["due_on"]) - pd.Timestamp(told["announced_on"])).days
    unanswerable = contribution["kind"].isin(["statement", "project"]) | (
        (contribution["kind"] == "comment") & contribution["parent"].notna()
    )
    no_answer = unanswerable & contribution["state"].isna() & contribution["answered_at"].isna()
    staff = contribution["author"].isin(actor.loc[actor["staff_or_test"], "id"])
    asked = contribution[~contribution["seed"] & ~staff & (contribution["moderated"] != "out") & ~no_answer]
    written = asked["created_at"].dt.normalize()
    days = (asked["answered_at"].dt.normalize() - written).dt.days
    undated = asked["answered_at"].isna() & asked["state"].isin(ANSWERED)
    aside = (asked["withdrawn_at"].dt.normalize() - written).dt.days
    aside = aside.where(asked["state"] != "merged", 0)
    n = len(asked) - int(undated.sum())
    figures["E2.3:answered.in_time"] = float((days <= promised).sum() / n)
    figures["E2.3:reasoned.in_time"] = float(((days <= promised) & asked["reasoned"].eq(True)).sum() / n)
    figures["E2.3:set_aside.in_time"] = float((aside[days.isna()] <= promised).sum() / n)
    over = days.value_counts().sort_index()
    gone = aside[days.isna()].value_counts().sort_index()
    at_risk, survival = n, 1.0
    for day in sorted(set(over.index) | set(gone.index)):
        survival *= 1 - over.get(day, 0) / at_risk
        if survival <= 0.5:
            figures["E2.3:answered.median"] = float(day)
            break
        at_risk -= int(over.get(day, 0)) + int(gone.get(day, 0))


def fates(tables: dict[str, Any], as_of: Any, figures: dict[str, float]) -> None:
    """What became of what people put in; a merged contribution shares the fate of the one it went into."""
    contribution = tables["contribution"].set_index("id")
    unanswerable = contribution["kind"].isin(["statement", "project"]) | (
        (contribution["kind"] == "comment") & contribution["parent"].notna()
    )
    no_answer = unanswerable & contribution["state"].isna() & contribution["answered_at"].isna()
    chosen = (
        ~contribution["seed"] & ~contribution["kind"].isin(["report", "request", "question"]) & ~no_answer
    )
    target = pd.Series(contribution.index, index=contribution.index)
    for _ in range(3):
        merged = target.map(contribution["merged_into"])
        target = merged.where(merged.notna(), target)
    state = target.map(contribution["state"])[chosen]
    moderated = target.map(contribution["moderated"])[chosen]
    answered = target.map(contribution["answered_at"])[chosen]
    waiting = state.isin(["open", "evaluating"]) & ~(answered <= as_of) & (moderated != "out")
    # merged more than three times over: nobody knows its fate
    n = int((~((state == "merged") & (moderated != "out"))).sum())
    figures["L7.1:adopted"] = float(state.isin(["accepted", "done"]).sum() / n)
    figures["L7.1:partly"] = float((state == "partly").sum() / n)
    figures["L7.1:deferred"] = float((state == "deferred").sum() / n)
    figures["L7.1:withdrawn"] = float((state == "withdrawn").sum() / n)
    figures["L7.1:unanswered"] = float(waiting.sum() / n)


def groups(tables: dict[str, Any], last: Any, figures: dict[str, float]) -> None:
    """How each opinion group voted on each proposal, and what all of them support."""
    actor, contribution = tables["actor"], tables["contribution"]
    members = actor.loc[
        ~actor["staff_or_test"] & actor["attr_opinion_group"].notna(), ["id", "attr_opinion_group"]
    ]
    shown = contribution.loc[contribution["moderated"] != "out", ["id"]]
    cast = last.merge(members, left_on="actor", right_on="id").merge(
        shown, left_on="contribution", right_on="id"
    )
    people = cast.groupby("attr_opinion_group")["actor"].nunique()
    for name, count in people.items():
        figures[f"L5.4:people.{str(name).lower()}"] = float(count)
    cast["agrees"] = cast["value"] == 1
    tally = (
        cast.groupby(["contribution", "attr_opinion_group"])["agrees"]
        .agg(["sum", "count"])
        .unstack(fill_value=0)
    )
    judged = (tally["count"] >= 10).all(axis=1)
    agreed = (tally["sum"] / tally["count"])[judged]
    figures["L5.4:statements.shared"] = float((agreed > 0.5).all(axis=1).mean())


def standing(tables: dict[str, Any], last: Any, figures: dict[str, float]) -> None:
    """Votes of staff and test accounts, when people first came, and hours of work by area and education."""
    actor, vote = tables["actor"].set_index("id"), tables["vote"]
    figures["E7.5d:votes.not_eligible"] = float(last["actor"].map(actor["staff_or_test"]).mean())
    online = vote[~vote["channel"].isin(["paper", "booth"])]
    online.groupby("actor")["at"].min().dt.floor("h").value_counts().sort_index()
    work = tables["participation"].query("activity == 'work'")
    hours = work.groupby("actor")["hours"].sum().to_frame().join(actor[["area", "attr_education"]])
    for column in ("area", "attr_education"):
        hours.groupby(column)["hours"].sum()


if __name__ == "__main__":
    raise SystemExit(main())
