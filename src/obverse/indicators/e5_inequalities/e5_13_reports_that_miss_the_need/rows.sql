SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN contribution.kind IS NULL OR contribution.kind <> 'report' THEN 'not_a_report'
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN contribution.seed OR contribution.origin = 'official' THEN 'by_the_organiser'
        WHEN contribution.created_at IS NULL THEN 'undated'
        WHEN contribution.state = 'withdrawn' THEN 'withdrawn'
    END AS left_out,
    'report' AS part,
    contribution.id,
    COALESCE(target.merged_into, contribution.merged_into, contribution.id) AS problem,
    contribution.author,
    contribution.area,
    CAST(contribution.created_at AS DATE) AS reported_on,
    CASE WHEN CAST(contribution.answered_at AS DATE) <= process.as_of THEN CAST(contribution.answered_at AS DATE) END
        AS answered_on,
    CAST(NULL AS BIGINT) AS deprivation_rank,
    CAST(NULL AS BIGINT) AS population
FROM contribution
CROSS JOIN process
LEFT JOIN contribution AS target ON target.id = contribution.merged_into

UNION ALL

SELECT
    'neighbourhood' AS source_table,
    neighbourhood.row_in_file AS source_row,
    CASE
        WHEN neighbourhood.deprivation_rank IS NULL THEN 'no_rank'
        WHEN neighbourhood.population <= 0 THEN 'no_people'
    END AS left_out,
    'area' AS part,
    neighbourhood.id,
    CAST(NULL AS STRING) AS problem,
    CAST(NULL AS STRING) AS author,
    neighbourhood.id AS area,
    CAST(NULL AS DATE) AS reported_on,
    CAST(NULL AS DATE) AS answered_on,
    neighbourhood.deprivation_rank,
    neighbourhood.population
FROM neighbourhood
