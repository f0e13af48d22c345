"""Who is asked: frames, reproducible draws, how many are needed, and who answered."""
