"""The textbook estimate: kneecap force = k(θ) · M / r(θ), the quadriceps as the only muscle, two polynomials.

The polynomials are fitted to our own healthy squat, so that their shape is not what is compared.
"""

from typing import NamedTuple

import numpy as np

from timing import Time, measure


class Result(NamedTuple):
    #: Per frame of a million, and of a call with one frame.
    vectorised: Time
    call: Time
    #: Root mean square against the coupled frames, over their mean force, percent: where it was fitted, and with a tone
    #: of 10 % in the hamstrings.
    fitted: float
    with_tone: float


class Regression:
    def __init__(self, frames: list[dict]):
        theta, moment, quadriceps, force = columns(frames)
        loaded = moment > 5
        self.inverse_arm = np.polynomial.Polynomial.fit(
            theta[loaded], (quadriceps / moment)[loaded], 3).convert().coef
        self.ratio = np.polynomial.Polynomial.fit(theta, force / quadriceps, 3).convert().coef

    def force(self, theta, moment):
        """N, of a knee flexion (rad) and a knee extension moment (N·m)."""
        return moment * _cubic(self.inverse_arm, theta) * _cubic(self.ratio, theta)


def columns(frames: list[dict]) -> tuple[np.ndarray, ...]:
    return (
        np.array([f["angles"][1] for f in frames]), np.array([f["kneeExtensionMoment"] for f in frames]),
        np.array([f["quadricepsForce"] for f in frames]), np.array([f["patellofemoralForce"] for f in frames]))


def run(frames: list[dict], with_tone: list[dict]) -> Result:
    regression = Regression(frames)

    def error(cases: list[dict]) -> float:
        theta, moment, _, force = columns(cases)
        return float(100 * np.sqrt(np.mean((regression.force(theta, moment) - force) ** 2)) / force.mean())

    # Blocks that stay in the caches.
    theta, moment, _, _ = columns(frames)
    many_theta, many_moment = np.tile(theta, 40), np.tile(moment, 40)
    one_theta, one_moment = float(theta[40]), float(moment[40])
    regression.inverse_arm, regression.ratio = map(np.ndarray.tolist, (regression.inverse_arm, regression.ratio))
    return Result(
        measure(lambda: regression.force(many_theta, many_moment), len(many_theta)),
        measure(lambda: regression.force(one_theta, one_moment)), error(frames), error(with_tone))


def _cubic(c, x):
    return c[0] + x * (c[1] + x * (c[2] + x * c[3]))
