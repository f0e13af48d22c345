"""Coverage-guided fuzzing of everything that parses a stranger's file."""
