"""The journal: every write of the workspace in a chain of digests that nothing here can edit."""
