#!/usr/bin/env python3
"""Makes data/outlines.json, the outlines that pictures draw, from the sections of the meshes in data/sources/outlines.

Points are left out where the line without them stays within TOLERANCE of them. Needs Python 3 alone:
scripts/outlines.py; the same bytes every time.
"""

import csv
import json
import pathlib

TOLERANCE = 0.05  # mm: a fortieth of a line's width on paper at half the size
DATA = pathlib.Path(__file__).resolve().parent.parent / "data"

# name, file, body, lateral position of the section (mm), whether it is closed
CURVES = [
    ("femur_groove_bone", "femur_subchondral_outline_groove", "femur", 3.51, False),
    ("femur_groove_cartilage", "femur_trochlear_groove", "femur", 3.51, False),
    ("femur_condyle_bone", "femur_subchondral_outline_lateral", "femur", 20, False),
    ("femur_condyle_cartilage", "femur_lateral_condyle", "femur", 20, False),
    ("tibia_bone", "tibia_bone_outline_z0", "tibia", 0, True),
    ("tibia_cartilage", "tibia_lateral_plateau", "tibia", 20, False),
    ("patella_bone", "patella_bone_outline", "patella", -2.5, True),
    ("patella_cartilage", "patella_median_ridge", "patella", -2.5, False),
]


def points(name):
    lines = (DATA / "sources" / "outlines" / f"{name}.csv").read_text().splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [(float(row["x_mm"]), float(row["y_mm"])) for row in rows]


def distance(p, a, b):
    """From a point to the line between two others."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = 0 if length == 0 else ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length
    t = max(0, min(1, t))
    return ((p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2) ** 0.5


def thinned(line):
    """Douglas and Peucker 1973."""
    if len(line) < 3:
        return line
    far, at = max((distance(p, line[0], line[-1]), i) for i, p in enumerate(line))
    if far <= TOLERANCE:
        return [line[0], line[-1]]
    return thinned(line[: at + 1])[:-1] + thinned(line[at:])


def curve(name, file, body, z, is_closed):
    line = points(file)
    if is_closed:
        half = len(line) // 2
        line = (thinned(line[: half + 1])[:-1] + thinned(line[half:]))[:-1]
    else:
        line = thinned(line)
    pairs = [f"[{x:.2f}, {y:.2f}]" for x, y in line]
    rows = [", ".join(pairs[i : i + 8]) for i in range(0, len(pairs), 8)]
    head = {"name": name, "body": body, "z_mm": z, "is_closed": is_closed}
    return (
        "    " + json.dumps(head)[:-1] + ', "points_mm": [\n      ' + ",\n      ".join(rows) + "\n    ]}"
    )


head = [
    '  "schema": 1',
    '  "source": "sections of the bone and cartilage meshes of the Lenhart 2015 knee, opensim-jam and wisco_opensim,'
    ' doi:10.1007/s10439-015-1326-3; points left out within 0.05 mm by scripts/outlines.py"',
    '  "licence": "Apache-2.0"',
    '  "mark": "computed"',
    '  "model": "lenhart2015-sagittal"',
    '  "height_m": 1.65',
    '  "curves": [\n' + ",\n".join(curve(*c) for c in CURVES) + "\n  ]",
]
(DATA / "outlines.json").write_text("{\n" + ",\n".join(head) + "\n}\n")
