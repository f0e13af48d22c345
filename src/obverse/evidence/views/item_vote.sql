-- The votes of one opinion group on one contribution that were not changed later.
-- Lists every vote.contribution.
WITH opinion AS (
    SELECT id, MIN(variable) AS conversation, MIN(category) AS opinion_group
    FROM actor_attribute
    WHERE variable LIKE 'opinion_group%' AND category <> 'none'
    GROUP BY id
),
marked AS (
    -- people without an opinion group who are not staff count alike: a smaller side of the join
    SELECT
        actor.id,
        opinion.conversation,
        opinion.opinion_group,
        COALESCE(actor.staff_or_test, FALSE) AS is_staff
    FROM actor
    LEFT JOIN opinion ON opinion.id = actor.id
    WHERE actor.staff_or_test OR opinion.id IS NOT NULL
),
side AS (
    -- votes are grouped by whole numbers; the words come back at the end
    SELECT
        conversation,
        opinion_group,
        is_staff,
        ROW_NUMBER() OVER (ORDER BY conversation, opinion_group, is_staff) AS side
    FROM marked
    GROUP BY conversation, opinion_group, is_staff
),
placed AS (
    SELECT marked.id, side.side
    FROM marked
    INNER JOIN side
        ON COALESCE(side.conversation, '') = COALESCE(marked.conversation, '')
        AND COALESCE(side.opinion_group, '') = COALESCE(marked.opinion_group, '')
        AND side.is_staff = marked.is_staff
),
turned AS (
    SELECT
        vote.row_in_file,
        vote.contribution,
        placed.side,
        CASE WHEN CAST(vote."at" AS DATE) > process.as_of THEN 1 END AS late,
        CASE WHEN NOT COALESCE(CAST(vote."at" AS DATE) > process.as_of, FALSE) THEN vote."value" END AS choice
    FROM vote
    CROSS JOIN process
    LEFT JOIN changed_vote ON changed_vote.row_in_file = vote.row_in_file
    LEFT JOIN placed ON placed.id = vote.actor
    WHERE changed_vote.row_in_file IS NULL AND in_part(pair_key(vote.contribution, vote.contribution), 33)
),
counted AS (
    SELECT
        MIN(row_in_file) AS row_in_file,
        contribution,
        side,
        COUNT(*) AS votes,
        COUNT(late) AS after_audit,
        COUNT(choice) AS with_value,
        COUNT(CASE WHEN choice = 1 THEN 1 END) AS agrees,
        COUNT(CASE WHEN choice = 0 THEN 1 END) AS passes,
        COUNT(CASE WHEN choice = -1 THEN 1 END) AS disagrees,
        CAST(COALESCE(SUM(CAST(ROUND(1000 * choice) AS BIGINT)), 0) AS BIGINT) AS thousandths
    FROM turned
    GROUP BY contribution, side
)
SELECT
    counted.row_in_file,
    counted.contribution,
    side.conversation,
    side.opinion_group,
    COALESCE(side.is_staff, FALSE) AS is_staff,
    counted.after_audit,
    counted.votes - counted.after_audit - counted.with_value AS no_value,
    counted.with_value - counted.agrees - counted.passes - counted.disagrees AS points,
    counted.agrees + counted.passes + counted.disagrees AS choices,
    counted.agrees,
    counted.disagrees,
    counted.thousandths
FROM counted
LEFT JOIN side ON side.side = counted.side
