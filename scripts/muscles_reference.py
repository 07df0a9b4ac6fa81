"""Musculotendon lengths and moment arms of the source model (Lai-Uhlrich 2023) over hip, knee and ankle.

Rebuilds the right leg of that model in OpenSim from its published joints, paths and wrapping cylinders
(data/sources/muscles/lai_*.csv), checks it against the knee curves that were computed from the original
model file, and writes data/sources/muscles/lai_lengths.csv. Needed only when those sources change:

    pip install opensim==4.6 && python3 scripts/muscles_reference.py
"""

import csv
import pathlib

import numpy as np
import opensim as osim

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "data/sources/muscles"


def rows(name):
    with open(SOURCES / name, newline="") as f:
        return list(csv.DictReader(line for line in f if not line.startswith("#")))


def vec3(text):
    return osim.Vec3(*[float(v) for v in text.split()])


def transform_axis(axis, entries):
    """One axis of a spatial transform: constant, linear, polynomial or natural cubic spline of a coordinate."""
    axis.setAxis(vec3(entries[0]["axis"]))
    kind, coordinate, note = entries[0]["kind"], entries[0]["coordinate"], entries[0]["note"]
    if kind == "constant":
        axis.set_function(osim.Constant(float(entries[0]["value"])))
        return
    names = osim.ArrayStr()
    names.append(coordinate)
    axis.setCoordinateNames(names)
    if kind == "linear":
        axis.set_function(osim.LinearFunction(1.0, 0.0))
    elif kind == "polynomial":
        coefficients = [float(v) for v in note.split(":")[1].split()]
        v = osim.Vector(len(coefficients), 0.0)
        for i, c in enumerate(coefficients):
            v[i] = c
        axis.set_function(osim.PolynomialFunction(v))
    elif kind == "spline":
        f = osim.SimmSpline()
        for e in entries:
            f.addPoint(np.radians(float(e["q_deg"])), float(e["value"]))
        axis.set_function(f)
    else:
        raise ValueError(kind)


def build():
    model = osim.Model()
    model.setName("lai_uhlrich2023_right_leg")
    bodies = {"pelvis": model.getGround()}
    for name in ["femur_r", "tibia_r", "patella_r", "talus_r", "calcn_r", "toes_r"]:
        bodies[name] = osim.Body(name, 1.0, osim.Vec3(0), osim.Inertia(1, 1, 1, 0, 0, 0))
        model.addBody(bodies[name])
    functions = {}
    for r in rows("lai_joint_functions.csv"):
        functions.setdefault(r["joint"], {}).setdefault(r["component"], []).append(r)
    for r in rows("lai_joints.csv"):
        args = (
            r["joint"], bodies[r["parent_body"]], vec3(r["parent_trans_m"]), vec3(r["parent_rot_rad"]),
            bodies[r["child_body"]], vec3(r["child_trans_m"]), vec3(r["child_rot_rad"]))
        if r["type"] == "PinJoint":
            joint = osim.PinJoint(*args)
            joint.updCoordinate().setName(r["coordinates"])
        else:
            t = osim.SpatialTransform()
            for component, entries in functions[r["joint"]].items():
                transform_axis(getattr(t, "upd_" + component)(), entries)
            joint = osim.CustomJoint(*args, t)
        model.addJoint(joint)
    for r in rows("lai_wraps.csv"):
        w = osim.WrapCylinder()
        w.setName(r["wrap"])
        w.set_radius(float(r["radius"]))
        w.set_length(float(r["length"]))
        w.set_xyz_body_rotation(vec3(r["xyz_rotation_rad"]))
        w.set_translation(vec3(r["translation_m"]))
        w.set_quadrant(r["quadrant"])
        bodies[r["body"]].addWrapObject(w)
    muscles = {}
    for r in rows("lai_paths.csv"):
        muscles.setdefault(r["muscle"], []).append(r)
    for name, path in muscles.items():
        m = osim.Millard2012EquilibriumMuscle(name, 1000, 0.1, 0.2, 0.0)
        for i, p in enumerate(p for p in path if p["kind"].endswith("PathPoint")):
            body = bodies[p["frame"]]
            m.addNewPathPoint(f"{name}-{i}", body, osim.Vec3(float(p["x_m"]), float(p["y_m"]), float(p["z_m"])))
        model.addForce(m)
    model.finalizeConnections()
    model.finalizeFromProperties()
    for name, path in muscles.items():
        geometry = osim.GeometryPath.safeDownCast(model.updMuscles().get(name).updPath())
        for p in (p for p in path if p["kind"].startswith("PathWrap")):
            wrap, span = p["kind"].split(":")[1].split(" range")
            owner = next(b for b in bodies.values() if b.getWrapObject(wrap) is not None)
            geometry.addPathWrap(owner.getWrapObject(wrap))
            added = geometry.updWrapSet().get(geometry.getWrapSet().getSize() - 1)
            for i, index in enumerate(span.split()):
                added.set_range(i, int(index))
    model.finalizeConnections()
    return model, list(muscles)


# Which joints a muscle crosses decides the grid of postures it is evaluated on (degrees).
HIP, KNEE, ANKLE = range(-20, 121, 10), range(0, 121, 10), range(-40, 31, 5)
HIP_KNEE = {"bflh", "semimem", "semiten", "grac", "recfem", "sart", "tfl"}
KNEE_ONLY = {"bfsh", "vasint", "vaslat", "vasmed"}
KNEE_ANKLE = {"gaslat", "gasmed"}
ANKLE_ONLY = {"edl", "ehl", "fdl", "fhl", "perbrev", "perlong", "soleus", "tibant", "tibpost"}


def grid(muscle):
    if muscle in HIP_KNEE:
        return [(h, k, 0) for h in HIP for k in KNEE]
    if muscle in KNEE_ONLY:
        return [(0, k, 0) for k in KNEE]
    if muscle in KNEE_ANKLE:
        return [(0, k, a) for k in KNEE for a in ANKLE]
    if muscle in ANKLE_ONLY:
        return [(0, 0, a) for a in ANKLE]
    return [(h, 0, 0) for h in HIP]


def main():
    osim.Logger.setLevelString("error")
    model, muscles = build()
    state = model.initSystem()
    coordinates = model.getCoordinateSet()

    def length(muscle, hip, knee, ankle):
        for name, value in (("hip_flexion_r", hip), ("knee_angle_r", knee), ("knee_angle_r_beta", knee),
                            ("ankle_angle_r", ankle)):
            coordinates.get(name).setValue(state, np.radians(value), False)
        model.realizePosition(state)
        return 1000 * model.getMuscles().get(muscle).getLength(state)

    checks = []
    for r in rows("knee_moment_arms.csv"):
        if r["model"] == "lai_uhlrich2023" and r["muscle"] in muscles:
            got = length(r["muscle"], 0, float(r["knee_flexion_deg"]), 0)
            checks.append((abs(got - 1000 * float(r["mt_length_m"])), r["muscle"], r["knee_flexion_deg"]))
    print("largest differences from the original model over the knee, mm:", sorted(checks)[-4:])
    h = 0.25
    with open(SOURCES / "lai_lengths.csv", "w", newline="") as f:
        f.write("# musculotendon length and flexion moment arms (minus dL/d angle; hip and knee flexion, dorsiflexion positive), mm,\n")
        f.write("# of the source model, rebuilt and evaluated with OpenSim 4.6 by scripts/muscles_reference.py; mark: computed\n")
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["muscle", "hip_deg", "knee_deg", "ankle_deg", "length_mm", "hip_arm_mm", "knee_arm_mm", "ankle_arm_mm"])
        for muscle in muscles:
            for posture in grid(muscle):
                arms = []
                for i in range(3):
                    up, down = list(posture), list(posture)
                    up[i] += h
                    down[i] -= h
                    arms.append(-(length(muscle, *up) - length(muscle, *down)) / np.radians(2 * h))
                w.writerow([muscle, *posture, *(f"{v + 0.0:.3f}" for v in (length(muscle, *posture), *arms))])


if __name__ == "__main__":
    main()
