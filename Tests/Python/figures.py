"""Hold the Vega-Lite specifications of `trochlea figure` against the published JSON schema, and draw each with Vega itself,
whose picture must have every row. Argument: the built program. Needs altair, for the schema that it carries, jsonschema and
vl-convert-python (requirements.txt beside it).
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

import altair
import vl_convert
from jsonschema import Draft7Validator

GRID = """trochlea: 1
extends: tight-hamstrings-squat
sweep: {grid: {tension.hamstrings.tone: 0:20:10 %, person.mass: 60:80:20 kg}}
"""
KINDS = [
    ["curves", "hamstrings"],
    ["curves", "hamstrings", "--with", "stretching", "--x", "time"],
    ["bars", "hamstrings", "--with", "stretching"],
    ["ranking", "--tone", "hamstrings=10%"],
    ["pressure", "hamstrings"],
    ["course", "hamstrings", "--with", "stretching", "--sessions", "2", "--every", "7d", "--until", "3w"],
    ["heatmap", "GRID", "--state", "as now", "--state", "half released"],
    ["heatmap", "hamstrings-tone-sweep"],
    ["validation"],
]


# What Vega draws for a mark of the specification, in groups of the class `mark-...`.
SHAPES = {"bar": "rect", "rect": "rect", "rule": "rule", "point": "symbol", "line": "line", "area": "area"}


def draw(document):
    """The picture that Vega makes, as an element."""
    return ElementTree.fromstring(vl_convert.vegalite_to_svg(document, vl_version="5.20"))


def wanted(mark, encoding, rows):
    """How many items a layer must show: rows with all the numbers that it encodes; of an area both edges."""
    numbers = [
        channel["field"]
        for name, channel in encoding.items()
        if channel.get("type") == "quantitative" or name in ("x2", "y2")
    ]
    return sum(all(row.get(field) is not None for field in numbers) for row in rows) * (2 if mark == "area" else 1)


def drawn(picture, mark, layer):
    """How many items of a layer are in the picture: shapes; of curves and areas the points of their outlines."""
    name = f"mark-{SHAPES[mark]} role-mark {layer}"
    groups = [group for group in picture.iter("{http://www.w3.org/2000/svg}g") if group.get("class") == name]
    shapes = [shape for group in groups for shape in group]
    if mark not in ("line", "area"):
        return len(shapes)
    return sum(len(re.findall("[ML]", shape.get("d", ""))) for shape in shapes)


def missing(document, picture):
    """A message for every layer of the specification of which the picture shows another number of items."""
    messages = []
    for place, view in enumerate(document["vconcat"]):
        for number, layer in enumerate(view.get("layer", [view])):
            mark = layer["mark"] if isinstance(layer["mark"], str) else layer["mark"]["type"]
            name = f"concat_{place}_layer_{number}_marks" if "layer" in view else f"concat_{place}_marks"
            want = wanted(mark, layer["encoding"], layer.get("data", view["data"])["values"])
            found = drawn(picture, mark, name)
            if want == 0 or found != want:
                messages.append(f"{name}: Vega draws {found} of {want} of the mark '{mark}'")
    text = "".join(picture.itertext())
    if document["title"]["text"] not in text:
        messages.append("the title is not in the picture")
    return messages


def without_data(document, keep=0):
    """The same specification with no rows, or with the first of them only."""
    document = copy.deepcopy(document)
    for view in document["vconcat"]:
        for part in [view, *view.get("layer", [])]:
            if "data" in part:
                part["data"]["values"] = part["data"]["values"][:keep]
    return document


def check(document, schema):
    """What is wrong with a specification; also that this check finds an empty picture of it, and one of too little."""
    messages = [f"{error.json_path}: {error.message[:300]}" for error in schema.iter_errors(document)]
    messages += missing(document, draw(document))
    layers = sum(len(view.get("layer", [view])) for view in document["vconcat"])
    found = len([m for m in missing(document, draw(without_data(document))) if "Vega draws 0 of" in m])
    if found != layers:
        messages.append(f"of the picture without data {found} of {layers} layers are found empty")
    if not missing(document, draw(without_data(document, keep=1))):
        messages.append("a picture of one row is taken for that of all")
    return messages


def main(program):
    path = pathlib.Path(altair.__file__).parent / "vegalite/v5/schema/vega-lite-schema.json"
    schema = Draft7Validator(json.loads(path.read_text()))
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        study = pathlib.Path(folder) / "grid.yaml"
        study.write_text(GRID)
        for words in KINDS:
            words = [str(study) if word == "GRID" else word for word in words]
            result = subprocess.run(
                [program, "figure", *words, "--format", "vega-lite"], capture_output=True, text=True, check=False
            )
            messages = (
                check(json.loads(result.stdout), schema)
                if result.returncode == 0
                else [f"exit code {result.returncode}: {result.stderr}"]
            )
            for message in messages:
                print(f"figures: {' '.join(words)}: {message}", file=sys.stderr)
            failures += len(messages)
    print(f"figures: {len(KINDS)} specifications, {failures} failures")
    return 1 if failures else 0


sys.exit(main(sys.argv[1]))
