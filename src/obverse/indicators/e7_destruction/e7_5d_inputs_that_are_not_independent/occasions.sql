SELECT COUNT(*) AS events FROM selected_rows WHERE source_table = 'event'
