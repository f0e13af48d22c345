"""Starting a Spark session, reaching a cluster, and leaving a session that somebody else uses as it is."""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import shutil
import socket
import tempfile
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Expired
from pathlib import Path
from typing import Any

from obverse.evidence.engines.duckdb import SHARE_OF_MEMORY, memory_of_this_machine
from obverse.evidence.engines.spark_letters import letter, told

_MASTER = re.compile(
    r"local(\[(\d+|\*)(,\s*\d+)?\])?|local-cluster\[\d+,\s*\d+,\s*\d+\]|(spark|sc)://\S+|yarn|k8s://\S+"
)
_ADDRESS = re.compile(r"^(?:\[(?P<six>[0-9a-fA-F:]+)\]|(?P<host>[^:/;,\[\]]+))(?::(?P<port>\d+))?")
_PORTS = {"spark": 7077, "sc": 15002}
_ANSWERS_WITHIN = 10.0
_QUIET = {
    "spark.app.name": "obverse",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_WORKERS_OF_THIS_MACHINE = re.compile(r"local-cluster\[\d+,\s*\d+,\s*(\d+)\]")


def is_connect(session: Any) -> bool:
    """Whether a session talks to a Spark Connect server; a classic one has its driver in this process."""
    return ".connect." in type(session).__module__


def own_session(session: Any) -> Any:
    """A second session beside one that somebody uses, with its settings and without its temporary views in the way."""
    if is_connect(session):
        return session.cloneSession()
    own = session.newSession()
    there = dict(own.conf.getAll)
    for key, value in session.conf.getAll.items():
        # What only holds for the whole application is the same in both already.
        if there.get(key) != value and own.conf.isModifiable(key):
            own.conf.set(key, value)
    return own


def start(master: str, patience: float) -> Any:
    """A new session of the master, which has done a first, tiny piece of work.

    Raises:
        EvidenceProblems: Spark or Java is not installed, the master does not answer, or no worker takes work.
    """
    if not _MASTER.fullmatch(master):
        raise letter("no_master", master)
    if importlib.util.find_spec("pyspark") is None:
        raise letter("no_pyspark", master)
    _refuse_silence(master)
    # It writes whole stacks to the terminal beside the letter that says the same.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    session = _connect_session(master) if master.startswith("sc://") else _classic_session(master)
    _wait_for_work(session, master, patience)
    return session


def _connect_session(address: str) -> Any:
    if any(importlib.util.find_spec(name) is None for name in ("grpc", "pandas", "pyspark.sql.connect")):
        raise letter("no_connect", address)
    from pyspark.sql import SparkSession  # noqa: PLC0415 - who uses DuckDB needs no Spark

    with told(address):
        return SparkSession.builder.remote(address).create()


def _classic_session(master: str) -> Any:
    if importlib.util.find_spec("py4j") is None:
        raise letter("only_a_client", master)
    if not _has_java():
        raise letter("no_java", master)
    from pyspark import SparkContext  # noqa: PLC0415 - who uses DuckDB needs no Spark
    from pyspark.sql import SparkSession  # noqa: PLC0415 - who uses DuckDB needs no Spark

    if SparkContext._active_spark_context is not None:  # noqa: SLF001 - there is no other way to ask without starting
        raise letter("already_running", master)
    if master.startswith("local"):
        # Otherwise a laptop that changes its network, or has none, does not find itself.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(master)
    for key, value in (_QUIET | _memory(master)).items():
        builder = builder.config(key, value)
    # Spark makes this folder, which an audit never uses, and by default where one happens to stand.
    builder = builder.config(
        "spark.sql.warehouse.dir", str(Path(tempfile.gettempdir()) / "obverse-warehouse")
    )
    with told(master):
        return builder.getOrCreate()


def _memory(master: str) -> dict[str, str]:
    """What the processes on this machine may take: by itself, Spark gives each a GiB, whatever the master says.

    >>> _memory("local-cluster[2,1,4096]")
    {'spark.executor.memory': '4096m'}
    """
    workers = _WORKERS_OF_THIS_MACHINE.fullmatch(master)
    if workers is not None:
        return {"spark.executor.memory": f"{workers[1]}m"}
    if master.startswith("local") and "SPARK_DRIVER_MEMORY" not in os.environ:
        # The driver does all the work.
        return {"spark.driver.memory": f"{int(SHARE_OF_MEMORY * memory_of_this_machine()) >> 20}m"}
    return {}


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(home and (Path(home) / "bin" / "java").is_file()) or shutil.which("java") is not None


def _refuse_silence(master: str) -> None:
    """Knock at the master's door: Spark itself would wait for minutes before it says that nobody answers."""
    scheme, _, rest = master.partition("://")
    if scheme not in _PORTS:
        return
    tried = []
    for address in rest.split(","):
        found = _ADDRESS.match(address)
        if found is None:
            raise letter("no_master", master)
        host, port = found["six"] or found["host"], int(found["port"] or _PORTS[scheme])
        try:
            socket.create_connection((host, port), _ANSWERS_WITHIN).close()
        except OSError as error:
            tried.append(f"{host}:{port}: {error.strerror or error}")
        else:
            return
    raise letter("unreachable", master, tried="; ".join(tried))


def _wait_for_work(session: Any, master: str, patience: float) -> None:
    pool = ThreadPoolExecutor(1)
    try:
        with told(master):
            pool.submit(lambda: session.range(1).selectExpr("MAX(id)").collect()).result(patience)
    except Expired:
        if not is_connect(session):
            session.sparkContext.cancelAllJobs()
        session.stop()
        raise letter("no_worker", master, seconds=f"{patience:g}") from None
    finally:
        pool.shutdown(wait=False)
