"""What is missing or out of reach is told in a letter at once, never after minutes."""

from __future__ import annotations

import time

import pytest

from obverse.evidence.engines.spark import connect
from obverse.evidence.engines.spark_letters import told
from obverse.evidence.problems import EvidenceProblems
from tests.spark.conftest import free_port


@pytest.mark.parametrize("scheme", ["spark", "sc"])
def test_a_master_that_does_not_answer_is_named_at_once(scheme: str) -> None:
    address = f"{scheme}://127.0.0.1:{free_port()}"
    started = time.monotonic()
    with pytest.raises(EvidenceProblems, match=rf"{address}: nobody answers there .*Connection refused"):
        connect(address)
    assert time.monotonic() - started < 15


def test_what_is_no_master_is_refused_with_the_forms_that_are() -> None:
    with pytest.raises(
        EvidenceProblems, match=r"http://cluster: this is not the address of a Spark.*local\[2\]"
    ):
        connect("http://cluster")


def test_a_machine_without_java_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(EvidenceProblems, match="openjdk-17-jre-headless"):
        connect("local[2]")


def test_an_error_of_spark_becomes_a_letter_and_ours_stays_an_error() -> None:
    from pyspark.errors import PySparkException  # noqa: PLC0415 - without Spark nothing here is collected

    with pytest.raises(EvidenceProblems, match="the workers do not find a file"), told():
        raise PySparkException("Job aborted\nCaused by: java.io.FileNotFoundException: /data/vote.parquet")
    with pytest.raises(ZeroDivisionError), told():
        raise ZeroDivisionError
