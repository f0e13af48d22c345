"""Writes the golden reports of the examples anew: python tests/audits/write_golden.py. Read the difference."""

from pathlib import Path

from obverse.auditing import audit
from obverse.reports.formats import formats

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Audit every example and keep its report beside this file."""
    (HERE / "golden").mkdir(exist_ok=True)
    for file in sorted((HERE.parent.parent / "examples").glob("*/dossier.toml")):
        content = formats()["json"].render(audit(file.parent))
        (HERE / "golden" / f"{file.parent.name}.json").write_bytes(content)


if __name__ == "__main__":
    main()
