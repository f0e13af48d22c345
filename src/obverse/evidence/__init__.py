"""The declared tables, the dossier on disk, and the queries over it."""
