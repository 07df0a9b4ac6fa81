"""Every letter that a leaflet or a picture may show has a glyph in the fonts that it names: all strings of data/leaflet, whichever study
would use them, and the texts of docs/figures and of the golden pictures. Needs requirements.txt beside it (fontTools reads the
tables of a font), fontconfig, and the fonts."""

import json
import subprocess
import xml.etree.ElementTree as xml
from pathlib import Path

from fontTools.ttLib import TTFont

PROJECT = Path(__file__).parents[2]
FONTS = {"en": ["Liberation Sans"], "de": ["Liberation Sans"], "es": ["Liberation Sans"], "zh": ["Liberation Sans", "Noto Sans CJK SC"]}
# What code adds to the strings: numbers, and the end of a name that is cut.
ADDED = "0123456789.-%()\u2026"


def letters(family: str, style: str) -> set[int]:
    """The code points for which a font has a glyph."""
    form = "%{family}\n%{file}\n%{index}"
    call = ["fc-match", f"{family}:style={style}", "--format", form]
    found, path, index = subprocess.run(call, capture_output=True, text=True, check=True).stdout.split("\n")
    assert family in found.split(","), f"{family} is missing: fonts-liberation and fonts-noto-cjk have it"
    # The index of a variable font holds its instance in the upper half.
    with TTFont(path, fontNumber=int(index) & 0xFFFF, lazy=True) as font:
        return set(font.getBestCmap())


def missing(text: str, families: list[str]) -> str:
    """Letters of a text that no font has in both of the styles that are used."""
    known = [letters(family, "Regular") & letters(family, "Bold") for family in families]
    return "".join(sorted({c for c in text if c.isprintable() or c == "\u00a0"} - {chr(c) for c in set().union(*known)}))


def pictures() -> list[Path]:
    found = [*PROJECT.glob("docs/figures/*.svg"), *PROJECT.glob("Tests/*/Golden/*.svg")]
    assert found, "no picture was found"
    return found


if __name__ == "__main__":
    assert missing("a\U00013080", FONTS["zh"]) == "\U00013080", "a missing glyph is not found"
    tables = sorted((PROJECT / "data/leaflet").glob("*.json"))
    assert [path.stem for path in tables] == sorted(FONTS), "a language without a font, or the reverse"
    for path in tables:
        text = "".join(json.loads(path.read_text(encoding="utf-8")).values()) + ADDED
        assert not (lost := missing(text, FONTS[path.stem])), f"{path}: no glyph for {lost!r} in {FONTS[path.stem]}"
    shown = {path: "".join(xml.parse(path).getroot().itertext()) for path in pictures()}
    for path, text in shown.items():
        lost = missing(text, ["Liberation Sans"])
        assert not lost, f"{path}: no glyph for {lost!r} in Liberation Sans"
    print(f"glyphs: {len(tables)} tables of strings and {len(shown)} pictures have a glyph for every letter")
