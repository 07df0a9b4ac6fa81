"""Leaflets as a reader with a screen reader or a printer gets them: the PDF is tagged, has its language and title, embeds its fonts,
describes its picture and is one page of A4; the HTML has no violation of axe's rules in headless Chromium, and prints on one page.
Every language, a usual leaflet and the fullest one, and titles that no one should give. Argument: the program. Needs requirements.txt beside it, and Chromium."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pikepdf
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

LANGUAGES = ["en", "de", "es", "zh"]
# As many topics and things as one change can have, and names that are long and in another script.
FULLEST = """
trochlea: 1
title: A title that goes on for longer than any title should, so that it is cut, and a little more than that
activity: {name: squat, depth: 60 deg}
tension:
  hamstrings: {tone: 10 %, stiffness: 1.5}
  gastrocnemius_medialis: {tone: 5 %, shortening: 5 %}
  vastus_medialis: {strength: 75 %}
what_if:
  - name: שחרור וחיזוק
    release: {semimembranosus: 50 %, biceps_femoris_long_head: 40 %, gastrocnemius_medialis: 30 %}
    strengthen: {vastus_medialis: 20 %, vastus_lateralis: 10 %}
    mass: -5 kg
    depth: 55 deg
"""
# Titles that no one should give: too long, without a blank, without a letter, from right to left.
ODD_TITLES = ["knee " * 4000, "W" * 500, "\N{GRINNING FACE}" * 500, "הברך של דנה אחרי שחרור", "\u202e\u200bturned"]
ODD = """
trochlea: 1
title: {title}
activity: {{name: squat, depth: 60 deg}}
tension: {{hamstrings: {{tone: 10 %}}}}
what_if: [{{name: released, release: {{hamstrings: 50 %}}}}]
"""
A4 = (595.276, 841.89)


def check_pdf(path: Path, language: str) -> None:
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked), "not tagged"
        assert str(root.Lang).split("-")[0] == language, root.Lang
        assert bool(root.ViewerPreferences.DisplayDocTitle), "the title is not shown"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"], "no title"
            assert metadata["pdfuaid:part"] == "1", "not PDF/UA-1"
        assert len(pdf.pages) == 1, f"{len(pdf.pages)} pages"
        box = [float(value) for value in pdf.pages[0].mediabox]
        assert all(abs(a - b) < 0.1 for a, b in zip(box[2:], A4)), box

        elements = list(structure(root.StructTreeRoot))
        kinds = [str(element.S).lstrip("/") for element in elements]
        assert kinds.count("H1") == 1 and kinds.count("H2") == 8, kinds
        assert kinds.index("H1") < kinds.index("H2")
        figures = [element for element in elements if element.S == "/Figure"]
        assert len(figures) == 1 and len(str(figures[0].Alt)) > 30, "the picture has no text"

        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        described = [font for font in fonts if "/FontDescriptor" in font]
        assert described and all(font.Subtype == "/Type0" or "/FontDescriptor" in font for font in fonts)
        for font in described:
            files = [key for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in font.FontDescriptor]
            assert files, f"{font.BaseFont} is not embedded"
        names = {str(font.BaseFont) for font in described}
        assert any("LiberationSans" in name for name in names), names
        assert language != "zh" or any("NotoSansCJK" in name for name in names), names


def structure(element):
    """Every element of a tree of tags, parents first."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


def check_html(page: Page, path: Path, folder: Path) -> None:
    for width in (1000, 380):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} px wide on {width}"
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    printed = folder / "printed.pdf"
    page.pdf(path=str(printed), prefer_css_page_size=True)
    with pikepdf.open(printed) as pdf:
        assert len(pdf.pages) == 1, f"{path.name} prints on {len(pdf.pages)} pages"


def check(program: str, folder: Path, page: Page) -> int:
    fullest = folder / "fullest.yaml"
    fullest.write_text(FULLEST, encoding="utf-8")
    # The Python of these checks has Typst.
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    studies = [("tight-hamstrings-squat", ["--state", "half released"]), (str(fullest), [])]
    odd = []
    for number, title in enumerate(ODD_TITLES):
        path = folder / f"odd{number}.yaml"
        path.write_text(ODD.format(title=json.dumps(title, ensure_ascii=False)), encoding="utf-8")
        odd.append((str(path), []))
    count = 0
    for language in LANGUAGES:
        for study, state in studies + (odd if language == "en" else []):
            for ending in ("pdf", "html"):
                made = []
                for name in ("leaflet", "again"):
                    path = folder / f"{name}.{ending}"
                    call = [program, "leaflet", study, *state, "--lang", language, "--out", str(path)]
                    ended = subprocess.run(call, capture_output=True, env=environment)
                    assert ended.returncode == 0, ended.stderr.decode()
                    made.append(path.read_bytes())
                assert made[0] == made[1], "the same call gives other bytes"
                path = folder / f"leaflet.{ending}"
                try:
                    check_pdf(path, language) if ending == "pdf" else check_html(page, path, folder)
                except AssertionError as error:
                    raise AssertionError(f"{study}, {language}, {ending}: {error}") from error
                count += 1
    return count


def check_tools(program: str, folder: Path) -> None:
    """Without Typst the error says how to install it; a program called typst is asked for PDF/UA, and too old a one is refused."""
    tools = folder / "tools"
    tools.mkdir()
    out = folder / "by-tool.pdf"

    def call() -> subprocess.CompletedProcess:
        arguments = ["leaflet", "tight-hamstrings-squat", "--state", "half released", "--out", str(out)]
        return subprocess.run([program, *arguments], capture_output=True, text=True, env={"PATH": str(tools)})

    def typst(version: str) -> None:
        script = tools / "typst"
        script.write_text(f"""#!/bin/sh
if [ "$1" = --version ]; then echo "typst {version} (unknown hash)"; exit; fi
printf '%s\\n' "$*"
exec /bin/cat
""")
        script.chmod(0o755)

    missing = call()
    assert missing.returncode == 73 and "pip install typst" in missing.stderr and not out.exists(), missing
    typst("0.13.1")
    old = call()
    assert old.returncode == 73 and "too old" in old.stderr and not out.exists(), old
    typst("0.14.0")
    assert call().returncode == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "compile --format pdf --pdf-standard ua-1 --creation-timestamp 0 - -", lines[0]
    assert lines[1].startswith("#set document(title: ")


if __name__ == "__main__":
    browsers = ("chromium", "chromium-browser", "google-chrome")
    browser = next((found for found in map(shutil.which, browsers) if found), None)
    assert browser, "Chromium is missing: apt-get install chromium"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        count = check(sys.argv[1], Path(folder), chromium.new_page())
        chromium.close()
        check_tools(sys.argv[1], Path(folder))
    print(f"leaflet: {count} leaflets are one page each, tagged and without violations of axe's rules")
