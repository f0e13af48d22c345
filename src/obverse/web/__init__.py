"""The workspace: where a town, an association or an auditor keeps the evidence that no platform records."""
