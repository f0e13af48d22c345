"""What ``obverse oversee`` prints: how many dossiers were audited, what differs, and whom to write a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from obverse.findings.oversight import Oversight

_WORDS = {
    "en": {
        "processes": "{listed} dossiers, {audited} with a profile",
        "funnels": "{figures} figures, {funnels} of them in at least 10 processes",
        "differ": "Differs more than chance explains (in the order of the list):",
        "nothing": "In no figure does a process differ more than chance explains.",
        "letters": "To be mended first:",
        "colon": ": ",
    },
    "fr": {
        "processes": "{listed} dossiers, dont {audited} avec un profil",
        "funnels": "{figures} chiffres, dont {funnels} dans au moins 10 démarches",
        "differ": "Diffère plus que le hasard ne l’explique (dans l’ordre de la liste)\u00a0:",
        "nothing": "Dans aucun chiffre une démarche ne diffère plus que le hasard ne l’explique.",
        "letters": "À corriger d’abord\u00a0:",
        "colon": "\u00a0: ",
    },
}


def lines(oversight: Oversight) -> Iterator[str]:
    """The oversight in short, line by line."""
    content, words = oversight.content, _WORDS[oversight.language]
    processes = content["processes"]
    audited = sum(one["state"] == "audited" for one in processes)
    yield words["processes"].format(listed=len(processes), audited=audited)
    yield words["funnels"].format(figures=len(content["figures"]), funnels=content["looks"]["figures"])
    yield ""
    if content["looks"]["differ"]:
        yield words["differ"]
        for figure in content["figures"]:
            yield from _differing(figure, processes, words["colon"])
    else:
        yield words["nothing"]
    broken = [one for one in processes if one["letters"]]
    if broken:
        yield ""
        yield words["letters"]
        for one in broken:
            for letter in one["letters"]:
                yield f"  - {one['label']}{words['colon']}{letter}"


def exit_code(oversight: Oversight) -> int:
    """1 where the program failed at a dossier, else 3 where one has to be mended first, else 0."""
    states = {one["state"] for one in oversight.content["processes"]}
    return 1 if "failed" in states else 3 if "problems" in states else 0


def _differing(figure: Mapping[str, Any], processes: Any, colon: str) -> Iterator[str]:
    labels = [processes[point["process"]]["label"] for point in figure["points"] if point["differs"]]
    if labels:
        about = colon.join(part for part in (figure["name"], figure["about"]) if part)
        yield f"  {figure['indicator']} {about}{colon}{', '.join(labels)}"
