"""Runs the benchmarks, the layers and the peers, and puts what they print into README.md beside this file.

What a run prints stands between `<!-- begin NAME -->` and `<!-- end NAME -->`. Names as arguments run only those.
Needs everything built: `make bench-readme`.
"""

import json
import os
import re
import subprocess
import sys
import textwrap
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
    speed_line()
    return 0


def speed_line() -> None:
    """The sentence on speed in the project's README.md, from the rows and the gate's baseline."""
    rows = {row["name"]: row["median_ns"] * 1e-3 for row in json.loads((FOLDER / "results.json").read_text())}
    least = {row["name"]: row["min_ns"] * 1e-3 for row in json.loads((FOLDER / "results.json").read_text())}
    baseline = json.loads((FOLDER / "gate.json").read_text())[0]["benchmarks"]
    frame = next(count for count in baseline if count["name"] == "coupled-frame")
    line = (
        f"A frame of a squat with every output takes {rows['coupled-frame']:.0f} us on one core of a shared machine "
        f"(median; least {least['coupled-frame']:.0f}), one of walking {rows['coupled-frame-walking']:.0f} "
        f"({least['coupled-frame-walking']:.0f}), and {rows['coupled-frame-batched']:.0f} in a batch on two; a squat of 101 frames {rows['activity-101'] * 1e-3:.0f} ms, "
        f"its exact sensitivities as well {rows['sensitivities'] * 1e-3:.0f} ms (`make bench`); a frame is "
        f"{frame['instructions'] / frame['calls'] * 1e-6:.2f} million instructions, which CI guards (`make gate`).")
    path = FOLDER.parent / "README.md"
    before, begin, rest = path.read_text().partition("<!-- begin speed -->")
    _, end, after = rest.partition("<!-- end speed -->")
    path.write_text(f"{before}{begin}\n\n{textwrap.fill(line, 100)}\n\n{end}{after}")


if __name__ == "__main__":
    sys.exit(main())
