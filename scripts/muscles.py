"""Makes data/muscles/{muscles,paths,wraps}.csv from the copies of their sources in data/sources/muscles/,
and writes what came out (moment arms, fiber lengths, passive forces) into data/muscles/README.md.

    python3 scripts/muscles.py            # needs numpy and scipy

Geometry: Lenhart 2015. Strength: Rajagopal 2016 x 0.7. Fibers and passive curves: Lai-Uhlrich 2023, re-tuned to
the Lenhart paths. data/muscles/README.md says why, and defines frames, signs and the wrapping cylinder.
"""

import csv
import pathlib

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq, lsq_linear, minimize

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES, OUT = ROOT / "data/sources/muscles", ROOT / "data/muscles"
LENHART, LAI = "Lenhart 2015", "Lai-Uhlrich 2023"
STRENGTH = 0.7  # 42 N/cm2 in place of the 60 N/cm2 of Rajagopal 2016
VMAX = 10.0  # optimal fiber lengths per second, Rajagopal 2016
FIBER_RATIO = (0.90, 1.15)  # how far the tuned optimal fiber length may leave the source's


def rows(name):
    with open(SOURCES / name, newline="") as f:
        return list(csv.DictReader(line for line in f if not line.startswith("#")))


# ---------------------------------------------------------------- the muscles
# name, name in the sources, groups, entry in Handsfield's table, the parts that share that entry
MUSCLES = [
    ("rectus_femoris", "recfem", "quadriceps", "recfem"),
    ("vastus_medialis", "vasmed", "quadriceps vasti", "vasmed"),
    ("vastus_intermedius", "vasint", "quadriceps vasti", "vasint"),
    ("vastus_lateralis", "vaslat", "quadriceps vasti", "vaslat"),
    ("biceps_femoris_long_head", "bflh", "hamstrings", "bflh"),
    ("biceps_femoris_short_head", "bfsh", "hamstrings", "bfsh"),
    ("semimembranosus", "semimem", "hamstrings", "semimem"),
    ("semitendinosus", "semiten", "hamstrings", "semiten"),
    ("gastrocnemius_medialis", "gasmed", "gastrocnemius calf", "gasmed"),
    ("gastrocnemius_lateralis", "gaslat", "gastrocnemius calf", "gaslat"),
    ("soleus", "soleus", "calf", "soleus"),
    ("gluteus_maximus_superior", "glmax1", "gluteus_maximus", "glmax"),
    ("gluteus_maximus_middle", "glmax2", "gluteus_maximus", "glmax"),
    ("gluteus_maximus_inferior", "glmax3", "gluteus_maximus", "glmax"),
    ("gluteus_medius_posterior", "glmed3", "gluteal_abductors", "glmed"),
    ("gluteus_minimus_posterior", "glmin3", "gluteal_abductors", "glmin"),
    ("adductor_magnus_ischial", "addmagIsch", "adductors", "addmag"),
    ("adductor_magnus_distal", "addmagDist", "adductors", "addmag"),
    ("adductor_longus", "addlong", "adductors", "addlong"),
    ("iliacus", "iliacus", "iliopsoas", "iliacus"),
    ("psoas", "psoas", "iliopsoas", "psoas"),
    ("sartorius", "sart", "", "sart"),
    ("gracilis", "grac", "", "grac"),
    ("tensor_fasciae_latae", "tfl", "", "tfl"),
    ("tibialis_anterior", "tibant", "dorsiflexors", "tibant"),
    ("extensor_digitorum_longus", "edl", "dorsiflexors", "edl+ehl"),
    ("extensor_hallucis_longus", "ehl", "dorsiflexors", "edl+ehl"),
    ("tibialis_posterior", "tibpost", "deep_plantarflexors", "tibpost"),
    ("flexor_digitorum_longus", "fdl", "deep_plantarflexors", "fdl"),
    ("flexor_hallucis_longus", "fhl", "deep_plantarflexors", "fhl"),
    ("peroneus_longus", "perlong", "peroneals", "peroneals"),
    ("peroneus_brevis", "perbrev", "peroneals", "peroneals"),
]
# Parts of a Handsfield entry, shared by strength x optimal fiber length: strength (N) and fiber length (m) as in the source.
PARTS = {
    "glmax": ["glmax1", "glmax2", "glmax3"], "glmed": ["glmed1", "glmed2", "glmed3"],
    "glmin": ["glmin1", "glmin2", "glmin3"], "edl+ehl": ["edl", "ehl"], "peroneals": ["perlong", "perbrev"],
    "addmag": ["addmagProx", "addmagMid", "addmagDist", "addmagIsch"]}
SOURCE = {r["muscle"]: {k: float(v or "nan") for k, v in r.items() if k not in ("muscle", "mark")} for r in rows("lai_muscles.csv")}
VOLUME = {r["muscle"]: float(r["fraction"]) for r in rows("handsfield_volumes.csv")}


def volume_fraction(muscle, entry):
    def weight(m):
        return SOURCE[m]["max_isometric_force_N"] * SOURCE[m]["optimal_fiber_length_m"]

    parts = PARTS.get(entry, [muscle])
    return VOLUME[entry] * weight(muscle) / sum(weight(m) for m in parts)


# ---------------------------------------------------------------- paths in our frames, mm
OFFSET = {r["joint"]: 1000 * np.array([float(v) for v in r["parent_trans_m"].split()]) for r in rows("lenhart_joints.csv")}
HIP = -OFFSET["femur_femur_distal_r"]  # hip center in the femur's frame
TIBIA = OFFSET["tibia_tibia_proximal_r"]
ANKLE = TIBIA + OFFSET["ankle_r"]  # ankle center in the tibia's frame
FRAMES = {
    "pelvis": ("pelvis", -OFFSET["hip_r"]), "femur_r": ("femur", HIP), "femur_distal_r": ("femur", np.zeros(3)),
    "tibia_r": ("tibia", TIBIA), "tibia_proximal_r": ("tibia", np.zeros(3)), "patella_r": ("patella", np.zeros(3)),
    "talus_r": ("foot", np.zeros(3)), "calcn_r": ("foot", OFFSET["subtalar_r"]),
    "toes_r": ("foot", OFFSET["subtalar_r"] + OFFSET["mtp_r"])}


def lenhart_paths():
    paths = {}
    for r in rows("lenhart_paths.csv"):
        if r["kind"] == "PathPoint":
            body, offset = FRAMES[r["frame"]]
            point = 1000 * np.array([float(r[k]) for k in ("x_m", "y_m", "z_m")]) + offset
            paths.setdefault(r["muscle"], []).append((body, point, LENHART, "read; frame shifted"))
    # The iliotibial band runs over the lateral epicondyle; without this point the Lenhart path cuts behind the
    # knee axis in flexion (flexion arm 42 mm at 100 deg). The point is that of the source model, scaled to this femur.
    epicondyle = 925.2 * np.array([0.0107, -0.4050, 0.0324]) + HIP
    paths["tfl"].insert(2, ("femur", epicondyle, f"{LAI}; scaled 0.9252 (the femoral scale of Lenhart)", "scaled"))
    return paths


# ---------------------------------------------------------------- wrapping cylinders
def rx(a): c, s = np.cos(a), np.sin(a); return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
def ry(a): c, s = np.cos(a), np.sin(a); return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
def rz(a): c, s = np.cos(a), np.sin(a); return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def section_circle(wrap, z, normals):
    """Circle through the sagittal section at z of a Lenhart ellipsoid, least squares over outward normals from..to (deg)."""
    w = next(r for r in rows("lenhart_wraps.csv") if r["wrap"] == wrap)
    size = 1000 * np.array([float(v) for v in w["dimensions"].split()])
    a, b, c = (float(v) for v in w["xyz_rotation_rad"].split())
    center = 1000 * np.array([float(v) for v in w["translation_m"].split()]) + FRAMES[w["body"]][1]
    R = rx(a) @ ry(b) @ rz(c)
    M = R @ np.diag(1 / size**2) @ R.T
    dz = z - center[2]
    A, b = M[:2, :2], M[:2, 2] * dz
    shift = -np.linalg.solve(A, b)
    inverse = np.linalg.inv(A) * (1 - M[2, 2] * dz**2 + b @ np.linalg.solve(A, b))
    u = np.array([[np.cos(t), np.sin(t)] for t in np.radians(np.linspace(*normals, 61))])
    points = center[:2] + shift + (u @ inverse) / np.sqrt(np.einsum("ij,jk,ik->i", u, inverse, u))[:, None]
    s = np.linalg.lstsq(np.c_[2 * points, np.ones(len(points))], (points**2).sum(1), rcond=None)[0]
    radius = np.sqrt(s[2] + s[:2] @ s[:2])
    miss = np.abs(np.hypot(*(points - s[:2]).T) - radius).max()
    return s[:2], radius, f"{LENHART} {wrap}: circle on its section at z = {z:g} mm; within {miss:.1f} mm"


def cylinder(wrap):
    w = next(r for r in rows("lenhart_wraps.csv") if r["wrap"] == wrap)
    c = 1000 * np.array([float(v) for v in w["translation_m"].split()]) + FRAMES[w["body"]][1]
    return c[:2], 1000 * float(w["radius"]), f"{LENHART} {wrap}"


# ---------------------------------------------------------------- the leg
PATH = rows("coupled_path.csv")
COUPLED = {
    k: CubicSpline([float(r["knee_flexion_deg"]) for r in PATH], [float(r[k]) for r in PATH])
    for k in PATH[0] if k != "knee_flexion_deg"}


def poses(hip, knee, ankle):
    """Rotation and origin of every body in the femur's frame; tibia and patella on the passive coupled path."""
    def of(prefix, z, x, y):
        angle = [np.radians(float(COUPLED[f"{prefix}_{k}_deg"](knee))) for k in (x, y)]
        flexion = np.radians(knee if z is None else float(COUPLED[f"{prefix}_{z}_deg"](knee)))
        shift = np.array([float(COUPLED[f"{prefix}_t{k}_mm"](knee)) for k in "xyz"])
        return rz(-flexion) @ rx(angle[0]) @ ry(angle[1]), shift

    tibia, origin = of("knee", None, "add", "rot")
    patella = of("pf", "flex", "rot", "tilt")
    return {
        "femur": (np.eye(3), np.zeros(3)), "pelvis": (rz(-np.radians(hip)), HIP), "tibia": (tibia, origin),
        "patella": patella, "foot": (tibia @ rz(np.radians(ankle)), origin + tibia @ ANKLE)}


def wrapped(p, q, center, radius, side):
    """Sagittal length of the shortest path from p to q around the circle; None where it runs straight."""
    a, b = p - center, q - center
    da, db = np.hypot(*a), np.hypot(*b)
    if da <= radius or db <= radius:
        return None
    turn = side * (np.arctan2(b[1], b[0]) - np.arctan2(a[1], a[0]))
    turn = (turn + np.pi / 2) % (2 * np.pi) - np.pi / 2
    arc = turn - np.arccos(radius / da) - np.arccos(radius / db)
    return np.sqrt(da**2 - radius**2) + np.sqrt(db**2 - radius**2) + radius * arc if arc > 0 else None


class Leg:
    def __init__(self, paths, wraps):
        self.paths, self.wraps = paths, wraps

    def length(self, muscle, hip, knee, ankle):
        pose = poses(hip, knee, ankle)
        points = [pose[body][0] @ p + pose[body][1] for body, p, _, _ in self.paths[muscle]]
        total = 0.0
        for i, (p, q) in enumerate(zip(points, points[1:])):
            length = np.linalg.norm(q - p)
            if muscle in self.wraps and self.wraps[muscle][0] == i:
                _, body, center, radius, side = self.wraps[muscle][:5]
                R, origin = pose[body]
                flat = wrapped(p[:2], q[:2], (R @ np.array([*center, 0]) + origin)[:2], radius, side)
                length = length if flat is None else np.hypot(flat, q[2] - p[2])
            total += length
        return total

    def arm(self, muscle, joint, *posture, h=0.25):
        """Flexion (dorsiflexion) moment arm, mm: minus the derivative of the length by the angle."""
        up, down = list(posture), list(posture)
        up[joint] += h
        down[joint] -= h if joint != 1 or posture[1] >= h else 0
        change = self.length(muscle, *up) - self.length(muscle, *down)
        return -change / np.radians(up[joint] - down[joint])


def source_table():
    table = {}
    for r in rows("lai_lengths.csv"):
        table[r["muscle"], int(r["hip_deg"]), int(r["knee_deg"]), int(r["ankle_deg"])] = {
            k: float(v) for k, v in r.items() if k.endswith("_mm")}
    return table


def make_wraps(paths, source):
    """muscle: segment, body, center, radius, side, source, mark."""
    wraps = {}
    for m, segment in (("recfem", 0), ("vasmed", 1), ("vaslat", 1)):
        c, r, note = cylinder("KnExt_at_fem_r")
        wraps[m] = (segment, "femur", c, r, -1, note, "read; frame shifted")
    c, r, note = cylinder("KnExt_vasint_at_fem_r")
    wraps["vasint"] = (1, "femur", c, r, -1, note, "read; frame shifted")
    # Gastrocnemii: the posterior face of the condyles, where the heads lie.
    for m in ("gasmed", "gaslat"):
        z = round(paths[m][0][1][2], 1)
        c, r, note = section_circle("Gastroc_at_Condyles_r", z, (120, 200))
        wraps[m] = (0, "femur", c, r, 1, note, "computed")
    # Gluteus maximus, middle and inferior: the posterior and inferior face of the ellipsoid, at the plane of contact.
    for m, z in (("glmax2", 15), ("glmax3", -15)):
        c, r, note = section_circle("Gmax_at_pelvis_r", z, (180, 300))
        wraps[m] = (1, "pelvis", c, r, 1, note, "computed")
    # Superior part: its femoral via point lies inside that section, so the circle is fitted to the hip arms of the source
    # model and kept clear (2 mm) of the orbit of that point around the hip.
    orbit = np.hypot(*(paths["glmax1"][2][1] - HIP)[:2])
    hips = range(0, 121, 10)

    def miss(v):
        leg = Leg(paths, {"glmax1": (1, "pelvis", v[:2], v[2], 1)})
        off = sum((leg.arm("glmax1", 0, h, 0, 0) - source["glmax1", h, 0, 0]["hip_arm_mm"])**2 for h in hips)
        return off + 1e3 * max(0.0, np.hypot(v[0], v[1]) + v[2] - (orbit - 2))**2

    v = minimize(miss, [-8.0, -3.0, 36.0], method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-4}).x
    note = f"circle fitted to the hip arms of {LAI}; clear of the femoral via point"
    wraps["glmax1"] = (1, "pelvis", v[:2], v[2], 1, note, "computed")
    # Iliopsoas over the brim: the anterior and inferior face. The radius is cut, the front (outward normal at -40 deg)
    # kept, so that the femoral via point stays outside the circle from 30 deg of extension to 120 deg of flexion.
    front = np.array([np.cos(np.radians(-40)), np.sin(np.radians(-40))])
    for m, wrap, z, radius in (("iliacus", "IL_at_brim_r", 5, 50.0), ("psoas", "PS_at_brim_r", -5, 45.0)):
        c, r, note = section_circle(wrap, z, (-90, 10))
        note += f"; radius cut from {r:.1f} mm keeping its front"
        wraps[m] = (1, "pelvis", c + (r - radius) * front, radius, -1, note, "computed")
    return wraps


# ---------------------------------------------------------------- muscle curves (De Groote 2016), as the program has them
B = np.array([[0.8150671134243542, 1.055033428970575, 0.162384573599574, 0.063303448465465],
              [0.433004984392647, 0.71677541339776, -0.029947116970696, 0.200356847296188],
              [0.1, 1.0, 0.353553390593274, 0.0]])
KT = np.log(6.0) / 0.049


def passive(l, zero, one):
    offset = np.exp(4 * (0.2 - 1 - zero) / (one - zero))
    return (np.exp(np.minimum(4 * (l - 1 - zero) / (one - zero), 6)) - offset) / (np.exp(4) - offset)


def resting_fiber(p, length):
    """Normalized fiber length and passive force over maximal force of a muscle at rest, tendon in equilibrium."""
    lopt, slack, zero, one = p["lopt"], p["slack"], p["zero"], p["one"]
    height = np.sin(p["pennation"])

    def imbalance(l):
        along = np.sqrt(l**2 - height**2)
        tendon = 0.2 * np.exp(np.minimum(KT * ((length - lopt * along) / slack - 1), 6)) - 0.2
        return passive(l, zero, one) * along / l - max(tendon, 0.0)

    low, high = max(1.001 * height, 0.05), 3.0
    if imbalance(low) > 0:
        return low, 0.0
    l = brentq(imbalance, low, high, xtol=1e-10)
    return l, passive(l, zero, one) * np.sqrt(l**2 - height**2) / l


# ---------------------------------------------------------------- fibers re-tuned to the Lenhart paths
WORK = {  # working range, degrees, on the grid of lai_lengths.csv
    "hip": [(h, 0, 0) for h in range(-10, 101, 10)],
    "knee": [(0, k, 0) for k in range(0, 101, 10)],
    "ankle": [(0, 0, a) for a in range(-20, 26, 5)],
    "hip knee": [(h, k, 0) for h, k in (
        (-10, 0), (0, 0), (10, 0), (20, 0), (30, 0), (0, 20), (10, 20), (20, 20), (-10, 40), (0, 40), (10, 60), (20, 60),
        (30, 40), (40, 40), (60, 60), (80, 80), (90, 90), (100, 100), (60, 80), (60, 90))],
    "knee ankle": [(0, k, a) for k in (0, 10, 20, 40, 60) for a in (-20, -10, 0, 10, 15)] + [
        (0, 40, 15), (0, 60, 20), (0, 80, 20), (0, 100, 25)]}
KEY = [("standing", (0, 0, 0)), ("heel strike", (30, 5, 0)), ("terminal stance", (-15, 5, 12)), ("toe off", (-5, 40, -18)),
       ("swing", (25, 65, 0)), ("squat 60", (57, 60, 15)), ("squat 100", (95, 100, 25))]


def crossing(path):
    bodies = {body for body, *_ in path}
    hip = "hip" if "pelvis" in bodies else ""
    knee = "knee" if bodies & {"pelvis", "femur"} and bodies & {"tibia", "patella", "foot"} else ""
    ankle = "ankle" if "foot" in bodies else ""
    return " ".join(j for j in (hip, knee, ankle) if j)


def tuned(leg, muscle, source):
    """Optimal fiber length and tendon slack length (mm) on the Lenhart path, and the rms error of the fiber length (lopt).

    Least squares over the working range of L = slack + lopt u with u = (Ls - slack_s)/lopt_s, the normalized fiber length
    along the tendon in the source model (linear optimization of Modenese 2016 with a tendon at slack)."""
    s = SOURCE[muscle]
    lopt, slack = 1000 * s["optimal_fiber_length_m"], 1000 * s["tendon_slack_length_m"]
    postures = WORK[crossing(leg.paths[muscle])]
    u = np.array([(source[muscle, *q]["length_mm"] - slack) / lopt for q in postures])
    length = np.array([leg.length(muscle, *q) for q in postures])
    bounds = ([FIBER_RATIO[0] * lopt, 1.0], [FIBER_RATIO[1] * lopt, np.inf])
    x = lsq_linear(np.c_[u, np.ones(len(u))], length, bounds).x
    return x[0], x[1], np.sqrt(np.mean(((length - x[1]) / x[0] - u)**2)), (u.min(), u.max())


# ---------------------------------------------------------------- output
def write(name, comments, header, table):
    with open(OUT / name, "w", newline="") as f:
        f.writelines(f"# {c}\n" for c in comments)
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(table)


def table(header, lines):
    return "\n".join(["| " + " | ".join(header) + " |", "|---" * len(header) + "|"] + ["| " + " | ".join(x) + " |" for x in lines])


def main():
    paths, source = lenhart_paths(), source_table()
    leg = Leg(paths, make_wraps(paths, source))
    parameters, muscle_rows, fiber_lines = {}, [], []
    for name, m, groups, entry in MUSCLES:
        s = SOURCE[m]
        lopt, slack, rms, _ = tuned(leg, m, source)
        parameters[name] = {
            "lopt": lopt, "slack": slack, "pennation": np.radians(s["pennation_deg"]),
            "zero": s["passive_strain_at_zero"], "one": s["passive_strain_at_max_force"]}
        muscle_rows.append([
            name, groups, f"{volume_fraction(m, entry):.5f}", f"{lopt:.2f}", f"{slack:.2f}", f"{s['pennation_deg']:.3f}",
            f"{VMAX:g}", f"{s['passive_strain_at_zero']:.4f}", f"{s['passive_strain_at_max_force']:.4f}",
            f"{STRENGTH * s['max_isometric_force_N']:.1f}",
            f"strength Rajagopal 2016 x {STRENGTH}; fibers {LAI} tuned to the {LENHART} path; volume Handsfield 2014",
            "facts; see README.md", "scaled"])
        at = [resting_fiber(parameters[name], leg.length(m, *q)) for _, q in KEY]
        fiber_lines.append(
            [name, f"{lopt / (10 * s['optimal_fiber_length_m']):.0f}", f"{rms:.3f}"]
            + [f"{l:.2f} / {100 * f:.1f}" for l, f in at])
    write("muscles.csv", [
        "Muscles of the default model, for the reference person of 75.337 kg and 1.68 m; made by scripts/muscles.py, see README.md.",
        "group: groups the muscle belongs to, separated by blanks; volume_fraction: of the muscle volume of one limb;",
        "passive strains: fiber strain from optimal length where the passive force starts, and where it reaches max_isometric_force_N.",
    ], ["muscle", "group", "volume_fraction", "optimal_fiber_length_mm", "tendon_slack_length_mm", "pennation_deg",
        "max_fiber_velocity_per_s", "passive_strain_at_zero", "passive_strain_at_max_force", "max_isometric_force_N",
        "source", "licence", "mark"], muscle_rows)
    write("paths.csv", [
        "Muscle paths, right leg, mm; x anterior, y proximal, z lateral. femur: origin at the knee center; tibia: coincides with the",
        "femur's frame when all knee coordinates are zero; patella: origin at its center of mass; pelvis: relative to the hip center",
        "(5.551, 374.181, 1.171 in the femur); foot: relative to the ankle center (-4.083, -403.307, 0 in the tibia), axes parallel to",
        "the tibia's at ankle angle 0. Made by scripts/muscles.py; source Lenhart 2015 is Apache-2.0. See README.md.",
    ], ["muscle", "order", "body", "x_mm", "y_mm", "z_mm", "source", "mark"],
        [[name, i, body, *(f"{v:.3f}" for v in p), note, mark]
         for name, m, *_ in MUSCLES for i, (body, p, note, mark) in enumerate(paths[m])])
    write("wraps.csv", [
        "Wrapping cylinders with their axis along z; one per muscle at most, on the segment from path point `segment` to the next.",
        "side +1: the axis lies to the left of a traveller from first to last path point, x to the right, y up; -1: to the right.",
        "pelvis: center relative to the hip center. Made by scripts/muscles.py. See README.md.",
    ], ["muscle", "segment", "body", "x_mm", "y_mm", "radius_mm", "side", "source", "mark"],
        [[name, w[0], w[1], f"{w[2][0]:.3f}", f"{w[2][1]:.3f}", f"{w[3]:.3f}", w[4], w[5], w[6]]
         for name, m, *_ in MUSCLES if (w := leg.wraps.get(m))])
    report(leg, source, fiber_lines, parameters)


def activity_lines(leg, parameters):
    """Range of the normalized fiber length at rest, and the largest passive force, over each activity of data/activities."""
    names, columns = [], []
    for path in sorted((ROOT / "data/activities").rglob("*.csv")):
        with open(path, newline="") as f:
            frames = list(csv.DictReader(line for line in f if not line.startswith("#")))[::4]
        angles = [[float(r[k]) for k in ("hip_flexion_deg", "knee_flexion_deg", "ankle_dorsiflexion_deg")] for r in frames]
        names.append(path.stem.replace("_", " "))
        column = []
        for name, m, *_ in MUSCLES:
            at = [resting_fiber(parameters[name], leg.length(m, h, min(max(k, 0), 104.5), a)) for h, k, a in angles]
            l, f = zip(*at)
            column.append(f"{min(l):.2f}-{max(l):.2f} / {100 * max(f):.0f}")
        columns.append(column)
    return names, [[name, *(c[i] for c in columns)] for i, (name, *_) in enumerate(MUSCLES)]


def implied_tension():
    """Maximal force times optimal fiber length over muscle volume of the reference person, N/cm2: least, median, largest."""
    volume = 47 * 75.337 * 1.68 + 1285
    with open(OUT / "muscles.csv", newline="") as f:
        table = list(csv.DictReader(line for line in f if not line.startswith("#")))
    values = sorted((float(r["max_isometric_force_N"]) * float(r["optimal_fiber_length_mm"]) / 10
                     / (float(r["volume_fraction"]) * volume), r["muscle"]) for r in table)
    return values[0], values[len(values) // 2], values[-1]


def report(leg, source, fiber_lines, parameters):
    joints = {"hip": (0, list(range(-20, 121, 20)) ), "knee": (1, list(range(0, 101, 10))), "ankle": (2, [-30, -20, -10, 0, 10, 20, 30])}
    text = []
    for joint, (index, angles) in joints.items():
        lines = []
        for name, m, *_ in MUSCLES:
            if joint in crossing(leg.paths[m]):
                def posture(a): q = [0, 0, 0]; q[index] = a; return tuple(q)
                ours = [f"{leg.arm(m, index, *posture(a)):.0f}" for a in angles]
                theirs = [f"{source[m, *posture(a)][joint + '_arm_mm']:.0f}" for a in angles]
                lines.append([name] + [f"{a} / {b}" for a, b in zip(ours, theirs)])
        text.append(f"### {joint.capitalize()}: {'dorsiflexion' if joint == 'ankle' else 'flexion'} moment arm, mm: this model / source model\n\n"
                    + table([f"{joint} angle, deg"] + [str(a) for a in angles], lines))
    text.append("### Fibers at rest: normalized length / passive force in percent of maximal force\n\n"
                "Posture (hip, knee, ankle, deg): " + "; ".join(f"{n} {q[0]}, {q[1]}, {q[2]}" for n, q in KEY)
                + ". `lopt`: tuned optimal fiber length in percent of the source's; `rms`: error of the normalized fiber "
                "length against the source model over the working range.\n\n"
                + table(["muscle", "lopt", "rms"] + [n for n, _ in KEY], fiber_lines))
    names, lines = activity_lines(leg, parameters)
    text.append("### Fibers at rest over the activities: normalized length, least-largest / largest passive force in percent\n\n"
                + table(["muscle", *names], lines))
    text.append("### Implied specific tension\n\nMaximal force x optimal fiber length / muscle volume of the reference person: "
                + "; ".join(f"{v:.0f} N/cm2 ({m})" for v, m in implied_tension()) + " (least; median; largest).")
    readme = OUT / "README.md"
    head = readme.read_text().split("<!-- generated -->")[0] if readme.exists() else ""
    readme.write_text(head + "<!-- generated -->\n" + "\n\n".join(text) + "\n")


if __name__ == "__main__":
    main()
