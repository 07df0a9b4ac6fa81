"""Hold the Vega-Lite specifications of `trochlea figure` against the published JSON schema, and draw each with Vega itself.
Argument: the built program. Needs altair, for the schema that it carries, jsonschema and vl-convert-python (requirements.txt
beside it).
"""

import json
import pathlib
import subprocess
import sys
import tempfile

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
            # 2: a published value is missed; the figure is complete.
            if result.returncode not in (0, 2):
                print(f"figures: {' '.join(words)}: exit code {result.returncode}: {result.stderr}", file=sys.stderr)
                failures += 1
                continue
            document = json.loads(result.stdout)
            for error in schema.iter_errors(document):
                print(f"figures: {words[0]}: {error.json_path}: {error.message[:300]}", file=sys.stderr)
                failures += 1
            # Vega draws a mark for what it understands; an empty picture has a dozen paths of axes.
            picture = vl_convert.vegalite_to_svg(document, vl_version="5.20")
            if document["title"]["text"].split(":")[0].split(" ")[0] not in picture or "mark-" not in picture:
                print(f"figures: {words[0]}: Vega draws nothing", file=sys.stderr)
                failures += 1
    print(f"figures: {len(KINDS)} specifications, {failures} failures")
    return 1 if failures else 0


sys.exit(main(sys.argv[1]))
