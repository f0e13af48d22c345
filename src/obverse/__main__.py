"""``python -m obverse``."""

from obverse.cli.main import main

if __name__ == "__main__":
    main()
