"""Floating-point operations of a workload, counted: how often each instruction ran under callgrind, times what it does.

Additions, subtractions, multiplications, divisions, square roots, minima and maxima count as one for each number in the
register, comparisons and moves as none, whichever library they are in. Five rounds less one, like the gate.
"""

import os
import re
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

#: `addsd`, `vmulpd`, `vfmadd213sd`, ...
ARITHMETIC = re.compile(r"^v?(?P<fused>fn?m(?:add|sub)\d+)?(?:add|sub|mul|div|sqrt|min|max)?(?P<shape>[sp][sd])$")
#: Numbers of 8 bytes in a register.
WIDTH = {"xmm": 2, "ymm": 4, "zmm": 8}


def per_round(program: Path, workload: str) -> float:
    """Operations of one round of a workload of `benchmarks work`."""
    counts = [_executed(program, workload, rounds) for rounds in (5, 1)]
    counts[0].subtract(counts[1])
    objects = {path for (path, _), count in counts[0].items() if count}
    work = {path: _operations(path) for path in objects}
    return sum(count * work[path].get(address, 0) for (path, address), count in counts[0].items() if count) / 4


def _executed(program: Path, workload: str, rounds: int) -> Counter:
    """How often each instruction ran, by library and address."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "callgrind.out"
        subprocess.run(
            ["valgrind", "--tool=callgrind", "--dump-instr=yes", "--compress-pos=no", "--compress-strings=no",
             f"--callgrind-out-file={out}", str(program), "work", workload, str(rounds)],
            check=True, capture_output=True, env=os.environ | {"SWIFT_DETERMINISTIC_HASHING": "1"})
        lines = iter(out.read_text().splitlines())
    counts: Counter = Counter()
    path = ""
    for line in lines:
        if line.startswith("ob="):
            path = line[3:]
        elif line.startswith("calls="):
            # The next line holds the cost of what was called, which is counted where it ran.
            next(lines)
        elif line.startswith("0x"):
            address, _, count = line.split()[:3]
            counts[path, int(address, 16)] += int(count)
    return counts


def _operations(path: str) -> dict[int, int]:
    """What each instruction of a library does, by address; nothing for what is no file."""
    if not Path(path).is_file():
        return {}
    text = subprocess.run(
        ["objdump", "--disassemble", "--no-show-raw-insn", path], check=True, capture_output=True, text=True).stdout
    operations = {}
    for line in text.splitlines():
        parts = line.split(None, 2)
        if len(parts) < 3 or not parts[0].endswith(":"):
            continue
        if count := _count(parts[1], parts[2]):
            operations[int(parts[0][:-1], 16)] = count
    return operations


def _count(mnemonic: str, operands: str) -> int:
    match = ARITHMETIC.match(mnemonic)
    # What is left of the pattern without any operation is no instruction.
    if not match or not match["shape"] or len(mnemonic.removeprefix("v")) < 5:
        return 0
    numbers = 1
    if match["shape"][0] == "p":
        register = re.search(r"%([xyz]mm)\d+$", operands)
        numbers = WIDTH[register[1]] if register else 2
        if match["shape"][1] == "s":
            numbers *= 2
    return numbers * (2 if match["fused"] else 1)
