"""The files of a dataset as Spark sees them: paths, digests, and which row of the dataset a row of one is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from obverse.evidence.datasets import Dataset, Part, numbered

_PATTERN = re.compile(r"([\\*?\[\]{}])")


def plain(path: str, *, encoded: bool = False) -> str:
    """A path as a person writes it, whether Spark told it with a scheme, with escapes (``encoded``), or neither.

    >>> plain("file:///srv/my%20files/a.parquet", encoded=True)
    '/srv/my files/a.parquet'
    >>> plain("s3a://bucket/votes/a.parquet")
    's3a://bucket/votes/a.parquet'
    """
    decoded = unquote(path) if encoded else path
    return re.sub(r"^file:/+", "/", decoded)


def as_spark_reads(path: str) -> str:
    """A path such that Spark takes it for a file of this machine, and its brackets and stars for what they are.

    >>> as_spark_reads("/data/part[1].parquet")
    'file:///data/part\\\\[1\\\\].parquet'
    >>> as_spark_reads("hdfs://name/votes")
    'hdfs://name/votes'
    """
    spelled = plain(path)
    if "://" not in spelled:
        spelled = f"file://{Path(spelled).absolute()}"
    return _PATTERN.sub(r"\\\1", spelled)


def ask_for_dataset(session: Any, location: str) -> Dataset:
    """The Parquet files at a place that only the cluster sees; it counts their rows and makes their digests.

    A digest is made of a file's bytes in the memory of one worker, so that parts should stay well below 1 GB.

    Raises:
        OSError: the cluster cannot read them.
    """
    try:
        files = _of_files(session, location, "binaryFile").select("path", "sha256")
        rows = _of_files(session, location, "parquet").groupBy("path").count()
        counted = {plain(row["path"], encoded=True): row["count"] for row in rows.collect()}
        found = files.collect()
    except Exception as error:
        raise OSError(str(error).split("\n", maxsplit=1)[0]) from error
    root = plain(location)
    return numbered(
        location,
        (
            Part(
                path=row["path"],
                name=plain(row["path"]).removeprefix(root).lstrip("/")
                or plain(row["path"]).rsplit("/", 1)[-1],
                rows=counted.get(plain(row["path"]), 0),
                sha256=row["sha256"],
            )
            for row in found
        ),
    )


def open_files(session: Any, dataset: Dataset) -> Any:
    """The rows of a dataset's files as a frame, with ``row_in_file``; only the footers of the files are read."""
    paths = [as_spark_reads(part.path) for part in dataset.parts]
    reader = session.read.option("mergeSchema", str(len(paths) > 1).lower())
    if dataset.partition_columns:
        reader = reader.option("basePath", as_spark_reads(dataset.location))
    frame = reader.parquet(*paths)
    first = {plain(part.path): part.first_row for part in dataset.parts}
    spelled = (
        {path: first[plain(path, encoded=True)] for path in spelled_paths(frame)} if len(first) > 1 else first
    )
    columns = ("`" + column.replace("`", "``") + "`" for column in frame.columns)
    return frame.selectExpr(*columns, f"{row_number(spelled)} AS row_in_file")


def _of_files(session: Any, location: str, kind: str) -> Any:
    reader = session.read.format(kind).option("recursiveFileLookup", "true")
    reader = reader.option("pathGlobFilter", "*.parquet")
    if kind == "binaryFile":
        return reader.load(location).selectExpr("path", "SHA2(content, 256) AS sha256")
    return reader.load(location).selectExpr("_metadata.file_path AS path")


def row_number(first_rows: Mapping[str, int]) -> str:
    """The SQL expression for a row's number in a dataset, given the number of the first row of each file.

    Spark numbers the rows of each file by itself, so that no row has to wait for those before it, and a statement that
    does not use the number does not pay for it. The file is found by halving their list: 10 comparisons of 1,000,
    and one more that stops the audit if a file is none of them.

    >>> row_number({"file:/a": 2})
    'CAST(2 AS BIGINT) + _metadata.row_index'
    >>> print(row_number({"b": 5, "a": 2}))  # doctest: +ELLIPSIS
    CASE WHEN _metadata.file_path < 'b' THEN CASE WHEN _metadata.file_path = 'a' THEN CAST(2 AS BIGINT) ELSE ...
    """
    files = sorted(first_rows.items())
    first = f"CAST({files[0][1]} AS BIGINT)" if len(files) == 1 else _first_row(files)
    return f"{first} + _metadata.row_index"


def spelled_paths(frame: Any) -> list[str]:
    """The paths of a frame's files in the spelling of ``_metadata.file_path``."""
    listed = [str(path) for path in frame.inputFiles()]
    seen = frame.selectExpr("_metadata.file_path AS path").limit(1).collect()
    # The list says file:///data, the column file:/data; other schemes are spelled alike.
    slashes = re.match(r"^file:/+", seen[0]["path"]) if seen else None
    return [re.sub(r"^file:/+", slashes[0], path) if slashes else path for path in listed]


def _first_row(files: Sequence[tuple[str, int]]) -> str:
    middle = len(files) // 2
    border = files[middle][0].replace("\\", "\\\\").replace("'", "\\'")
    if len(files) == 1:
        lost = "RAISE_ERROR('a file that was not listed')"
        return (
            f"CASE WHEN _metadata.file_path = '{border}' THEN CAST({files[0][1]} AS BIGINT) ELSE {lost} END"
        )
    return (
        f"CASE WHEN _metadata.file_path < '{border}' THEN {_first_row(files[:middle])} "
        f"ELSE {_first_row(files[middle:])} END"
    )
