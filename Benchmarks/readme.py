"""Runs the benchmarks, the layers and the peers, and puts what they print into README.md beside this file.

What a run prints stands between `<!-- begin NAME -->` and `<!-- end NAME -->`. Names as arguments run only those.
Needs everything built: `make bench-readme`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
PROGRAM = FOLDER / ".build/release/benchmarks"
RUNS = {
    "bench": [PROGRAM, "--json", FOLDER / "results.json", "--instructions"],
    "layers": [sys.executable, FOLDER / "layers/layers.py", FOLDER / "layers.png"],
    "peers": [sys.executable, FOLDER / "peers/peers.py"],
}


def text(name: str) -> str:
    """What a run prints, its lines of facts as a list."""
    done = subprocess.run(
        RUNS[name], check=True, stdout=subprocess.PIPE, text=True, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})
    lines = [line for line in done.stdout.splitlines() if not line.startswith("plot: ")]
    # The facts at the head, such as `processor: AMD EPYC`.
    head = lines.index("")
    lines[:head] = ["- " + line for line in lines[:head]]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def main() -> int:
    path = FOLDER / "README.md"
    for name in sys.argv[1:] or RUNS:
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        before, _, rest = path.read_text().partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            print(f"readme: {path} has no {begin} ... {end}", file=sys.stderr)
            return 1
        path.write_text(f"{before}{begin}\n\n{text(name)}\n\n{end}{after}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
