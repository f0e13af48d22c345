"""The settings under which Spark does the same as the other engine, and those that fit a statement's size."""

from __future__ import annotations

SHIMS = {
    "days_between": "(first DATE, second DATE) RETURNS BIGINT RETURN CAST(DATEDIFF(second, first) AS BIGINT)",
    # It shuffles in pieces that it holds one by one.
    "in_part": "(number BIGINT, bytes INT) RETURNS BOOLEAN RETURN TRUE",
    "pair_key": "(first STRING, second STRING) RETURNS BIGINT RETURN XXHASH64(first, second)",
}
SETTINGS = {
    # A cell that is not what it should be stops the audit; it does not become NULL.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    # A folder named area=01 holds the area 01, not the number 1.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    # A kept view whose text begins with WITH is found again only in statements without WITH: Spark numbers such names
    # through the whole statement, and compares the numbers. So they are put in where they stand. No statement gives
    # one name twice, which is where the two policies differ.
    "spark.sql.legacy.ctePrecedencePolicy": "LEGACY",
    # A file is small beside the rows in it: 5 * 10^6 people in 20 MB took the driver 250 MB to send to every worker.
    "spark.sql.sources.fileCompressionFactor": "20",
    # A table that looked small and is sent slowly must not end an audit.
    "spark.sql.broadcastTimeout": "3600",
}
# Up to this many rows behind a statement, starting several tasks and compiling them costs more than the work in them.
SMALL = 200_000
_FOR_SMALL = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
_ROWS_OF_A_TASK = 500_000


def settings_for(rows: int) -> dict[str, str]:
    """The settings for a statement with so many rows behind it.

    >>> settings_for(100_000_000)["spark.sql.shuffle.partitions"]
    '200'
    """
    if rows <= SMALL:
        return _FOR_SMALL
    # Adaptive execution joins small pieces again; what it cannot do is to cut those that were planned too large.
    pieces = min(max(rows // _ROWS_OF_A_TASK, 8), 2_000)
    return {
        "spark.sql.adaptive.enabled": "true",
        "spark.sql.shuffle.partitions": str(pieces),
        # What is kept may lie in fewer, larger pieces than it was counted in, or each reader begins thousands of tasks.
        "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning": "true",
        # Two sides that are both too large to be sent whole may be hashed piece by piece rather than sorted.
        # Pieces stay so small that the side held in memory fits a worker of a GiB.
        "spark.sql.adaptive.advisoryPartitionSizeInBytes": "16m",
        "spark.sql.adaptive.maxShuffledHashJoinLocalMapThreshold": "16m",
    }
