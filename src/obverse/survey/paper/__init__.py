"""Letters, slips with codes, the questionnaire on paper and the sheets of those who keep the key."""
