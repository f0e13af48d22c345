"""A whole audit from a village to a nation: a synthetic process of any size, and what auditing it costs."""
