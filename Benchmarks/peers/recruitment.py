"""The recruitment with p = 2 as a quadratic program in DAQP: min Σ w a² with A a = b and bounds on a."""

from ctypes import c_int
from typing import NamedTuple

import daqp
import numpy as np

from timing import Time, measure

EQUALITY = 5


class Program(NamedTuple):
    """A quadratic program as DAQP takes it: the bounds of the unknowns first, then those of A a."""

    H: np.ndarray
    f: np.ndarray
    A: np.ndarray
    upper: np.ndarray
    lower: np.ndarray
    sense: np.ndarray


class Result(NamedTuple):
    """Times per program, and how far DAQP's activations are from ours at most."""

    #: `daqp.solve`, everything anew: as called from Python, and inside the library (its own clock).
    call: Time
    inside: float
    #: `Model.update` with new moments and `Model.solve`, the workspace kept.
    update: Time
    #: The same call with one unknown and no moment: what Python itself takes.
    overhead: Time
    difference: float


def program(matrix: np.ndarray, weight: np.ndarray, lower: np.ndarray, upper: np.ndarray, demand: np.ndarray) -> Program:
    n, joints = len(weight), len(demand)
    sense = np.zeros(n + joints, dtype=c_int)
    sense[n:] = EQUALITY
    return Program(
        np.diag(2 * weight), np.zeros(n), np.ascontiguousarray(matrix), np.concatenate([upper, demand]),
        np.concatenate([lower, demand]), sense)


def solve(problem: Program) -> tuple[np.ndarray, dict]:
    """The activations. DAQP's own tolerance is 1e-6 N·m: a thousandth of it, to compare to 1e-6."""
    a, _, flag, info = daqp.solve(*problem, primal_tol=1e-9)
    if flag != 1:
        raise RuntimeError(f"DAQP: exit flag {flag}")
    return a, info


def run(problems: list[dict]) -> Result:
    programs = []
    for each in problems:
        data = {key: np.array(value) for key, value in each.items()}
        matrix = data["momentPerActivation"].reshape(-1, 3).T
        programs.append(program(matrix, data["weight"], data["lower"], data["upper"], data["demand"]))
    difference = max(
        np.abs(solve(p)[0] - each["activations"]).max() for p, each in zip(programs, problems))

    def all_anew():
        for p in programs:
            solve(p)

    model = daqp.Model()
    model.setup(*programs[0])
    model.settings = {"primal_tol": 1e-9}

    def all_updated():
        for p in programs:
            model.update(H=p.H, A=p.A, bupper=p.upper, blower=p.lower, sense=p.sense)
            if model.solve()[2] != 1:
                raise RuntimeError("DAQP: an updated model is not solved")

    inside = []
    for _ in range(201):
        infos = [solve(p)[1] for p in programs]
        inside.append(1e9 * sum(info["setup_time"] + info["solve_time"] for info in infos) / len(programs))
    one = Program(
        np.eye(1), np.zeros(1), np.zeros((0, 1)), np.ones(1), -np.ones(1), np.zeros(1, dtype=c_int))
    return Result(
        measure(all_anew, len(programs)), float(np.median(inside)), measure(all_updated, len(programs)),
        measure(lambda: solve(one)), difference)
