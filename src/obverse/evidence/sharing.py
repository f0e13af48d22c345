"""Who reads which shared reduction: planned before anything runs, so that each is computed once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pyarrow as pa

from obverse.evidence.engines.engine import IN_PART, Engine
from obverse.evidence.remembering import Memory

VIEWS = Path(__file__).parent / "views"
# A kept reduction up to this many rows is worth remembering for the next audit.
REMEMBERED_ROWS = 1_000_000
# What has a line for each person, or their words, stays in the dossier and is counted again.
OF_SINGLE_PEOPLE = frozenset({"actor", "person", "author", "words", "text", "cell"})
_COMMENT = re.compile(r"--[^\n]*")
_LISTS = re.compile(r"^-- Lists every (\w+)\.(\w+)\.$", re.MULTILINE)
_QUOTED_SOURCE = re.compile(r'\b(?:FROM|JOIN)\s+"([^"]+)"', re.IGNORECASE)
_SOURCE = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?', re.IGNORECASE)


@cache
def shared_views() -> Mapping[str, str]:
    """The statements of the shared reductions by name, each after those that it selects from."""
    texts = {file.stem: file.read_text(encoding="utf-8") for file in sorted(VIEWS.glob("*.sql"))}
    behind = {name: sources_of(text) & texts.keys() for name, text in texts.items()}
    return {name: texts[name] for name in TopologicalSorter(behind).static_order()}


@cache
def sources_of(statement: str) -> frozenset[str]:
    """The names that a statement selects from.

    >>> sorted(sources_of("SELECT 1 FROM vote LEFT JOIN actor ON TRUE -- FROM here"))
    ['actor', 'vote']
    """
    return frozenset(_SOURCE.findall(_COMMENT.sub("", statement)))


def stored_behind(statement: str, texts: Mapping[str, str], stored: Container[str]) -> set[str]:
    """The stored relations of which rows are read when a statement runs, through the views whose ``texts`` are given.

    >>> sorted(stored_behind("SELECT 1 FROM counted", {"counted": 'SELECT 1 FROM "votes here"'}, {"votes here"}))
    ['votes here']
    """
    found, seen, waiting = set[str](), set[str](), [*sources_of(statement)]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in stored:
            found.add(name)
        elif name in texts:
            # An engine's own names for what it opened hold spaces, which only stand between quotes.
            waiting += sources_of(texts[name]) | set(_QUOTED_SOURCE.findall(texts[name]))
    return found


@cache
def listing_views() -> Mapping[tuple[str, str], str]:
    """The shared reductions with a line for every word in a column, by register and column, as their texts say.

    Who looks up each word once asks them rather than the register.
    """
    return {
        (table, column): name
        for name, text in shared_views().items()
        for table, column in _LISTS.findall(text)
    }


class Sharing:
    """The shared reductions of an opened dossier in its engine.

    ``digests`` holds the digest of every table by name. A reduction that several readers were announced for is kept
    when the first of them comes, and dropped after the last.
    """

    def __init__(self, engine: Engine, digests: Mapping[str, str], memory: Memory) -> None:
        self._engine = engine
        self._digests = dict(digests)
        self._memory = memory
        self._texts: dict[str, str] = dict(shared_views())
        self._readers: Counter[str] = Counter()
        self._kept: set[str] = set()
        self._view_keys: dict[str, str] = {}
        self._defined: set[str] = set()

    def changed(self, table: str, digest: str) -> None:
        """Say that a table holds something else now; what was made of it is made again."""
        self._digests[table] = digest
        self._view_keys.clear()
        for name in sorted(self._kept):
            self._engine.define(name, self._texts[name])
        self._kept.clear()

    def tidy(self) -> None:
        """Let go of remembered answers that nobody asked for."""
        self._memory.tidy()

    def announce(self, readers: Iterable[Iterable[str]]) -> None:
        """Say who will read: the statements of each reader, who reads a reduction once however often it is named."""
        for statements in readers:
            self._readers.update(self._read_by(statements))

    def hold(self, name: str) -> None:
        """Hold a reduction, once somebody asks for it, for as long as the dossier is open or until ``release``."""
        self._readers[name] += 2

    def release(self, name: str) -> None:
        """Take ``hold`` back: the reduction goes when a reader has finished and no other waits for it."""
        self._readers[name] -= 2

    def rows_to_read(self, statements: Iterable[str], rows: Mapping[str, int]) -> int:
        """How many rows of registers a reader goes through, a shared reduction's divided among its readers."""
        sources = frozenset().union(*map(sources_of, statements))
        read = sum(rows.get(name, 0) for name in sources)
        for name in self._reached(sources):
            behind = sum(rows.get(source, 0) for source in sources_of(self._texts[name]))
            read += behind // max(self._expected(name), 1)
        return read

    def rows_shared(self, statements: Iterable[str], rows: Mapping[str, int]) -> int:
        """How many rows of registers stand behind the shared reductions that a reader needs."""
        needed = self._reached(frozenset().union(*map(sources_of, statements)))
        return sum(rows.get(source, 0) for name in needed for source in sources_of(self._texts[name]))

    def _read_by(self, statements: Iterable[str]) -> set[str]:
        """The shared reductions that some statements name."""
        return set(self._texts) & frozenset().union(*map(sources_of, statements))

    def _expected(self, name: str) -> int:
        """How many will still read a reduction; another reduction that reads it does so once."""
        parents = [other for other in self._texts if name in sources_of(self._texts[other])]
        through = sum(min(self._expected(other), 1) for other in parents)
        return self._readers[name] + through

    def finished(self, statements: Iterable[str]) -> None:
        """Say that a reader has read, so that what nobody else waits for can go."""
        self._readers.subtract(self._read_by(statements))
        for name in sorted(self._kept):
            if self._expected(name) <= 0:
                # Whoever still asks for it has it defined again.
                self._engine.drop(name)
                self._kept.discard(name)
                self._defined.discard(name)

    def answer(
        self,
        statement: str,
        *,
        named: Mapping[str, str] | None = None,
        before: Callable[[], None] | None = None,
    ) -> pa.Table:
        """What the engine returns for a statement, remembered or computed.

        ``named`` holds the texts of further views that the statement selects from; ``before`` is called before the
        engine is asked, to make them.
        """
        if self._memory.folder is None:
            return self._asked(statement, before)
        key = self._memory.key("answer", *self._depends_on(statement, dict(named or {})))
        found = self._memory.recall(key)
        reached = self._reached(frozenset().union(*map(sources_of, (statement, *(named or {}).values()))))
        # The next audit may need the reduction where it cannot use this answer any more.
        self._memory.used.update(self._view_key(name) for name in reached)
        if found is None:
            found = self._asked(statement, before)
            self._remember(key, found)
        return found

    def _asked(self, statement: str, before: Callable[[], None] | None) -> pa.Table:
        self.prepare(statement)
        if before is not None:
            before()
        return self._engine.execute(statement)

    def prepare(self, *statements: str) -> None:
        """Make the reductions that the statements read known to the engine; compute those that others wait for too."""
        wanted = self._reached(frozenset().union(*map(sources_of, statements)))
        for name in self._texts:
            if name not in wanted or name in self._kept:
                continue
            # What is run part by part cannot be a part of another statement.
            if self._expected(name) > 1 or IN_PART in self._texts[name]:
                self._keep(name)
            elif name not in self._defined:
                self._engine.define(name, self._texts[name])
            self._defined.add(name)

    def _keep(self, name: str) -> None:
        text = self._texts[name]
        found = self._memory.recall(self._view_key(name)) if self._memory.folder else None
        if found is None:
            self._engine.keep(name, text)
            self._remember_view(name)
        else:
            self._engine.register(name, found)
        self._kept.add(name)

    def _view_key(self, name: str) -> str:
        if name not in self._view_keys:
            self._view_keys[name] = self._memory.key("view", *self._depends_on(self._texts[name], {}))
        return self._view_keys[name]

    def _remember_view(self, name: str) -> None:
        if self._memory.folder is None:
            return
        if OF_SINGLE_PEOPLE & set(self._engine.execute(f'SELECT * FROM "{name}" LIMIT 0').column_names):
            return
        rows = self._engine.execute(f'SELECT COUNT(*) AS lines FROM "{name}"').to_pylist()[0]["lines"]
        if rows <= REMEMBERED_ROWS:
            self._memory.remember(self._view_key(name), self._engine.execute(f'SELECT * FROM "{name}"'))

    def _remember(self, key: str, answer: pa.Table) -> None:
        # An answer without a line tells of nobody, whatever its columns.
        if not answer.num_rows or not OF_SINGLE_PEOPLE & set(answer.column_names):
            self._memory.remember(key, answer)

    def _reached(self, sources: frozenset[str]) -> set[str]:
        """The shared reductions among some sources, and those that stand behind them."""
        found: set[str] = set()
        waiting = [name for name in sources if name in self._texts]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [other for other in sources_of(self._texts[name]) if other in self._texts]
        return found

    def _depends_on(self, statement: str, named: Mapping[str, str]) -> list[str]:
        texts = {**self._texts, **named}
        parts, seen, waiting = [statement], set[str](), [statement]
        while waiting:
            for name in sorted(sources_of(waiting.pop())):
                if name in seen:
                    continue
                seen.add(name)
                if name in texts:
                    parts.append(f"{name}\0{texts[name]}")
                    waiting.append(texts[name])
                elif name in self._digests:
                    parts.append(f"{name}\0{self._digests[name]}")
        return [parts[0], *sorted(parts[1:])]
