"""The files of a dataset as Spark sees them: paths, digests, and which row of the dataset a row of one is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import reduce
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq

from obverse.evidence.datasets import Dataset, Part, described, numbered, value_of
from obverse.evidence.engines.spark_arrow import declared_type
from obverse.evidence.parquet_types import cell

# The last eight bytes of a file say, lowest byte first, how long the footer before them is.
_LENGTH = "CONV(CONCAT({}), 16, 10)".format(
    ", ".join(f"HEX(SUBSTRING(content, {place}, 1))" for place in (-5, -6, -7, -8))
)
_FOOTER = f"SUBSTRING(content, -CAST(LEAST(CAST({_LENGTH} AS BIGINT) + 8, 2000000000) AS INT)) AS footer"
# A column that no file has.
NOTHING = "nothing is read"
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
    """The Parquet files at a place that only the cluster sees; it makes their digests and hands their footers over.

    A digest is made of a file's bytes in the memory of one worker, so that parts should stay well below 1 GB.

    Raises:
        OSError: the cluster cannot read them.
        pyarrow.ArrowException: one is no Parquet file.
    """
    try:
        reader = session.read.format("binaryFile").option("recursiveFileLookup", "true")
        reader = reader.option("pathGlobFilter", "*.parquet")
        found = reader.load(location).selectExpr("path", "SHA2(content, 256) AS sha256", _FOOTER).collect()
    except Exception as error:
        raise OSError(str(error).split("\n", maxsplit=1)[0]) from error
    root = plain(location)
    return numbered(
        location,
        (
            described(
                row["path"],
                plain(row["path"]).removeprefix(root).lstrip("/") or plain(row["path"]).rsplit("/", 1)[-1],
                row["sha256"],
                pq.read_metadata(BytesIO(b"PAR1" + row["footer"])),
            )
            for row in found
        ),
    )


def open_files(session: Any, dataset: Dataset, columns: Sequence[str]) -> Any:
    """Some columns of a dataset's files as a frame, with ``row_in_file``; nothing is read before it is asked."""
    frames = [_frame(session, dataset, lot, columns) for lot in dataset.alike]
    return reduce(lambda one, other: one.unionByName(other), frames)


def _frame(session: Any, dataset: Dataset, lot: Sequence[Part], columns: Sequence[str]) -> Any:
    own, common = dataset.kinds(lot), dataset.columns
    read = [
        f"{_tick(name)} {declared_type(own[name])}"
        for name in columns
        if name in own and name not in dataset.partition_columns and not pa.types.is_null(own[name])
    ]
    # Without a column to read, a session would look for some by itself.
    reader = session.read.schema(", ".join(read) or f"{_tick(NOTHING)} STRING")
    if dataset.partition_columns:
        reader = reader.option("basePath", as_spark_reads(dataset.location))
    frame = reader.parquet(*(as_spark_reads(part.path) for part in lot))
    first = {plain(part.path): part.first_row for part in lot}
    spelled = (
        {path: first[plain(path, encoded=True)] for path in spelled_paths(frame)} if len(first) > 1 else first
    )
    cells = (
        f"{_folder(name, lot)} AS {_tick(name)}"
        if name in dataset.partition_columns
        else f"{cell(_tick(name), own.get(name), common[name], _microseconds)} AS {_tick(name)}"
        for name in columns
    )
    return frame.selectExpr(*cells, f"{row_number(spelled)} AS row_in_file")


def _folder(column: str, lot: Sequence[Part]) -> str:
    # Spark takes each byte of a letter that is written as %C3%A9 for a letter of its own.
    spelled = {part.folders[column] for part in lot}
    read = {one: re.sub("%([0-9A-Fa-f]{2})", lambda byte: chr(int(byte[1], 16)), one) for one in spelled}
    wrong = {read[one]: value for one in sorted(spelled) if (value := value_of(one)) not in {None, read[one]}}
    cases = " ".join(f"WHEN {_word(found)} THEN {_word(value or '')}" for found, value in wrong.items())
    return f"CASE {_tick(column)} {cases} ELSE {_tick(column)} END" if cases else _tick(column)


def _word(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _microseconds(column: str) -> str:
    # Declared as whole numbers; a session does not read them as moments.
    return f"CAST(TIMESTAMP_MICROS(({column} - PMOD({column}, 1000)) DIV 1000) AS TIMESTAMP_NTZ)"


def _tick(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


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
    border = _word(files[middle][0])
    if len(files) == 1:
        lost = "RAISE_ERROR('a file that was not listed')"
        return f"CASE WHEN _metadata.file_path = {border} THEN CAST({files[0][1]} AS BIGINT) ELSE {lost} END"
    return (
        f"CASE WHEN _metadata.file_path < {border} THEN {_first_row(files[:middle])} "
        f"ELSE {_first_row(files[middle:])} END"
    )
