"""Many dossiers audited in one call: a profile for each, and each figure's spread over them. Never a ranking.

>>> from obverse.overseeing import oversee
>>> oversight = oversee("dossiers/", out="oversight/")  # doctest: +SKIP
"""

from __future__ import annotations

import multiprocessing
import os
import tomllib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path

import duckdb

from obverse.auditing import audit
from obverse.evidence.engines.duckdb import SHARE_OF_MEMORY, DuckDB, memory_of_this_machine
from obverse.evidence.listing import Listed, listed
from obverse.evidence.problems import EvidenceProblems, Problem, did_you_mean
from obverse.findings.oversight import Audited, Oversight, compose, needed
from obverse.findings.report import Report
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import VERSION
from obverse.reports.formats import formats, oversight_formats

Progress = Callable[[int, int, str], None]
PROFILES = "processes"
_ENDED = {
    "en": "{path}: The audit of this dossier ended its worker process, twice. Audit it by itself to see why; "
    "memory may have run out.",
    "fr": "{path} : L’audit de ce dossier a mis fin à son processus, deux fois. L’auditer seul pour en voir la "
    "raison ; la mémoire a pu manquer.",
}
_FAILED = {
    "en": "{path}: The program failed here, which is its own fault: {error} Audit the dossier by itself and "
    "report this.",
    "fr": "{path} : Le programme a échoué ici, par sa propre faute : {error} Auditer ce dossier seul et "
    "le signaler.",
}


@dataclass(frozen=True, slots=True)
class _Task:
    number: int
    dossier: Listed
    out: Path
    language: str
    only: tuple[str, ...] | None
    memory: str


def oversee(
    place: Path | str,
    *,
    out: Path | str,
    language: str = "en",
    only: Iterable[str] | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Oversight:
    """Audit every dossier that a folder holds or a table names, and write what their figures have in common.

    Args:
        place: a folder of dossiers, or a CSV table with a column ``path`` and, where wished, ``label``, ``size``.
        out: the folder for ``oversight.html``, ``oversight.json`` and a folder of reports for each process.
        language: the language of all texts, ``en`` or ``fr``.
        only: ids of indicators to measure; all of them by default.
        jobs: how many processes of this machine audit at the same time; as many as it has cores by default. A
            program that calls this with more than one keeps its own start behind ``if __name__ == "__main__"``.
        progress: called after each dossier with the number done, their total and the label.

    A dossier that has problems stops nothing: its letters stand in the result instead of a profile.

    Raises:
        EvidenceProblems: there is nothing to audit, the table has problems, or an indicator does not exist.
    """
    place, out = Path(place), Path(out)
    chosen = None if only is None else tuple(only)
    _refuse_unknown(chosen or ())
    dossiers = listed(place)
    workers = min(jobs or os.cpu_count() or 1, len(dossiers))
    memory = f"{int(SHARE_OF_MEMORY * memory_of_this_machine() / workers) >> 20}MiB"
    tasks = [_Task(number, one, out, language, chosen, memory) for number, one in enumerate(dossiers)]
    found: dict[int, Audited] = {}
    for done, (task, audited) in enumerate(
        _one_by_one(tasks) if workers == 1 else _in_pool(tasks, workers), start=1
    ):
        found[task.number] = audited
        if progress is not None:
            progress(done, len(tasks), task.dossier.label)
    oversight = compose(
        [found[number] for number in range(len(tasks))],
        language=language,
        version=VERSION,
        listed_in="folder" if place.is_dir() else "table",
        methods={name: texts[language] for name, texts in _methods().items()},
    )
    out.mkdir(parents=True, exist_ok=True)
    for form in oversight_formats().values():
        (out / form.file_name).write_bytes(form.render(oversight))
    return oversight


def _audited(task: _Task) -> Audited:
    """One dossier: its report written, and what the oversight needs of it, or letters."""
    own = task.dossier
    told = Audited(label=own.label, path=own.path, size=own.size, columns=own.columns)
    try:
        report = _report(task)
        folder = task.out / PROFILES / own.name
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("html", "json"):
            form = formats()[name]
            (folder / form.file_name).write_bytes(form.render(report))
    except EvidenceProblems as found:
        return replace(told, letters=tuple(problem.letter(task.language) for problem in found.problems))
    except Exception as fault:  # noqa: BLE001 - one dossier must not stop the thousand others; it is told as a fault
        error = f"{type(fault).__name__}: {str(fault).splitlines()[0] if str(fault) else ''}"
        return replace(
            told, failed=True, letters=(_FAILED[task.language].format(path=own.path, error=error),)
        )
    return replace(told, folder=f"{PROFILES}/{own.name}", report=needed(report.content))


def _report(task: _Task) -> Report:
    database = _database(task.memory)
    with closing(DuckDB(beside=database)) as engine:
        report = audit(task.dossier.directory, language=task.language, only=task.only, engine=engine)
    if database.spill.exists():
        # What left memory once would stay on disk for as long as its database lives.
        _database.cache_clear()
        database.close()
    return report


@cache
def _database(memory: str) -> DuckDB:
    """The one database of a worker: another for each dossier would cost a tenth of a small audit."""
    # Workers share the cores between them; threads of one worker would only wait for those of another.
    return DuckDB(duckdb.connect(":memory:", config={"threads": 1}), memory=memory)


def _one_by_one(tasks: Sequence[_Task]) -> Iterator[tuple[_Task, Audited]]:
    for task in tasks:
        yield task, _audited(task)


def _in_pool(tasks: Sequence[_Task], workers: int) -> Iterator[tuple[_Task, Audited]]:
    """The same in several processes; whoever ends a worker is tried once more, alone, and then told."""
    waiting = deque(tasks)
    while waiting:
        suspects = yield from _until_broken(waiting, workers)
        for suspect in suspects:
            for task in (yield from _until_broken(deque([suspect]), 1)):
                letter = _ENDED[task.language].format(path=task.dossier.path)
                own = task.dossier
                yield (
                    task,
                    Audited(
                        label=own.label,
                        path=own.path,
                        size=own.size,
                        columns=own.columns,
                        letters=(letter,),
                        failed=True,
                    ),
                )


def _until_broken(waiting: deque[_Task], workers: int) -> Generator[tuple[_Task, Audited], None, list[_Task]]:
    """What a pool gives until it is done or a worker ends; the tasks that were with the workers then."""
    running: dict[Future[Audited], _Task] = {}
    with ProcessPoolExecutor(workers, mp_context=_workers()) as pool:
        try:
            while waiting or running:
                while waiting and len(running) < 2 * workers:
                    running[pool.submit(_audited, waiting[0])] = waiting[0]
                    waiting.popleft()
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    audited = future.result()
                    yield running.pop(future), audited
        except BrokenProcessPool:
            return sorted(running.values(), key=lambda task: task.number)
    return []


@cache
def _workers() -> multiprocessing.context.BaseContext:
    # One process loads the program, every worker is a copy of it; a plain fork would also copy locks and threads.
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _refuse_unknown(only: Sequence[str]) -> None:
    known = [one.id for one in indicators()]
    problems = [
        Problem("no_such_indicator", name, details={"hint": did_you_mean(name, known)})
        for name in only
        if name not in known
    ]
    if problems:
        raise EvidenceProblems(problems)


@cache
def _methods() -> dict[str, dict[str, str]]:
    file = resources.files("obverse.statistics").joinpath("methods.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
