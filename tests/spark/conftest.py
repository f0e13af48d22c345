"""Real Sparks on this machine, started for the tests and always stopped; without pyspark nothing here is collected."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

if importlib.util.find_spec("pyspark") is None:
    collect_ignore_glob = ["test_*.py"]

# Short-lived programs on few processors: the second, slower compiler of Java costs more than it gains.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
# Otherwise one engine would be given what the other one answered.
os.environ["OBVERSE_CACHE"] = ""
_PATIENCE = 180.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spark's Python libraries warn of their own future; ours do not run here."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("default"))


@dataclass(frozen=True)
class Cluster:
    """A standalone master with its worker processes."""

    master: str
    workers: list[subprocess.Popen[bytes]]
    folder: Path

    def executors(self, worker: int) -> list[int]:
        """The processes that do a worker's work."""
        children = Path(f"/proc/{self.workers[worker].pid}/task")
        found: set[int] = set()
        for task in children.glob("*/children"):
            found.update(int(pid) for pid in task.read_text().split())
        return sorted(found)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def spark_program(name: str) -> str:
    """Where a program of the Spark that Python sees lies."""
    import pyspark  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    return str(Path(pyspark.__file__).parent / "bin" / name)


@contextmanager
def running(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server as a child process, in the foreground of its own group, that does not outlive the block."""
    import pyspark  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    surroundings = {
        **os.environ,
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, stdout=stream, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=surroundings
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server listens."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text(errors="replace")[-3000:]
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError(f"nobody listens on port {port}: {log.read_text(errors='replace')[-3000:]}")


@contextmanager
def standalone(folder: Path, workers: int) -> Iterator[Cluster]:
    """A master and some workers with a core and a GiB of memory each."""
    port, here = free_port(), "127.0.0.1"
    log, deploy = folder / "master.log", "org.apache.spark.deploy"
    command = [spark_program("spark-class"), f"{deploy}.master.Master", "--host", here, "--port", str(port)]
    with running([*command, "--webui-port", "0"], log) as master:
        wait_for(port, master, log)
        address = f"spark://{here}:{port}"
        started = []
        for number in range(workers):
            work = folder / f"worker-{number}"
            command = [
                spark_program("spark-class"),
                f"{deploy}.worker.Worker",
                "--host",
                here,
                "--webui-port",
                "0",
            ]
            command += ["--cores", "1", "--memory", "1g", "--work-dir", str(work), address]
            started.append(running(command, folder / f"worker-{number}.log"))
        processes = [one.__enter__() for one in started]
        try:
            yield Cluster(address, processes, folder)
        finally:
            for one in started:
                one.__exit__(None, None, None)


@contextmanager
def connect_server(folder: Path) -> Iterator[str]:
    """A Spark Connect server; yields its address."""
    port, log = free_port(), folder / "connect.log"
    command = [spark_program("spark-submit"), "--master", "local[2]"]
    command += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
    for setting in (
        f"spark.connect.grpc.binding.port={port}",
        "spark.connect.grpc.binding.address=127.0.0.1",
        "spark.ui.enabled=false",
        f"spark.sql.warehouse.dir={folder / 'warehouse'}",
    ):
        command += ["--conf", setting]
    with running([*command, "spark-internal"], log) as server:
        wait_for(port, server, log)
        yield f"sc://127.0.0.1:{port}"


def obverse(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a shell's way, in this environment."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "obverse", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
