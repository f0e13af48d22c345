"""The desk of the survey: waves, who is asked, keys, letters, the close."""
