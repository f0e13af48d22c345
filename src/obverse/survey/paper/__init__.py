"""Letters, slips with codes, and the questionnaire on paper."""
