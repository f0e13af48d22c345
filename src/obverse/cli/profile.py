"""The short profile that an audit prints on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from obverse.findings.report import Report

MARKS = {
    "concern": "▲",
    "no_sign": "●",
    "not_enough_evidence": "?",
    "too_early": "◷",
    "not_applicable": "–",
}
# Of one indicator, this many figures with the same verdict are listed; all concerns are.
SHOWN = 3
_WORDS = {
    "en": {
        "colon": ":",
        "evils": "Seven evils",
        "ideals": "Seven ideals",
        "questions": "Six questions",
        "duality": "Duality",
        "findings": "Findings",
        "more": "{indicator} {name}: {count} more figures",
        "described": "{count} further figures are described without a verdict; they are in the report.",
        "count": "complete count",
        "amended": "Changed after the freeze, and not judged by: {lines}. The report says beside each finding what the "
        "verdict would be.",
        "answered": "Groups say something to: {keys}. The report prints it beside each.",
        "unknown": "Not known",
        "silent": "{count} figures could not be made; next worth collecting (and what it would answer):",
    },
    "fr": {
        "colon": "\u00a0:",
        "evils": "Sept maux",
        "ideals": "Sept idéaux",
        "questions": "Six questions",
        "duality": "Dualité",
        "findings": "Constats",
        "more": "{indicator} {name}\u00a0: {count} autres chiffres",
        "described": "{count} autres chiffres sont décrits sans verdict ; ils figurent dans le rapport.",
        "count": "comptage complet",
        "amended": "Changés après avoir été fixés, et sans effet sur les verdicts\u00a0: {lines}. Le rapport dit à "
        "côté de chaque constat quel serait le verdict.",
        "answered": "Des groupes répondent à\u00a0: {keys}. Le rapport l’imprime à côté de chacun.",
        "unknown": "Non connu",
        "silent": "{count} chiffres n’ont pu être établis ; à recueillir en priorité (et ce que cela éclairerait) :",
    },
}


def lines(report: Report, width: int = 100) -> Iterator[str]:
    """The profile line by line: first the verdicts, then one line a finding, then what is not known."""
    content = report.content
    words = _WORDS[report.language]
    yield _shortened(content["process"]["title"], width)
    for section in ("evils", "ideals", "questions", "duality"):
        rows = content[section] if section != "duality" else [content[section]]
        yield ""
        yield words[section]
        for row in rows:
            title = _shortened(row["title"], width - 34)
            yield f"  {MARKS[row['verdict']]} {row['id']:<3} {title:<{width - 34}} {row['verdict_label']}"
    judged = [item for item in content["findings"] if item["threshold"] and "value" in item["result"]]
    described = sum(item["threshold"] is None and "value" in item["result"] for item in content["findings"])
    yield ""
    yield words["findings"]
    yield from _findings(judged, words, width)
    if described:
        yield "  " + words["described"].format(count=described)
    yield from _beside(content, words)
    yield ""
    yield words["unknown"]
    yield "  " + words["silent"].format(count=len(content["unknown"]["figures"]))
    for register in content["unknown"]["registers"][:5]:
        opens = ", ".join(item["indicator"] for item in register["opens"])
        later = f" (+{register['opens_later']})" if register["opens_later"] else ""
        yield _shortened(f"  · {register['label']} → {opens or '…'}{later}", width)


def _beside(content: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    if content.get("amendments"):
        lines = {
            one["indicator"] if one["subject"] == "*" else f"{one['indicator']}:{one['subject']}": None
            for one in content["amendments"]
        }
        yield "  " + words["amended"].format(lines=", ".join(lines))
    said = [
        item["key"] if one["about"] == "figure" else item["indicator"]
        for item in content["findings"]
        for one in item.get("counter_statements", ())
    ]
    said += [one["finding"] for one in content.get("unplaced_statements", ())]
    if said:
        yield "  " + words["answered"].format(keys=", ".join(dict.fromkeys(said)))


def _findings(judged: list[Mapping[str, Any]], words: Mapping[str, str], width: int) -> Iterator[str]:
    for identifier in dict.fromkeys(item["indicator"] for item in judged):
        own = [item for item in judged if item["indicator"] == identifier]
        for verdict, mark in MARKS.items():
            alike = [item for item in own if item["verdict"] == verdict]
            always = [item for item in alike if verdict == "concern" or item["family"] == "primary"]
            others = [item for item in alike if item not in always]
            shown = others if len(others) <= SHOWN else others[: SHOWN - 1]
            for item in [*always, *shown]:
                yield _finding(item, words, width)
            if len(shown) < len(others):
                told = words["more"].format(
                    indicator=identifier, name=own[0]["name"], count=len(others) - len(shown)
                )
                yield _shortened(f"  {mark} {others[0]['verdict_label']}{words['colon']} {told}", width)


def _finding(item: Mapping[str, Any], words: Mapping[str, str], width: int) -> str:
    result = item["result"]
    reach = (
        words["count"] if result["basis"] == "full_count" else f"{result['low_text']} … {result['high_text']}"
    )
    figure = f"{result['text']} [{reach}] n={result['n']}"
    start = f"  {MARKS[item['verdict']]} {item['verdict_label']}{words['colon']} {item['indicator']} "
    about = f"{words['colon']} ".join(part for part in (item["name"], item["about"]) if part)
    room = max(20, width - len(start) - len(figure) - 2)
    return f"{start}{_shortened(about, room)}  {figure}"


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
