"""How an import was asked for, whether it was done before, and what the journal says about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from obverse import __version__
from obverse.evidence.dossier import examine
from obverse.evidence.importing import journal
from obverse.evidence.importing.letter import Letter, Received
from obverse.evidence.importing.screening import without_addresses
from obverse.evidence.problems import EvidenceProblems
from obverse.vocabulary.text import Text

# A report names the first headings that nobody read, as the letter does; the others are counted.
_HEADINGS = 12
_LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """How an import was asked for: with which connector, mapping and options, and whether rows may be replaced.

    ``given`` are the files as somebody gave them; ``read`` maps the paths that the connector read to what they are: the
    files themselves, or the members of the archives among them. ``pseudonyms`` says that all ids of people are
    replaced, under ``secret`` or else under the dossier's own key (a new one, where ``new_key`` asks for it);
    ``keeps_originals`` that the files may stay in the dossier as they came unless people stand in them,
    ``keep_originals`` that somebody asked for this whatever stands in them.
    ``at`` is the moment that the journal tells.
    """

    connector: str
    generation: str = ""
    given: tuple[Received, ...]
    read: Mapping[str, Received] = field(default_factory=dict)
    mapping: Received | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    replace: bool = False
    pseudonyms: bool = False
    keeps_originals: bool = True
    keep_originals: bool = False
    secret: bytes | None = None
    new_key: bool = False
    sureness: float = 1.0
    at: dt.datetime


def seen_before(directory: Path, call: Call) -> Letter | None:
    """The letter that says that these very files were read in this very way before; None where they were not.

    Raises:
        EvidenceProblems: the dossier or its journal has to be mended first.
    """
    _, problems = examine(directory)
    if problems:
        raise EvidenceProblems(problems)
    known = journal.knows(
        journal.read_journal(directory),
        connector=call.connector,
        mapping=call.mapping.sha256 if call.mapping else "",
        options=call.options,
        files={file.sha256 for file in call.given},
    )
    if not known or call.replace:
        return None
    return Letter(connector=call.connector, generation=call.generation, files=call.given, unchanged=True)


def entry_of(call: Call, letter: Letter) -> dict[str, object]:
    """What the journal says about an import: all that the report about the dossier tells of it, in both languages.

    The letter goes to the person who gave the files and may quote them; what is kept here holds no address.
    """
    reasons = tuple(dict.fromkeys(reason for told in letter.left_out.values() for reason in told))
    said = _in_both(reasons)
    english = {reason: both["en"] for reason, both in zip(reasons, said, strict=True)}
    return {
        "what": "import",
        "connector": call.connector,
        "generation": call.generation,
        "mapping": call.mapping.sha256 if call.mapping else "",
        "options": dict(call.options),
        "replace": call.replace,
        "program": __version__,
        "files": [
            {"name": file.name, "sha256": file.sha256, "size": file.size, "kept": file.kept}
            for file in letter.files
        ],
        "key": letter.key,
        "kept_out": {
            "pseudonyms": dict(letter.kept_out.pseudonyms),
            "flagged": {rule: accounts for rule, (accounts, _) in letter.kept_out.flagged.items()},
            "screened": dict(letter.kept_out.screened),
        },
        "rows": {
            name: {
                "read": count.read,
                "added": count.added,
                "replaced": count.replaced,
                "already_there": count.already_there,
            }
            for name, count in letter.tables.items()
        },
        "left_out": {
            name: {english[reason]: count for reason, count in told.items()}
            for name, told in letter.left_out.items()
        },
        "reasons": said,
        "unread": {
            _name(call, file): {"shown": _kept(headings[:_HEADINGS]), "count": len(headings)}
            for file, headings in letter.unknown.items()
            if headings
        },
        "notes": _in_both(letter.notes),
    }


def _in_both(texts: Sequence[Text]) -> list[dict[str, str]]:
    english, french = _kept([text.en for text in texts]), _kept([text.fr for text in texts])
    return [{"en": en, "fr": fr} for en, fr in zip(english, french, strict=True)]


def _kept(texts: Sequence[str]) -> list[str]:
    return without_addresses([text if len(text) <= _LONGEST else text[:_LONGEST] + "…" for text in texts])


def _name(call: Call, file: str) -> str:
    return call.read[file].name if file in call.read else Path(file).name
