"""Write the dossier of Exampleton, a synthetic town, with planted effects or without.

python generate.py --out DIR [--seed N] [--null]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

# So that this file can be loaded by its path as well as run as a script.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from exampleton import generate

SEED = 2030


def main() -> None:
    """Read the command line and write the dossier."""
    parser = argparse.ArgumentParser(description="Write the dossier of a synthetic town's 2030 Agenda.")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="where dossier.toml and evidence/ go"
    )
    parser.add_argument(
        "--seed", type=int, default=SEED, metavar="N", help=f"a whole number (default {SEED})"
    )
    parser.add_argument("--null", action="store_true", help="plant nothing")
    choices = parser.parse_args()
    generate(choices.out, choices.seed, planted=not choices.null)
    print(f"written to {choices.out}: dossier.toml and evidence/")


if __name__ == "__main__":
    main()
