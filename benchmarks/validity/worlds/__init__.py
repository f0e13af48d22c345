"""One module for each indicator whose verdict rests on a sample: draws of evidence whose truth is known."""
