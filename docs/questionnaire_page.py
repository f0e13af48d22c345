"""The page about the questionnaire: every item with its words, and which indicators and claims its answers feed.

What an item feeds is read from the statements of the indicators: an indicator reads the items that its statements, and
the shared reductions from which it selects, compare the column ``item`` with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from obverse.evidence.sharing import shared_views, sources_of
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator
from obverse.survey.instrument import VARIANTS, Form, Lists, form_for, instrument, minutes
from obverse.survey.instrument.chance import KEY_BYTES
from obverse.survey.instrument.duration import WORDS_A_MINUTE
from obverse.survey.instrument.items import Item, items, modules, scales
from obverse.vocabulary.text import Text

TABLE = "survey_answer"
_COMPARED = re.compile(r"\bitem\)?\s*(?:=|<>|IN|NOT IN)\s*(\([^)]*\)|'[^']*')")
_PREFIX = re.compile(
    r"SUBSTR\((?:LOWER\((?:TRANSLATE\()?)?[\w.]*\bitem(?:, '[^']*', '[^']*'\))?\)?, 1, \d+\) (?:=|<>) ('\w+_')"
)
_WORD = re.compile(r"'(\w+)'")
_MARKED = "[M]"
_OTHERWISE = {
    "role": "the column `role` of every row, and with it each figure that is told by role",
    "largest": "nothing of its own; it says which value the next two answers are about",
    "what_happened": "passages for [coded_statement](evidence-tables.md#coded_statement), never a row of answers",
}
INTRODUCTION = """\
What the survey asks, item by item: in which variant and wave, in which words, on which scale, which indicators and
claims the answers feed, what is known to go wrong with such a question and what is done about it. The ids are those of
the column `item` of [survey_answer](evidence-tables.md#survey_answer). Why the questionnaire is built as it is:
[explanation](../explanation/the-questionnaire.md).

Every question can be left out, which is no answer; “I prefer not to answer” is one, and so is “I cannot say”: both are
kept and counted apart. A source marked *from memory* was cited from memory and has to be checked before it is quoted.
"""


def lines() -> Iterator[str]:
    """The page, line by line."""
    yield "# The questionnaire"
    yield ""
    yield from INTRODUCTION.splitlines()
    yield from _durations()
    feeds = fed()
    by_module = [("", "Asked everywhere"), *((name, f"Module `{name}`") for name in modules())]
    for module, title in by_module:
        yield ""
        yield f"## {title}"
        for item in items():
            if item.module == module:
                yield ""
                yield from _item(item, feeds)


def fed() -> Mapping[str, tuple[Indicator, ...]]:
    """Which indicators read which item; items that differ in their end only stand under their beginning."""
    found: dict[str, list[Indicator]] = {}
    for one in indicators():
        for name in sorted(_read_by(one)):
            found.setdefault(name, []).append(one)
    return {name: tuple(readers) for name, readers in found.items()}


def _read_by(one: Indicator) -> set[str]:
    if TABLE not in {name for need in one.needs for name in need} | set(one.also_reads):
        return set()
    views = shared_views()
    texts = list(one.statements.values())
    todo = {name for text in texts for name in sources_of(text) & views.keys()}
    while todo:
        view = todo.pop()
        texts.append(views[view])
        todo |= sources_of(views[view]) & views.keys()
    compared = [
        match for text in texts for pattern in (_COMPARED, _PREFIX) for match in pattern.findall(text)
    ]
    return {word for match in compared for word in _WORD.findall(match)}


def _item(item: Item, feeds: Mapping[str, tuple[Indicator, ...]]) -> Iterator[str]:
    where = ", ".join(variant.replace("_", " ") for variant in item.variants)
    yield f"### `{item.id}{'…' if item.id.endswith('_') else ''}` ({where})"
    yield ""
    yield "| | English | français |"
    yield "|---|---|---|"
    yield _words("asks", item.text)
    for name, said in item.said.items():
        yield _words(name.replace("_", " "), said)
    if item.note:
        yield _words("note", item.note)
    yield ""
    yield f"* Waves: {' and '.join(item.waves)}. Kind: {item.kind}. {_scale(item)}"
    readers = feeds.get(item.id, ())
    if readers:
        claims = sorted({claim for one in readers for claim in one.claims}, key=lambda name: int(name[1:]))
        named = ", ".join(f"{one.id} {one.texts('en').name}" for one in readers)
        yield f"* Feeds: {named}. Claims of these: {', '.join(claims)}."
    else:
        yield f"* Feeds: {_OTHERWISE.get(item.id, 'no indicator; described where it is shown')}."
    yield f"* Known to go wrong: {_sentence(item.pitfall)} What is done: {_sentence(item.answer)}"
    yield f"* Source: {item.source.replace(f' {_MARKED}', ' (from memory)')}."


def _sentence(text: str) -> str:
    return text if text.endswith((".", "”")) else f"{text}."


def _words(name: str, said: Text) -> str:
    return f"| {name} | {said.en} | {said.fr} |"


def _scale(item: Item) -> str:
    if item.list:
        listed = (
            "the values of the person’s own form"
            if item.list == "values"
            else f"the town’s list `{item.list}`"
        )
        more = "; then `nobody_clearly`" if item.scale == "nobody" else ""
        return f"Answers: {listed}{more}."
    names = dict.fromkeys(item.scale_in(variant) for variant in item.variants)
    told = [
        ", ".join(f"`{code}` {said.en}" for code, said in scales()[name])
        for name in names
        if name in scales()
    ]
    return f"Answers: {'; '.join(told)}." if told else ""


def _durations() -> Iterator[str]:
    yield ""
    yield f"Estimated minutes of the longest form ({WORDS_A_MINUTE} words a minute, all questions answered, one change"
    yield "told; the lists of the town come on top, at most about a minute):"
    yield ""
    yield "| variant | before the process | main wave |"
    yield "|---|---:|---:|"
    for variant in VARIANTS:
        longest = [max(minutes(form) for form in _forms(variant, kind)) for kind in ("pre", "main")]
        yield f"| {variant.replace('_', ' ')} | {longest[0]:.1f} | {longest[1]:.1f} |"


def _forms(variant: str, kind: str) -> Iterator[Form]:
    plain = instrument(lists=Lists())
    for language in ("en", "fr"):
        for seed in range(24):
            yield form_for(
                plain,
                variant,
                kind=kind,
                key=bytes([seed]) * KEY_BYTES,
                subject="the name of a process",
                place="Place",
                language=language,
            )
