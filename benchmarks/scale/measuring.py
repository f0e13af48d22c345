"""How runs are measured: each in a process of its own, its peak memory, what it wrote to disk, and ratios in pairs."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.scale.nation import make
from benchmarks.scale.plan import Plan

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).parent / "results"
DOSSIERS = ROOT / ".cache" / "scale"
_LOOK_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Run:
    """What one process said and took: seconds of its work without imports, peak memory and disk space in MiB."""

    seconds: float
    memory_mib: float
    spill_mib: float
    answer: Mapping[str, Any]


def run(interpreter: Path | str, *words: str, cache: Path | None = None) -> Run:
    """Run a measured program; its last line is a JSON object with ``seconds`` and ``memory_mib``.

    What audits remember goes to the folder ``cache``, or to one that is swept at once.

    Where the work is spread over processes (Spark) the memory is the highest sum of all of them, seen from outside.

    Raises:
        RuntimeError: the program failed; the message ends with what it wrote last.
    """
    with tempfile.TemporaryDirectory() as swept, tempfile.TemporaryDirectory(prefix="spill-") as spill:
        surrounding = os.environ | {
            "TMPDIR": spill,
            "SPARK_LOCAL_DIRS": spill,
            "OBVERSE_CACHE": str(cache or swept),
        }
        with subprocess.Popen(  # noqa: S603 - our own programs
            [str(interpreter), *words],
            cwd=ROOT,
            env=surrounding,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as child:
            watch = _Watch(child.pid, Path(spill))
            watch.start()
            told, errors = child.communicate()
            watch.finish()
        if child.returncode:
            raise RuntimeError(errors[-2000:])
    answer = json.loads(told.strip().splitlines()[-1])
    memory = answer.pop("memory_mib")
    return Run(
        seconds=answer.pop("seconds"),
        memory_mib=round(watch.memory_mib if answer.get("many_processes") else memory, 1),
        spill_mib=round(watch.spill_mib, 1),
        answer=answer,
    )


class _Watch(threading.Thread):
    """Looks at a process, its children and its temporary folder while it runs."""

    def __init__(self, process: int, folder: Path) -> None:
        super().__init__(daemon=True)
        self.memory_mib = self.spill_mib = 0.0
        self._process, self._folder, self._over = process, folder, threading.Event()

    def run(self) -> None:
        while not self._over.wait(_LOOK_EVERY):
            self.memory_mib = max(self.memory_mib, _resident(self._process) / 2**20)
            self.spill_mib = max(self.spill_mib, _size(self._folder) / 2**20)

    def finish(self) -> None:
        self._over.set()
        self.join()


def peak_memory_mib() -> float:
    """The most memory that this process has held at once: VmHWM of Linux, in MiB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not tell a process's peak memory")


def dossier(events: int, *, seed: int = 1, regions: int = 13) -> Path:
    """The folder of a synthetic nation, made on the first call; dossier.toml is written last."""
    folder = DOSSIERS / f"nation-{events}-{seed}-{regions}"
    if not (folder / "dossier.toml").exists():
        shutil.rmtree(folder, ignore_errors=True)
        make(folder, Plan(events=events, seed=seed, regions=regions))
    return folder


def read_through(folder: Path) -> None:
    """Read all files once, so that no side pays for the disk."""
    for file in sorted(folder.rglob("*.parquet")):
        with file.open("rb") as stream:
            while stream.read(1 << 24):
                pass


def paired(ours: Sequence[float], peer: Sequence[float]) -> dict[str, float]:
    """Median, lowest and highest of the ratios of runs that were made in turn, ours over the peer's.

    >>> paired([2.0, 3.0, 4.0], [1.0, 1.0, 1.0])
    {'median': 3.0, 'low': 2.0, 'high': 4.0}
    """
    ratios = [own / other for own, other in zip(ours, peer, strict=True)]
    return {
        "median": round(statistics.median(ratios), 3),
        "low": round(min(ratios), 3),
        "high": round(max(ratios), 3),
    }


def write_results(name: str, content: Mapping[str, Any], *, shown: bool = True) -> Path:
    """Write the results of a benchmark with the day and the machine; return the file.

    Results that are not ``shown`` (of another size than was promised) stand outside the documentation.
    """
    file = (RESULTS if shown else DOSSIERS) / f"{name}.json"
    file.parent.mkdir(exist_ok=True, parents=True)
    dated = {**content, "measured_on": dt.datetime.now(dt.UTC).date().isoformat(), "machine": machine()}
    file.write_text(json.dumps(dated, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(pages / 2**30, 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def power_of_ten(number: int) -> str:
    """A size as it stands in a file's name.

    >>> power_of_ten(100_000_000), power_of_ten(30_000_000)
    ('1e8', '3e7')
    """
    return f"{number:.0e}".replace("e+0", "e").replace("e+", "e")


def in_words(number: int) -> str:
    """A size as it stands in a sentence.

    >>> in_words(100_000_000), in_words(30_000_000)
    ('10^8', '3 x 10^7')
    """
    leading, power = power_of_ten(number).split("e")
    return f"10^{power}" if leading == "1" else f"{leading} x 10^{power}"


def _size(folder: Path) -> int:
    total = 0
    # os.walk passes over folders that were swept in the meantime.
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).stat().st_size
            except OSError:  # swept in the meantime
                continue
    return total


def _resident(process: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_resident(int(child)) for child in children)
