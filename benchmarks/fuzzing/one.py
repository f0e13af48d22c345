"""Fuzzes one parser in this process, which ends with it.

python -m benchmarks.fuzzing.one PARSER FOLDER SECONDS

Inputs that reach something new are kept in FOLDER/kept; each different error in FOLDER/faults, with its input.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
import traceback
from pathlib import Path

from benchmarks.fuzzing.parsers import LONGEST, Parser, parsers


def main() -> None:
    """Set up the fuzzer and run it until the time is over."""
    name, folder, seconds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    parser = parsers()[name]
    atheris = importlib.import_module("atheris")
    kept, faults = folder / "kept", folder / "faults"
    kept.mkdir()
    faults.mkdir()
    for seed in parser.seeds():
        (kept / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    words = folder / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in parser.words()), encoding="utf-8")
    with atheris.instrument_imports(include=list(parser.modules)):
        parser.feed(b"")

    def target(data: bytes) -> None:
        try:
            parser.feed(bytes(data))
        except Exception as error:  # noqa: BLE001 - an error is what is looked for
            _note(parser, faults, bytes(data), error)

    atheris.Setup(
        [
            sys.argv[0],
            str(kept),
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST}",
            *([f"-dict={words}"] if parser.words() else []),
            f"-artifact_prefix={faults}/",
            "-timeout=20",
            "-rss_limit_mb=2048",
            "-print_final_stats=1",
            "-seed=2030",
        ],
        target,
    )
    atheris.Fuzz()


def _note(parser: Parser, faults: Path, data: bytes, error: Exception) -> None:
    """Keep an error once for each place of ours that it comes through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        f"{Path(frame.filename).parent.name}/{Path(frame.filename).name}:{frame.lineno}" for frame in frames
    ]
    place = next(
        (one for one, frame in reversed(list(zip(ours, frames, strict=True))) if "obverse" in frame.filename),
        "",
    )
    name = hashlib.sha256(f"{type(error).__name__} {place}".encode()).hexdigest()[:12]
    told = faults / f"{name}.json"
    if not told.exists():
        (faults / f"{name}.input").write_bytes(data)
        entry = {
            "parser": parser.name,
            "error": type(error).__name__,
            "place": place,
            "message": str(error)[:300],
        }
        told.write_text(json.dumps(entry), encoding="utf-8")


def _escaped(word: str) -> str:
    return "".join(
        f"\\x{byte:02x}" if byte in b'"\\' or not 32 <= byte < 127 else chr(byte) for byte in word.encode()
    )


if __name__ == "__main__":
    main()
