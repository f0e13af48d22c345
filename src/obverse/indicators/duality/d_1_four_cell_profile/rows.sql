SELECT
    'survey_answer' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN left_out IS NOT NULL THEN left_out
        WHEN COUNT(CASE WHEN left_out IS NULL THEN item END) OVER (PARTITION BY respondent, public_value) < 2
            THEN 'half_a_pair'
    END AS left_out,
    respondent,
    item,
    public_value,
    side,
    party,
    unit,
    mass,
    degree
FROM degree_answer
