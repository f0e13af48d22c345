"""The environments of the peers: each locked with hashes, none a part of the project's own.

python -m benchmarks.peers.environments              makes or refreshes all of them from requirements/peers-*.lock
python -m benchmarks.peers.environments networks     one of them
python -m benchmarks.peers.environments --lock       writes the locks anew from the names below

Some peers are under the GPL or draw heavy trees behind them; they are installed only to be measured.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS: dict[str, tuple[str, ...]] = {
    "weighting": ("ipfn", "leafblower", "numpy", "svy", "weightipy"),
    # Of Python 3.11 it asks for a NumPy and a SciPy that are older than all others take.
    "balance": ("balance", "numpy<2", "scipy<1.14"),
    "inequality": ("inequality", "numpy", "scipy"),
    "survival": ("lifelines", "numpy", "statsmodels"),
    "networks": ("igraph", "networkx", "numpy"),
    "opinions": ("numpy", "red-dwarf"),
    "pandas": ("numpy", "pandas>=2.3,<3", "pyarrow"),
}
PYTHON = "3.11"


def lock(name: str) -> Path:
    """Where the lock of an environment is."""
    return ROOT / "requirements" / f"peers-{name}.lock"


def interpreter(name: str) -> Path:
    """The Python of an environment."""
    return ROOT / ".cache" / "peers" / name / "bin" / "python"


def is_ready(name: str) -> bool:
    """Whether the environment holds what its lock says."""
    receipt = interpreter(name).parents[1] / "lock.sha256"
    return receipt.exists() and receipt.read_text(encoding="utf-8") == _digest(lock(name))


def make(name: str) -> None:
    """Make one environment anew from its lock, unless it is as the lock says."""
    if is_ready(name):
        return
    home = interpreter(name).parents[1]
    _uv("venv", "--quiet", "--clear", "--python", sys.executable, str(home))
    _uv("pip", "sync", "--quiet", "--require-hashes", "--no-build", "--python", str(home), str(lock(name)))
    (home / "lock.sha256").write_text(_digest(lock(name)), encoding="utf-8")


def write_lock(name: str) -> None:
    """Resolve the names anew; names, versions and hashes are kept, and no address of an index."""
    options = ["--universal", "--python-version", PYTHON, "--generate-hashes", "--no-build", "--quiet"]
    options += ["--no-header", "--no-annotate", "--output-file", str(lock(name))]
    _uv("pip", "compile", "-", *options, given="\n".join(ENVIRONMENTS[name]))


def main() -> int:
    """Make the environments that were asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "name", nargs="*", help=f"one of {', '.join(ENVIRONMENTS)}; all of them without a name"
    )
    parser.add_argument("--lock", action="store_true", help="write the locks anew first")
    asked = parser.parse_args()
    if unknown := set(asked.name) - set(ENVIRONMENTS):
        parser.error(f"no such environment: {', '.join(sorted(unknown))}")
    for name in asked.name or ENVIRONMENTS:
        if asked.lock:
            write_lock(name)
        make(name)
        print(f"{name}: ready")
    return 0


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _uv(*words: str, given: str | None = None) -> None:
    own = Path(sys.executable).with_name("uv")
    surrounding = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    subprocess.run(  # noqa: S603 - our own tool and our own words
        [str(own), *words], check=True, input=given, text=True, stdout=subprocess.DEVNULL, env=surrounding
    )


if __name__ == "__main__":
    sys.exit(main())
