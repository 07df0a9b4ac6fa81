"""A MuJoCo leg (MyoLegs of myo-sim): inverse dynamics of a frame, and its recruitment by DAQP.

The frames are those of the squat that our coupled frame is measured on: the same angles, velocities and ground reaction,
but this model's own masses, muscles and moments. There is no patellofemoral contact in it: the kneecap runs
on a fixed path.
"""

import warnings
from typing import NamedTuple

import mujoco
import myo_sim
import numpy as np

import recruitment
from timing import Time, measure

JOINTS = ("hip_flexion_r", "knee_angle_r", "ankle_angle_r")
#: Moment that stands in for muscles where they do not suffice, N·m per unit; a unit costs as much as 1000 full muscles.
RESERVE = 1.0


class Result(NamedTuple):
    """Times per frame."""

    muscles: int
    #: Everything, called from Python; and the parts that are C: inverse dynamics, muscle forces, DAQP by its own clock.
    frame: Time
    inside: float
    inverse: Time
    #: Largest reserve, N·m.
    reserve: float


class Leg:
    def __init__(self, name: str):
        # That parts are attached without a prefix is said on the standard output and in a log file.
        mujoco.set_mju_user_warning(lambda _: None)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.model = myo_sim.load_model(name)
        self.data = mujoco.MjData(self.model)
        model = self.model
        # The moments asked for are those that muscles have to supply: nothing else may hold the pose.
        model.opt.disableflags |= mujoco.mjtDisableBit.mjDSBL_CONSTRAINT
        self.foot = mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_BODY, "calcn_r")
        self.muscles = np.array([
            i for i in range(model.nu)
            if mujoco.mj_id2name(model, mujoco.mjtObj.mjOBJ_ACTUATOR, i).endswith("_r")])
        self.joints = [mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_JOINT, j) for j in JOINTS]
        # Knee flexion is positive in one of the models and negative in the other.
        self.sign = np.array([-1.0 if model.jnt_range[j][1] <= 0 else 1.0 for j in self.joints])
        self.dense = np.zeros((model.nu, model.nv))

    def pose(self, frame: dict) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Coordinates and velocities of a frame, and the directions (nv × 3) of its three joints: the coordinates that
        follow the knee on polynomials follow it here."""
        model = self.model
        q, v = model.qpos0.copy(), np.zeros(model.nv)
        directions = np.zeros((model.nv, len(JOINTS)))
        for joint, sign, angle, velocity, column in zip(
            self.joints, self.sign, frame["angles"], frame["velocities"], directions.T
        ):
            q[model.jnt_qposadr[joint]] = sign * angle
            v[model.jnt_dofadr[joint]] = sign * velocity
            column[model.jnt_dofadr[joint]] = sign
        for e in range(model.neq):
            if model.eq_type[e] != mujoco.mjtEq.mjEQ_JOINT or model.eq_obj2id[e] < 0:
                continue
            follower, leader = model.eq_obj1id[e], model.eq_obj2id[e]
            x = q[model.jnt_qposadr[leader]] - model.qpos0[model.jnt_qposadr[leader]]
            c = model.eq_data[e][:5]
            q[model.jnt_qposadr[follower]] = model.qpos0[model.jnt_qposadr[follower]] + np.polyval(c[::-1], x)
            slope = np.polyval(np.polyder(c[::-1]), x)
            v[model.jnt_dofadr[follower]] = slope * v[model.jnt_dofadr[leader]]
            directions[model.jnt_dofadr[follower]] = slope * directions[model.jnt_dofadr[leader]]
        # The pelvis, so that the thigh is inclined as in the frame: about the axis to the left.
        pitch = frame["angles"][0] - frame["thighInclination"]
        q[3:7] = _product(np.array([np.cos(pitch / 2), 0, np.sin(pitch / 2), 0]), model.qpos0[3:7])
        return q, v, directions

    def moments(self, q: np.ndarray, v: np.ndarray, directions: np.ndarray, ground: list[float]):
        """Net moments of the three joints, and moments per activation and at rest (3 × muscles), N·m."""
        model, data = self.model, self.data
        data.qpos[:], data.qvel[:], data.qacc[:] = q, v, 0
        mujoco.mj_inverse(model, data)
        # The ground pushes at the foot, through the Jacobian of its centre of mass.
        jacobian = np.zeros((3, model.nv))
        mujoco.mj_jacBodyCom(model, data, jacobian, None, self.foot)
        net = directions.T @ (data.qfrc_inverse - jacobian.T @ np.array([ground[0], 0, ground[1]]))
        data.act[:] = 1
        mujoco.mj_fwdActuation(model, data)
        full = data.actuator_force.copy()
        data.act[:] = 0
        mujoco.mj_fwdActuation(model, data)
        rest = data.actuator_force
        mujoco.mju_sparse2dense(
            self.dense, data.actuator_moment, data.moment_rownnz, data.moment_rowadr, data.moment_colind)
        arms = (self.dense @ directions).T[:, self.muscles]
        return net, arms * (full - rest)[self.muscles], arms @ rest[self.muscles]

    def program(self, net: np.ndarray, active: np.ndarray, passive: np.ndarray) -> recruitment.Program:
        """Σ a², with a dear reserve of either sign at each joint."""
        n, m = active.shape[1], len(net)
        bound = np.full(m, 1e4)
        return recruitment.program(
            np.hstack([active, RESERVE * np.eye(m)]), np.concatenate([np.ones(n), np.full(m, 1000.0)]),
            np.concatenate([np.zeros(n), -bound]), np.concatenate([np.ones(n), bound]), net - passive)


def run(name: str, frames: list[dict]) -> Result:
    leg = Leg(name)
    poses = [(*leg.pose(frame), frame["groundReaction"]) for frame in frames]

    def motion():
        for pose in poses:
            recruitment.solve(leg.program(*leg.moments(*pose)))

    programs = [leg.program(*leg.moments(*pose)) for pose in poses]
    answers = [recruitment.solve(p) for p in programs]
    reserve = max(np.abs(a[-3:]).max() * RESERVE for a, _ in answers)
    quadratic = sum(info["setup_time"] + info["solve_time"] for _, info in answers) / len(answers)

    def inverse():
        for q, v, _, _ in poses:
            leg.data.qpos[:], leg.data.qvel[:] = q, v
            mujoco.mj_inverse(leg.model, leg.data)

    def inside():
        for q, v, _, _ in poses:
            leg.data.qpos[:], leg.data.qvel[:] = q, v
            mujoco.mj_inverse(leg.model, leg.data)
            mujoco.mj_fwdActuation(leg.model, leg.data)
            mujoco.mj_fwdActuation(leg.model, leg.data)

    c = measure(inside, len(poses))
    return Result(
        len(leg.muscles), measure(motion, len(poses)), c.median + 1e9 * quadratic,
        measure(inverse, len(poses)), reserve)


def _product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    result = np.zeros(4)
    mujoco.mju_mulQuat(result, a, b)
    return result
