WITH organisation AS (
    SELECT id FROM actor WHERE kind = 'organisation'
),
turns_noted AS (
    SELECT actor FROM participation WHERE turns > 0 GROUP BY actor
),
active AS (
    -- whether it wrote, voted or spoke is asked of organisations only
    SELECT organisation.id FROM organisation INNER JOIN contribution ON contribution.author = organisation.id
    UNION
    SELECT organisation.id FROM organisation INNER JOIN voter ON voter.actor = organisation.id
    UNION
    SELECT organisation.id FROM organisation INNER JOIN speech ON speech.actor = organisation.id
    UNION
    SELECT organisation.id FROM organisation INNER JOIN turns_noted ON turns_noted.actor = organisation.id
),
people AS (
    SELECT
        actor.id,
        actor.row_in_file,
        CASE
            WHEN actor.staff_or_test THEN 'staff_or_test'
            WHEN NOT actor.participant THEN 'not_taking_part'
            WHEN actor.kind = 'organisation' AND active.id IS NULL THEN 'silent_organisation'
            WHEN actor.joined_on > process.as_of THEN 'after_audit'
        END AS left_out
    FROM actor
    CROSS JOIN process
    LEFT JOIN active ON active.id = actor.id
),
outside AS (
    SELECT id FROM people WHERE left_out IS NOT NULL
),
first_coder AS (
    SELECT event, "order", MIN(coder) AS coder
    FROM speech
    GROUP BY event, "order"
),
spoken AS (
    SELECT event FROM speech GROUP BY event
),
noted AS (
    SELECT COUNT(turns) AS turns FROM participation
),
written AS (
    SELECT
        contribution.row_in_file,
        contribution.author,
        contribution.n,
        contribution.seed,
        CASE
            WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
            WHEN contribution.kind = 'comment' AND contribution.parent IS NOT NULL THEN 'reply'
            WHEN contribution.seed THEN NULL
            WHEN contribution.author IS NULL THEN 'no_author'
            WHEN outside.id IS NOT NULL THEN 'not_by_a_participant'
        END AS left_out,
        COALESCE(contribution.state IN ('accepted', 'partly', 'done'), FALSE)
            AND COALESCE(CAST(contribution.answered_at AS DATE) <= process.as_of, TRUE) AS adopted
    FROM contribution
    CROSS JOIN process
    LEFT JOIN outside ON outside.id = contribution.author
),
attended AS (
    SELECT
        participation.row_in_file,
        participation.actor,
        participation.turns,
        CASE
            WHEN COALESCE(participation."date", CAST(event.start AS DATE)) > process.as_of THEN 'after_audit'
            WHEN outside.id IS NOT NULL THEN 'not_by_a_participant'
            WHEN noted.turns > 0 AND participation.turns IS NULL THEN 'no_turns'
            WHEN noted.turns = 0 AND spoken.event IS NULL THEN 'no_turns'
        END AS left_out
    FROM participation
    CROSS JOIN process
    CROSS JOIN noted
    LEFT JOIN event ON event.id = participation.event
    LEFT JOIN spoken ON spoken.event = participation.event
    LEFT JOIN outside ON outside.id = participation.actor
)
SELECT
    'actor' AS source_table,
    row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    left_out AS left_out,
    'person' AS measure,
    id AS person,
    CAST(1 AS BIGINT) AS units,
    CAST(0 AS BIGINT) AS adopted,
    CAST(0 AS BIGINT) AS seed_told
FROM people
UNION ALL
SELECT
    'contribution' AS source_table,
    MIN(row_in_file) AS source_row,
    COUNT(*) AS source_rows,
    left_out,
    CASE WHEN seed THEN 'seed' ELSE 'contribution' END AS measure,
    author AS person,
    CAST(SUM(n) AS BIGINT) AS units,
    CAST(SUM(CASE WHEN adopted THEN n ELSE 0 END) AS BIGINT) AS adopted,
    CAST(SUM(CASE WHEN seed IS NOT NULL THEN n ELSE 0 END) AS BIGINT) AS seed_told
FROM written
GROUP BY left_out, CASE WHEN seed THEN 'seed' ELSE 'contribution' END, author
UNION ALL
SELECT
    'vote' AS source_table,
    row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    'changed_later' AS left_out,
    'vote' AS measure,
    actor AS person,
    CAST(1 AS BIGINT) AS units,
    CAST(0 AS BIGINT) AS adopted,
    CAST(0 AS BIGINT) AS seed_told
FROM changed_vote
UNION ALL
SELECT
    'vote' AS source_table,
    voter.row_in_file AS source_row,
    voter.after_audit AS source_rows,
    'after_audit' AS left_out,
    'vote' AS measure,
    voter.actor AS person,
    voter.after_audit AS units,
    CAST(0 AS BIGINT) AS adopted,
    CAST(0 AS BIGINT) AS seed_told
FROM voter
WHERE voter.after_audit > 0
UNION ALL
SELECT
    'vote' AS source_table,
    voter.row_in_file AS source_row,
    voter.on_a_ballot AS source_rows,
    'on_a_ballot' AS left_out,
    'vote' AS measure,
    voter.actor AS person,
    voter.on_a_ballot AS units,
    CAST(0 AS BIGINT) AS adopted,
    CAST(0 AS BIGINT) AS seed_told
FROM voter
WHERE voter.on_a_ballot > 0
UNION ALL
SELECT
    'vote' AS source_table,
    voter.row_in_file AS source_row,
    voter.counted AS source_rows,
    CASE WHEN outside.id IS NOT NULL THEN 'not_by_a_participant' END AS left_out,
    'vote' AS measure,
    voter.actor AS person,
    voter.counted AS units,
    CAST(0 AS BIGINT) AS adopted,
    CAST(0 AS BIGINT) AS seed_told
FROM voter
LEFT JOIN outside ON outside.id = voter.actor
WHERE voter.counted > 0
UNION ALL
SELECT
    'participation' AS source_table,
    MIN(row_in_file) AS source_row,
    COUNT(*) AS source_rows,
    left_out,
    'turn' AS measure,
    actor AS person,
    CAST(SUM(COALESCE(turns, 0)) AS BIGINT) AS units,
    CAST(0 AS BIGINT) AS adopted,
    CAST(0 AS BIGINT) AS seed_told
FROM attended
GROUP BY left_out, actor
UNION ALL
SELECT
    'speech' AS source_table,
    speech.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN noted.turns > 0 THEN 'turns_noted_elsewhere'
        WHEN CAST(event.start AS DATE) > process.as_of THEN 'after_audit'
        WHEN speech.coder > first_coder.coder THEN 'second_coder'
        WHEN outside.id IS NOT NULL THEN 'not_by_a_participant'
    END AS left_out,
    'turn' AS measure,
    speech.actor AS person,
    CAST(1 AS BIGINT) AS units,
    CAST(0 AS BIGINT) AS adopted,
    CAST(0 AS BIGINT) AS seed_told
FROM speech
CROSS JOIN process
CROSS JOIN noted
LEFT JOIN event ON event.id = speech.event
LEFT JOIN first_coder ON first_coder.event = speech.event AND first_coder."order" = speech."order"
LEFT JOIN outside ON outside.id = speech.actor
