"""Ours against theirs on the same problems, in one run: a table of ratios, with what a peer does not compute."""

import json
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import leg
import recruitment
import regression
from timing import duration

PROGRAM = Path(__file__).parents[1] / ".build/release/benchmarks"


def ours() -> dict:
    """The problems, our answers, and our times."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problems.json"
        subprocess.run([PROGRAM, "peers", path], check=True)
        return json.loads(path.read_text())


def table(head: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    right = {1, 2, 3}

    def line(row: list[str]) -> str:
        cells = (c.rjust(w) if i in right else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths)))
        return "| " + " | ".join(cells) + " |"

    rule = ["-" * (w - 1) + ":" if i in right else "-" * w for i, w in enumerate(widths)]
    return "\n".join([line(head), line(rule), *map(line, rows)])


def main() -> int:
    before = ours()
    qp = recruitment.run(before["recruitments"])
    legs = {name: leg.run(name, before["frames"]) for name in ("myolegs", "myolegs26")}
    text = regression.run(before["frames"], before["framesWithTone"])
    after = ours()

    def median(name: str) -> float:
        """Ours: the mean of the medians before and after the peers."""
        return sum(row["median_ns"] for run in (before, after) for row in run["rows"] if row["name"] == name) / 2

    recruit, frame, full = map(median, ("recruitment-p2", "coupled-frame", "frame-with-results"))
    rows: list[list[str]] = []

    def row(peer: str, theirs: float, our: float, remark: str):
        rows.append([peer, duration(theirs), duration(our), f"{theirs / our:.3g}", remark])

    row("DAQP, recruitment: library's own clock", qp.inside, recruit, "setup and solve; same answer")
    row("DAQP, recruitment: update and solve", qp.update.median, recruit, "from Python, workspace kept")
    row(
        "DAQP, recruitment: solve", qp.call.median, recruit,
        f"from Python, of which {duration(qp.overhead.median)} for any call")
    for name, result in legs.items():
        what = f"MuJoCo {name}, {result.muscles} muscles a leg"
        row(f"{what}: C only", result.inside, frame, "no patellofemoral load; inverse dynamics, muscles, DAQP")
        row(f"{what}: frame", result.frame.median, frame, "no patellofemoral load; the same from Python")
    row("regression: NumPy, per frame of 4040", text.vectorised.median, frame, "ignores hamstrings and calf; a force only")
    row("regression: NumPy, one call", text.call.median, frame, "ignores hamstrings and calf; a force only")
    # Not measured here: figures of issue 3, CPU time on a like machine.
    row("OpenSim, 80 muscles (quoted, not run)", 212e6, full, "static optimization, joint reaction; 212 to 281 ms")
    row("OpenSim, planar, 18 muscles (quoted, not run)", 23e6, full, "static optimization")

    print("peers: " + ", ".join(f"{p} {version(p)}" for p in ("daqp", "mujoco", "myo-sim", "numpy")))
    print(f"ours: recruitment-p2 {duration(recruit)}, coupled-frame {duration(frame)}, with every result {duration(full)}\n")
    print(table(["peer", "theirs", "ours", "ratio", "what it is"], rows))
    print(f"\nDAQP's activations and ours differ by at most {qp.difference:.1e}.")
    for name, result in legs.items():
        print(f"{name}: inverse dynamics alone {duration(result.inverse.median)}; largest reserve {result.reserve:.1f} N·m.")
    print(
        f"The regression, fitted to our healthy squat, is {text.fitted:.1f} % off there (root mean square over mean), "
        f"and {text.with_tone:.0f} % with a tone of 10 % in the hamstrings.")
    if not qp.difference <= 1e-6:
        print("peers: DAQP and we disagree by more than 1e-6", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
