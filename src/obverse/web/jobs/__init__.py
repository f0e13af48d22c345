"""Long work in the background: claimed by one worker at a time, taken up again when a worker dies."""
