"""Hold `trochlea schema` against studies: every shipped one must validate, every broken one that a schema can refuse must be
refused, and of random changes of good ones the schema may refuse only what `trochlea check` refuses. Arguments: the built
program. Needs jsonschema and ruamel.yaml (requirements.txt beside it).
"""

import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def read(text):
    # YAML 1.2, as editors read it: `0:30:5` is a text, and `yes` a word.
    return as_json(YAML(typ="safe", pure=True).load(text))


def as_json(value):
    # Keys of JSON are texts.
    if isinstance(value, dict):
        return {str(key): as_json(inner) for key, inner in value.items()}
    return [as_json(inner) for inner in value] if isinstance(value, list) else value


VALUES = """0 1 1.0 10 0.1 75kg ~ null true True yes [] {} [1] 1e1 .5 +3 5. 0x10 12:30 0:10:5 squat Squat sitting right Right 2.0
frames "" "75 kg" '1' "a\\nb" .inf | - NaN infinity fixed-forces""".split()
VALUES += ["10 %", "-5 kg", "75 kg", "0:10:5 %", "60:80:10 kg", "1.8 m", "180 cm", "60 deg", "60°", "a b", '" "', "200 %"]
KEYS = """hamstrings rectus-femoris biceps_femoris gluteus Calf tone stiffness name mass motion moments table cycle all_frames depth
speed release set grid list person.mass tension.calf.tone tension.calf keep report side 1 null true exponent""".split()
KEYS += ["rectus femoris", "biceps femoris long-head", "tension.rectus femoris.strength"]


def changed(text, dice):
    """A study with one or two values or keys replaced by others."""
    text = "\n".join(line for line in text.split("\n") if not line.strip().startswith("#"))
    for _ in range(dice.randint(1, 2)):
        values = list(re.finditer(r"(?<=: )[^\n{}\[\],|]+(?=[\n,}\]])", text))
        keys = list(re.finditer(r"(?:(?<=\n)|(?<=[ {]))[A-Za-z_.]+(?=:)", text))
        places, words = (values, VALUES) if values and dice.random() < 0.65 else (keys, KEYS)
        if places:
            place = dice.choice(places)
            text = text[: place.start()] + dice.choice(words) + text[place.end() :]
    return text


def false_alarms(program, validator, studies, count=400):
    """Changed studies that the schema refuses and `check` does not."""
    dice = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        paths = [pathlib.Path(folder) / f"{index}.yaml" for index in range(count)]
        for path in paths:
            path.write_text(changed(dice.choice(studies), dice))
        out = subprocess.run([program, "check", "--json", *paths], capture_output=True, text=True).stdout
        refused = {error.get("file") for error in json.loads(out)}
        for path in paths:
            try:
                error = next(validator.iter_errors(read(path.read_text())), None)
            except YAMLError:
                continue
            if error and str(path) not in refused:
                yield f"{error.json_path}: {error.message}\n{path.read_text()}"


def main(program):
    schema = json.loads(subprocess.check_output([program, "schema"]))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    bad = []

    good = {path.name: path.read_text() for path in sorted((ROOT / "data/scenarios").glob("*.yaml"))}
    good["the template of trochlea init"] = subprocess.check_output([program, "init"], text=True)
    documents = (ROOT / "docs/scenarios.md").read_text()
    examples = re.findall(r"```yaml\n(.*?)```", documents, re.DOTALL)
    good |= {f"docs/scenarios.md, example {i + 1}": text for i, text in enumerate(examples)}
    for name, text in good.items():
        for error in validator.iter_errors(read(text)):
            bad.append(f"{name}: refused at {error.json_path}: {error.message}")

    broken = read((ROOT / "Tests/StudiesTests/Fixtures/broken.yaml").read_text())
    refused, left = 0, []
    for study in broken:
        try:
            is_refused = not validator.is_valid(read(study["text"]))
        except YAMLError:
            is_refused = None
        if study["schema"] == "refuses":
            refused += 1
            if is_refused is not True:
                bad.append(f"{study['name']}: not refused by the schema")
        else:
            left.append(f"{study['name']}: {study['schema']}")
            if is_refused:
                bad.append(f"{study['name']}: refused, though said to be beyond a schema ({study['schema']})")

    alarms = list(false_alarms(program, validator, list(good.values())))
    bad += [f"refused by the schema, but not by check: {alarm}" for alarm in alarms]

    print(f"schema: {len(good)} studies validate, {refused} broken ones are refused, {len(left)} only `check` finds:")
    print("".join(f"  {line}\n" for line in left), end="")
    for line in bad:
        print(f"schema: {line}", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
