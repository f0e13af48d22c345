"""From the report to bytes: one folder a format, found by walking."""
