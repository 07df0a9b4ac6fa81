"""What the cost of the layers depends on: measures, prints tables, and plots. Usage: layers.py PLOT.png"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import flops
import plot

FOLDER = Path(__file__).parent
PROGRAM = FOLDER.parent / ".build/release/benchmarks"
#: Calls in a round of the workload `energy-hessian`.
CALLS = 80


def measure(*options: str, libraries: str | None = None) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layers.json"
        environment = dict(os.environ, OPENBLAS_NUM_THREADS="1")
        if libraries:
            environment["LD_LIBRARY_PATH"] = ":".join(filter(None, [libraries, os.environ.get("LD_LIBRARY_PATH")]))
        subprocess.run([PROGRAM, "layers", path, *options], check=True, env=environment)
        return json.loads(path.read_text())


def table(head: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]

    def line(row: list[str]) -> str:
        cells = [c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths))]
        return "| " + " | ".join(cells) + " |"

    rule = ["-" * w if i == 0 else "-" * (w - 1) + ":" for i, w in enumerate(widths)]
    return "\n".join([line(head), line(rule), *map(line, rows)]) + "\n"


def microseconds(nanoseconds: float) -> str:
    return f"{nanoseconds / 1e3:.{0 if nanoseconds >= 1e5 else 1 if nanoseconds >= 1e4 else 2}f}"


def points(title: str, found: list[dict]) -> str:
    names = list(found[0]["min_ns"])
    return table(
        [title, *(f"{name}, us" for name in names)],
        [[str(p["x"]), *(microseconds(p["min_ns"][name]) for name in names)] for p in found])


def linear_algebra(runs: list[dict]) -> str:
    names = [row["name"] for row in runs[0]["linear_algebra"]]
    return table(
        ["LAPACK, BLAS", *(f"{name}, us" for name in names)],
        [[run["machine"]["LAPACK, BLAS"], *(microseconds(row["min_ns"]) for row in run["linear_algebra"])]
         for run in runs])


def peak(found: dict, operations: float) -> str:
    rate = operations / found["energy_hessian_ns"]
    kinds = {
        "scalar": "one number an instruction", "pairs": "two, no fused multiply-add",
        "fused": "four, fused multiply-add"}
    return f"energy-hessian: {operations:.0f} operations in {microseconds(found['energy_hessian_ns'])} us, " \
        f"{rate:.2f} Gflop/s\n\n" + table(
            ["peak of one core", "Gflop/s", "energy-hessian"],
            [[text, f"{found['peak'][kind] / 1e9:.1f}", f"{100e9 * rate / found['peak'][kind]:.0f} %"]
             for kind, text in kinds.items() if kind in found["peak"]])


def main() -> int:
    runs = [measure()]
    found = runs[0]
    folder = subprocess.run([FOLDER / "openblas.sh"], capture_output=True, text=True)
    if folder.returncode == 0:
        runs.append(measure("--linear-algebra", libraries=folder.stdout.strip()))
    operations = flops.per_round(PROGRAM.resolve(), "energy-hessian") / CALLS

    for key in ("processor", "cores", "compiler"):
        print(f"{key}: {found['machine'][key]}")
    print("times: least\n")
    print(points("contact elements", found["elements"]))
    print(points("muscles", found["muscles"]))
    print(points("threads", found["threads"]))
    one = found["threads"][0]["min_ns"]["states"]
    for p in found["threads"][1:]:
        print(f"{p['x']} threads: {one / p['min_ns']['states']:.2f} times one, on {p['cores']:.2f} cores\n")
    print(linear_algebra(runs))
    if len(runs) == 1:
        print("OpenBLAS: the package libopenblas0-serial could not be fetched; not measured\n")
    print(peak(found, operations))
    plot.layers(found, sys.argv[1])
    print(f"plot: {sys.argv[1]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
