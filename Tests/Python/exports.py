"""What `trochlea results export` writes, read back with pandas and held against the JSON export: every number must be the
same to the last bit. Argument: the program."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

STUDY = """
trochlea: 1
title: Exports, "all" of them
activity: squat
keep: frames
what_if:
  - {name: "half, at least", release: {hamstrings: 50 %}}
  - {name: ten kg less, mass: -10 kg}
sweep:
  grid:
    person.mass: [60 kg, 71.3 kg]
    tension.hamstrings.tone: [0 %, 7 %]
"""
PARAMETERS = ["person_mass_kg", "tension_hamstrings_tone"]


def check(program: str, folder: Path) -> int:
    """Returns how many numbers were compared."""
    study = folder / "study.yaml"
    study.write_text(STUDY, encoding="utf-8")

    def run(*arguments: str) -> bytes:
        ended = subprocess.run([program, *arguments], capture_output=True)
        assert ended.returncode in (0, 3), ended.stderr.decode()
        return ended.stdout

    run("run", str(study), "--out", str(folder))

    def export(name: str, *options: str) -> Path:
        path = folder / name
        run("results", "export", "latest", *options, "--store", str(folder), "--out", str(path))
        return path

    # The default of pandas may miss the last bit.
    document = json.loads(export("states.json", "--format", "json", "--frames").read_text(encoding="utf-8"))
    states = pd.read_csv(export("states.csv", "--format", "csv"))
    frames = pd.read_csv(export("frames.csv", "--format", "csv", "--frames"))
    assert document["parameters"] == PARAMETERS
    compared = 0

    def same(cell: float, value: float | None, what: str) -> None:
        nonlocal compared
        compared += 1
        assert (pd.isna(cell) and value is None) or cell == value, f"{what}: {cell!r} against {value!r}"

    expected = [(point, state) for point in document["points"] for state in point["states"]]
    assert len(states) == len(expected) == 12
    for (_, row), (point, state) in zip(states.iterrows(), expected):
        assert row["point"] == point["index"] and row["state"] == state["name"]
        assert row["status"] == state["status"] and row["scenario_hash"] == state["scenario_hash"]
        for column, value in zip(PARAMETERS, point["values"]):
            same(row[column], value, column)
        part = "change_peak_patellofemoral_force_from_"
        for column in [c for c in states.columns if c.startswith(("peak_", "change_", "patellofemoral_"))]:
            if column.startswith(part):
                parts = state.get("patellofemoral_change") or {}
                same(row[column], parts.get(column.removeprefix(part.removesuffix("from_"))), column)
            else:
                same(row[column], state["summary"].get(column), column)

    expected = [
        (point, state, time, frame)
        for point, state in expected
        for time, frame in zip(state["times_s"], state["frames"])
    ]
    assert len(frames) == len(expected)
    for row, (point, state, time, frame) in zip(frames.to_dict("records"), expected):
        assert row["point"] == point["index"] and row["state"] == state["name"]
        same(row["time_s"], time, "time_s")
        same(row["phase_percent"], frame["phase_percent"], "phase_percent")
        for group in ("patellofemoral", "tibiofemoral", "patella"):
            for name, value in frame[group].items():
                same(row[f"{group}_{name}"], value, name)
        for muscle, values in frame["muscles"].items():
            same(row[f"{muscle}_force_N"], values["force_N"], muscle)
            same(row[f"{muscle}_activation"], values["activation"], muscle)

    # One state for OpenSim: a header, then a table with tabs.
    path = export("state.sto", "--format", "sto", "--point", "3", "--state", "half, at least")
    lines = path.read_text(encoding="utf-8").splitlines()
    header = dict(line.split("=") for line in lines[1 : lines.index("endheader")])
    table = pd.read_csv(path, sep="\t", skiprows=lines.index("endheader") + 1)
    assert header["inDegrees"] == "yes" and table.columns[0] == "time" and table["time"].is_monotonic_increasing
    assert table.shape == (int(header["nRows"]), int(header["nColumns"]))
    of_state = [frame for point, state, _, frame in expected if point["index"] == 3 and state["name"] == "half, at least"]
    for cell, frame in zip(table["patellofemoral_force_N"], of_state, strict=True):
        same(cell, frame["patellofemoral"]["force_N"], "sto")
    return compared


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(f"exports: pandas {pd.__version__} reads {check(sys.argv[1], Path(folder))} numbers, all the same to the bit")
