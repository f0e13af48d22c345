SELECT
    'actor' AS source_table,
    actor.row_in_file AS source_row,
    CASE
        WHEN actor.recorded_on > process.as_of THEN 'after_audit'
        WHEN actor.kind <> 'organisation' OR NOT COALESCE(
            actor.sector = 'association', actor.role IN ('association_partner', 'association_not_partner'), FALSE
        )
            THEN 'not_an_association'
        WHEN actor.staff_or_test THEN 'staff_or_test'
        WHEN actor.income IS NULL OR actor.income <= 0 THEN 'no_income'
        WHEN actor.income_public < 0 OR actor.income_public > actor.income THEN 'more_than_all'
    END AS left_out,
    'income' AS part,
    actor.id AS association,
    CAST(ROUND(actor.income * 100) AS BIGINT) AS income_cents,
    CAST(ROUND(actor.income_public * 100) AS BIGINT) AS public_cents,
    CAST(NULL AS STRING) AS document,
    CAST(NULL AS STRING) AS coder,
    CAST(NULL AS STRING) AS code
FROM actor
CROSS JOIN process

UNION ALL

SELECT
    'coded_statement' AS source_table,
    coded_statement.row_in_file AS source_row,
    CASE
        WHEN coded_statement.recorded_on > process.as_of THEN 'after_audit'
        WHEN coded_statement.role IS NULL
            OR coded_statement.role NOT IN ('association_partner', 'association_not_partner')
            THEN 'not_an_association'
    END AS left_out,
    'passage' AS part,
    CAST(NULL AS STRING) AS association,
    CAST(NULL AS BIGINT) AS income_cents,
    CAST(NULL AS BIGINT) AS public_cents,
    coded_statement.document,
    coded_statement.coder,
    LOWER(TRANSLATE(coded_statement.code, 'Σİ', 'σi')) AS code
FROM coded_statement
CROSS JOIN process
