SELECT
    'access_rule' AS source_table,
    access_rule.row_in_file AS source_row,
    CASE
        WHEN COALESCE(access_rule.since, access_rule.announced_on, access_rule.recorded_on) > process.as_of
            THEN 'after_audit'
        WHEN access_rule."call" IS NULL THEN 'no_call'
        WHEN access_rule.expertise_required IS NULL AND access_rule.kind = 'eligibility' THEN 'not_noted'
    END AS left_out,
    access_rule."call" AS term,
    COALESCE(access_rule.since, access_rule.announced_on) AS since,
    COALESCE(access_rule.expertise_required OR access_rule.kind = 'expertise', access_rule.kind = 'expertise')
        AS asks_expertise,
    COALESCE(
        access_rule.expertise_required OR access_rule.kind IN ('expertise', 'document', 'digital'),
        access_rule.kind IN ('expertise', 'document', 'digital')
    ) AS asks_something
FROM access_rule
CROSS JOIN process
