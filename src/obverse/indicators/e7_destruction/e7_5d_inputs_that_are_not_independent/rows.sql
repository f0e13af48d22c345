WITH turned AS (
    SELECT
        vote.row_in_file,
        vote.actor,
        vote.contribution,
        CAST(ROUND(1000 * vote."value") AS BIGINT) AS thousandths,
        vote."at" AS moment,
        vote.channel,
        vote.origin_key,
        CASE
            WHEN CAST(vote."at" AS DATE) > process.as_of THEN 'after_audit'
            WHEN ROW_NUMBER() OVER (
                PARTITION BY vote.actor, vote.contribution, COALESCE(CAST(vote."at" AS DATE) > process.as_of, FALSE)
                ORDER BY vote."at" DESC NULLS LAST, vote.row_in_file DESC
            ) > 1 THEN 'changed_later'
            WHEN vote."value" IS NULL THEN 'no_value'
        END AS left_out
    FROM vote
    CROSS JOIN process
),
first_seen AS (
    SELECT actor, MIN("at") AS moment
    FROM vote
    WHERE "at" IS NOT NULL AND COALESCE(channel, 'online') NOT IN ('paper', 'booth')
    GROUP BY actor
)
SELECT
    'vote' AS source_table,
    turned.row_in_file AS source_row,
    turned.left_out AS left_out,
    'vote' AS measure,
    turned.contribution AS item,
    turned.actor AS person,
    turned.origin_key AS origin,
    turned.thousandths AS thousandths,
    CASE WHEN actor.staff_or_test THEN 1 WHEN NOT actor.staff_or_test THEN 0 ELSE -1 END AS barred,
    -- hours since a Monday; -1000000 stands for votes on paper and votes without a time
    CASE
        WHEN first_seen.moment IS NULL THEN -1000000
        ELSE 24 * days_between(DATE '2020-01-06', CAST(first_seen.moment AS DATE))
            + CAST(EXTRACT(HOUR FROM first_seen.moment) AS BIGINT)
    END AS hour,
    CASE
        WHEN EXTRACT(HOUR FROM first_seen.moment) = 0 AND EXTRACT(MINUTE FROM first_seen.moment) = 0
            AND EXTRACT(SECOND FROM first_seen.moment) = 0 THEN 1
        ELSE 0
    END AS midnight,
    CASE WHEN contribution.selected THEN 1 ELSE 0 END AS selected,
    CAST(NULL AS STRING) AS words
FROM turned
LEFT JOIN actor ON actor.id = turned.actor
LEFT JOIN contribution ON contribution.id = turned.contribution
LEFT JOIN first_seen ON first_seen.actor = turned.actor
UNION ALL
SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN contribution.seed THEN 'seed'
        WHEN actor.staff_or_test THEN 'staff_or_test'
        WHEN contribution.kind = 'project' THEN 'on_a_ballot'
        WHEN contribution.text IS NULL THEN 'no_text'
        WHEN LENGTH(contribution.text) < 40 THEN 'too_short'
    END AS left_out,
    'text' AS measure,
    contribution.id AS item,
    contribution.author AS person,
    contribution.origin_key AS origin,
    0 AS thousandths,
    -1 AS barred,
    -1000000 AS hour,
    0 AS midnight,
    CASE WHEN contribution.selected THEN 1 ELSE 0 END AS selected,
    contribution.text AS words
FROM contribution
CROSS JOIN process
LEFT JOIN actor ON actor.id = contribution.author
UNION ALL
SELECT
    'event' AS source_table,
    event.row_in_file AS source_row,
    CASE
        WHEN CAST(event.start AS DATE) > process.as_of THEN 'after_audit'
        WHEN event.kind = 'mailing' AND event.start IS NOT NULL THEN NULL
        ELSE 'no_dated_mailing'
    END AS left_out,
    'mailing' AS measure,
    event.id AS item,
    CAST(NULL AS STRING) AS person,
    CAST(NULL AS STRING) AS origin,
    0 AS thousandths,
    -1 AS barred,
    COALESCE(
        24 * days_between(DATE '2020-01-06', CAST(event.start AS DATE))
        + CAST(EXTRACT(HOUR FROM event.start) AS BIGINT),
        -1000000
    ) AS hour,
    0 AS midnight,
    0 AS selected,
    CAST(NULL AS STRING) AS words
FROM event
CROSS JOIN process
