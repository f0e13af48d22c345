"""The statistics measured beside other libraries that do the same work."""
