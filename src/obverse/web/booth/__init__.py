"""Where a person answers the survey: no account, no cookie, no record."""
