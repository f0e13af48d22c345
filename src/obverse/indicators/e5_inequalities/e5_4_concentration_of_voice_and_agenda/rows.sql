WITH active AS (
    SELECT author AS id FROM contribution WHERE author IS NOT NULL GROUP BY author
    UNION
    SELECT actor AS id FROM vote GROUP BY actor
    UNION
    SELECT actor AS id FROM speech GROUP BY actor
    UNION
    SELECT actor AS id FROM participation WHERE turns > 0 GROUP BY actor
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
last_votes AS (
    SELECT
        vote.row_in_file,
        vote.actor,
        CASE
            WHEN CAST(vote."at" AS DATE) > process.as_of THEN 'after_audit'
            WHEN ROW_NUMBER() OVER (
                PARTITION BY vote.actor, vote.contribution, COALESCE(CAST(vote."at" AS DATE) > process.as_of, FALSE)
                ORDER BY vote."at" DESC NULLS LAST, vote.row_in_file DESC
            ) > 1 THEN 'changed_later'
            WHEN contribution.kind = 'project' THEN 'on_a_ballot'
        END AS left_out
    FROM vote
    CROSS JOIN process
    LEFT JOIN contribution ON contribution.id = vote.contribution
)
SELECT
    'actor' AS source_table,
    row_in_file AS source_row,
    left_out AS left_out,
    'person' AS measure,
    id AS person,
    CAST(1 AS BIGINT) AS units,
    FALSE AS adopted,
    FALSE AS seed_told
FROM people
UNION ALL
SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN contribution.kind = 'comment' AND contribution.parent IS NOT NULL THEN 'reply'
        WHEN contribution.seed THEN NULL
        WHEN contribution.author IS NULL THEN 'no_author'
        WHEN people.left_out IS NOT NULL THEN 'not_by_a_participant'
    END AS left_out,
    CASE WHEN contribution.seed THEN 'seed' ELSE 'contribution' END AS measure,
    contribution.author AS person,
    contribution.n AS units,
    COALESCE(contribution.state IN ('accepted', 'partly', 'done'), FALSE)
        AND COALESCE(CAST(contribution.answered_at AS DATE) <= process.as_of, TRUE) AS adopted,
    contribution.seed IS NOT NULL AS seed_told
FROM contribution
CROSS JOIN process
LEFT JOIN people ON people.id = contribution.author
UNION ALL
SELECT
    'vote' AS source_table,
    last_votes.row_in_file AS source_row,
    CASE
        WHEN last_votes.left_out IS NOT NULL THEN last_votes.left_out
        WHEN people.left_out IS NOT NULL THEN 'not_by_a_participant'
    END AS left_out,
    'vote' AS measure,
    last_votes.actor AS person,
    CAST(1 AS BIGINT) AS units,
    FALSE AS adopted,
    FALSE AS seed_told
FROM last_votes
LEFT JOIN people ON people.id = last_votes.actor
UNION ALL
SELECT
    'participation' AS source_table,
    participation.row_in_file AS source_row,
    CASE
        WHEN COALESCE(participation."date", CAST(event.start AS DATE)) > process.as_of THEN 'after_audit'
        WHEN people.left_out IS NOT NULL THEN 'not_by_a_participant'
        WHEN noted.turns > 0 AND participation.turns IS NULL THEN 'no_turns'
        WHEN noted.turns = 0 AND spoken.event IS NULL THEN 'no_turns'
    END AS left_out,
    'turn' AS measure,
    participation.actor AS person,
    COALESCE(participation.turns, 0) AS units,
    FALSE AS adopted,
    FALSE AS seed_told
FROM participation
CROSS JOIN process
CROSS JOIN noted
LEFT JOIN event ON event.id = participation.event
LEFT JOIN spoken ON spoken.event = participation.event
LEFT JOIN people ON people.id = participation.actor
UNION ALL
SELECT
    'speech' AS source_table,
    speech.row_in_file AS source_row,
    CASE
        WHEN noted.turns > 0 THEN 'turns_noted_elsewhere'
        WHEN CAST(event.start AS DATE) > process.as_of THEN 'after_audit'
        WHEN speech.coder > first_coder.coder THEN 'second_coder'
        WHEN people.left_out IS NOT NULL THEN 'not_by_a_participant'
    END AS left_out,
    'turn' AS measure,
    speech.actor AS person,
    CAST(1 AS BIGINT) AS units,
    FALSE AS adopted,
    FALSE AS seed_told
FROM speech
CROSS JOIN process
CROSS JOIN noted
LEFT JOIN event ON event.id = speech.event
LEFT JOIN first_coder ON first_coder.event = speech.event AND first_coder."order" = speech."order"
LEFT JOIN people ON people.id = speech.actor
