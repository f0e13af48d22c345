"""Writes the pages of docs/reference from the code, so that they cannot say anything else than it does.

python docs/generate_reference.py            write the pages
python docs/generate_reference.py --check    fail where a page is not current
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path

import click
import exports_page
import permissions_page
import questionnaire_page

from obverse.cli.main import main as command_line
from obverse.evidence.declarations import tables
from obverse.indicators.catalogue import indicators, order
from obverse.indicators.indicator import Indicator
from obverse.vocabulary import PlannedIndicator, claims, planned_indicators, rules, sources
from obverse.vocabulary import texts as shared_texts

FOLDER = Path(__file__).resolve().parent / "reference"
ROOT = FOLDER.parent.parent
ENFORCED = FOLDER.parent / "rules_enforced.toml"
PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "exports": exports_page.lines,
    "permissions": permissions_page.lines,
    "questionnaire": questionnaire_page.lines,
}


def page(name: str) -> Callable[[Callable[[], Iterator[str]]], Callable[[], Iterator[str]]]:
    """Declare a function as the writer of ``docs/reference/<name>.md``."""

    def declare(write: Callable[[], Iterator[str]]) -> Callable[[], Iterator[str]]:
        PAGES[name] = write
        return write

    return declare


@page("indicators")
def indicator_pages() -> Iterator[str]:
    """The catalogue: what exists, then what is planned and still unanswered."""
    existing = {one.id: one for one in indicators()}
    yield "# Indicators"
    yield ""
    yield "What this version measures. Each id leads to the page in the indicator's own folder."
    yield ""
    yield "| id | name | asks | serves | unit | worrying side | judged |"
    yield "|---|---|---|---|---|---|---|"
    for one in existing.values():
        link = f"[{one.id}]({_link(one)})"
        stages = ", ".join(stage for stage in ("before", "during", "after") if stage in one.stage)
        serves, side = ", ".join(one.serves), one.direction.replace("_", " ")
        yield (
            f"| {link} | {one.texts('en').name} | {one.question} | {serves} | {one.unit.label} | {side} | {stages} |"
        )
    yield ""
    yield "## Thresholds and minimum evidence"
    yield ""
    yield "| id | subjects | threshold | smallest difference that matters | class | frozen on | minimum | claims |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in existing.values():
        minimum = ", ".join(f"{number} {of}" for of, number in one.minimum.items()) or "-"
        lines = [
            (
                f"`{line.subject}`",
                f"{line.value:g}",
                f"{line.smallest_difference:g}",
                line.klass.value,
                line.frozen_on.isoformat(),
            )
            for line in one.thresholds
        ] or [("all", "described only", "-", "-", "-")]
        for subject, value, smallest, klass, frozen in lines:
            served = " ".join(one.claims)
            yield f"| {one.id} | {subject} | {value} | {smallest} | {klass} | {frozen} | {minimum} | {served} |"
    yield ""
    yield "## Planned, not in this version"
    yield ""
    yield "Reports list these as unanswered."
    yield ""
    yield "| id | name | what it needs |"
    yield "|---|---|---|"
    for planned in sorted(planned_indicators().values(), key=lambda item: order(item.id)):
        if planned.id not in existing:
            yield f"| {planned.id} | {planned.name.en} | {planned.next_datum.en} |"


@page("claims")
def claim_pages() -> Iterator[str]:
    """All claims of the founding texts, each with what answers it: an indicator, a rule, or why nothing can."""
    existing = {one.id: one for one in indicators()}
    planned = planned_indicators()
    enforced = tomllib.loads(ENFORCED.read_text(encoding="utf-8"))
    yield "# Claims"
    yield ""
    yield "What the two founding texts claim, sentence by sentence in this program's own words, and what answers each:"
    yield "an indicator, a rule of the program itself (with the tests that hold it to it), or why it has none."
    for source in sources().values():
        yield ""
        yield f"## {source.short}"
        yield ""
        yield source.citation
        yield ""
        yield "| claim | where | what it says | serves | answered by |"
        yield "|---|---|---|---|---|"
        for claim in claims().values():
            if claim.source != source.id:
                continue
            answers = "; ".join(_answer(name, existing, planned) for name in claim.feeds)
            served = " ".join(claim.serves)
            yield f"| {claim.id} | {claim.where.en} | {claim.text.en} | {served} | {answers} |"
    yield ""
    yield "## Rules of the program itself"
    for rule in rules().values():
        held = enforced[rule.id]
        yield ""
        yield f"### {rule.id}"
        yield ""
        yield f"{rule.text.en} {held['how']} Tests:"
        yield ""
        for test in held["tests"]:
            file, _, name = test.partition("::")
            yield f"- `{name}` in [{file}](../../{file})"


def _answer(name: str, existing: dict[str, Indicator], planned: Mapping[str, PlannedIndicator]) -> str:
    if name in rules():
        return f"rule [{name}](#{name.lower()})"
    if name in existing:
        return f"[{name}]({_link(existing[name])}) {existing[name].texts('en').name}"
    reason = planned[name].unmeasurable
    return f"{name}: not measurable, because {reason.en}" if reason else f"{name}: planned"


def _link(indicator: Indicator) -> str:
    return "../../" + (indicator.folder / "README.md").relative_to(ROOT).as_posix()


@page("evidence-tables")
def evidence_tables() -> Iterator[str]:
    """The tables that a dossier may hold."""
    shared = shared_texts("en")
    yield "# Evidence tables"
    yield ""
    yield "A dossier holds any of these as `evidence/<table>.csv` or `.parquet`. Empty means unknown."
    yield "Columns in **bold** must be filled. The key names a row: no two rows may share it."
    for table in tables().values():
        yield ""
        yield f"## {table.name}"
        yield ""
        row = shared.get(f"table.{table.name}.row", "")
        yield f"One row: {row}. Privacy class {table.privacy}. Key: {', '.join(table.key) or 'none'}."
        yield ""
        yield "| column | type | note |"
        yield "|---|---|---|"
        for column in table.columns.values():
            name = f"**{column.name}**" if column.name in table.required else column.name
            kind = column.kind
            if column.codes:
                kind = "one of " + ", ".join(f"`{code}`" for code in column.codes)
            if column.refers_to:
                kind = f"id in [{column.refers_to}](#{column.refers_to})"
            yield f"| {name} | {kind} | {column.note} |"


@page("command-line")
def commands() -> Iterator[str]:
    """The help of every command, as it is printed."""
    yield "# Command line"
    yield ""
    yield "Exit codes: 0 done, 1 the program's fault, 2 the call is wrong, 3 the evidence has problems (listed)."
    context = click.Context(command_line, info_name="obverse")
    for name in command_line.list_commands(context):
        command = command_line.get_command(context, name)
        if command is not None:
            inner = click.Context(command, info_name=name, parent=context, terminal_width=100)
            yield ""
            yield f"## obverse {name}"
            yield ""
            yield "```"
            yield command.get_help(inner)
            yield "```"


@page("methods")
def methods() -> Iterator[str]:
    """Every statistical method that a figure can name."""
    file = resources.files("obverse.statistics").joinpath("methods.toml")
    entries = tomllib.loads(file.read_text(encoding="utf-8"))
    yield "# Statistical methods"
    yield ""
    yield "Each figure of a report names one of these."
    yield ""
    yield "| key | what it is | source |"
    yield "|---|---|---|"
    for key, entry in sorted(entries.items()):
        yield f"| `{key}` | {entry['en']} | {entry['source']} |"


def main(check: bool) -> int:
    """Write or compare all pages; returns the number of pages that are not current."""
    stale = 0
    FOLDER.mkdir(exist_ok=True)
    for name, write in PAGES.items():
        file = FOLDER / f"{name}.md"
        text = "\n".join([*write(), ""])
        if check and (not file.is_file() or file.read_text(encoding="utf-8") != text):
            click.echo(f"docs/reference/{file.name} is not current: run python docs/generate_reference.py")
            stale += 1
        elif not check:
            file.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(min(1, main("--check" in sys.argv[1:])))
