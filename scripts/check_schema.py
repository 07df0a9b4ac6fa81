"""Hold `trochlea schema` against studies: every shipped one must validate, and every broken one that a schema can refuse
must be refused. Arguments: the built program. Needs jsonschema and ruamel.yaml (scripts/requirements.txt).
"""

import json
import pathlib
import re
import subprocess
import sys

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

ROOT = pathlib.Path(__file__).resolve().parent.parent


def read(text):
    # YAML 1.2, as editors read it: `0:30:5` is a text, and `yes` a word.
    return YAML(typ="safe", pure=True).load(text)


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

    print(f"schema: {len(good)} studies validate, {refused} broken ones are refused, {len(left)} only `check` finds:")
    print("".join(f"  {line}\n" for line in left), end="")
    for line in bad:
        print(f"schema: {line}", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
