"""Bodies and the processes that they audit: the guided set-up, from charter to follow-up."""
