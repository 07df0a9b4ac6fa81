"""Animations as people get them: the SVG plays, loops and keeps both knees in step in headless Chromium, and stands still for who
wants that; GIF and MP4 have the size, length and pictures they should; without ffmpeg the error says how to install it; Ctrl-C
leaves nothing behind. Argument: the program. Needs requirements.txt beside it, Chromium, ffmpeg and rsvg-convert."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

# How far each knee is turned (deg), where its force's arrow points (px), and how far the mark on the curve has come (mm).
PLACES = """() => ({
  turns: [...document.querySelectorAll('.moving g[clip-path] > g > g')].map(g => {
    const m = g.transform.animVal.getItem(0).matrix; return Math.atan2(m.b, m.a) * 180 / Math.PI; }),
  tips: [...document.querySelectorAll('.moving .force')].map(g => { const m = g.getScreenCTM(); return [m.e, m.f]; }),
  mark: document.querySelector('.cursor.moving').transform.animVal.getItem(0).matrix.e,
})"""


def made(program: str, out: Path, *words: str, **more) -> bytes:
    call = [program, "figure", "animation", "hamstrings", *words, "--out", str(out)]
    ended = subprocess.run(call, capture_output=True, text=True, **more)
    assert ended.returncode == 0, ended.stderr
    return out.read_bytes()


def check_svg(program: str, folder: Path, page: Page) -> None:
    path = folder / "squat.svg"
    made(program, path)
    page.set_viewport_size({"width": 700, "height": 720})
    page.goto(path.as_uri())

    # It plays by itself.
    first = page.screenshot()
    page.wait_for_timeout(600)
    assert page.screenshot() != first, "nothing moves"

    duration = page.evaluate("parseFloat(document.querySelector('animate').getAttribute('dur'))")
    assert 4 <= duration <= 8, duration
    page.evaluate("document.documentElement.pauseAnimations()")

    def at(share: float) -> tuple[dict, bytes]:
        page.evaluate("t => document.documentElement.setCurrentTime(t)", share * duration)
        page.wait_for_timeout(50)
        return page.evaluate(PLACES), page.screenshot()

    shares = [0.05, 0.25, 0.5, 0.75, 0.95]
    seen = [at(share) for share in shares]
    assert len({shot for _, shot in seen}) == len(shares), "two instants look alike"
    marks = [places["mark"] for places, _ in seen]
    for share, (places, _) in zip(shares, seen):
        # Both knees do the same movement: they are bent alike but for what rounding to hundredths of a degree leaves.
        assert len(places["turns"]) == 2 and abs(places["turns"][0] - places["turns"][1]) < 0.02, places
        # The mark goes evenly along the movement.
        even = marks[0] + (share - shares[0]) / (shares[-1] - shares[0]) * (marks[-1] - marks[0])
        assert abs(places["mark"] - even) < 0.02 * (marks[-1] - marks[0]), (share, marks)
        # Once around it is where it was, but for the last bits of the time.
        again = at(share + 1)[0]
        assert abs(again["mark"] - places["mark"]) < 1e-3, f"it does not loop at {share}"
        assert all(abs(a - b) < 1e-3 for a, b in zip(again["turns"], places["turns"])), f"it does not loop at {share}"
    turns = [places["turns"][0] for places, _ in seen]
    tips = [places["tips"] for places, _ in seen]
    assert max(map(abs, turns)) - min(map(abs, turns)) > 30, turns
    assert all(len(pair) == 2 for pair in tips) and max(t[0][1] for t in tips) - min(t[0][1] for t in tips) > 5, tips

    page.emulate_media(reduced_motion="reduce")
    assert len({at(share)[1] for share in shares}) == 1, "it moves for who prefers less motion"


def check_films(program: str, folder: Path) -> None:
    for ending, width, most in (("gif", 737, 2_000_000), ("mp4", 1004, 1_000_000)):
        path = folder / f"squat.{ending}"
        film = made(program, path)
        assert len(film) < most, f"{ending}: {len(film)} bytes"
        words = "stream=width,height,nb_read_frames:format=duration"
        probe = ["ffprobe", "-v", "error", "-count_frames", "-show_entries", words, "-of", "json", str(path)]
        found = json.loads(subprocess.run(probe, capture_output=True, check=True).stdout)
        stream = found["streams"][0]
        assert abs(stream["width"] - width) <= 1 and 0.7 < stream["height"] / stream["width"] < 1.3, stream
        assert int(stream["nb_read_frames"]) == 50 and abs(float(found["format"]["duration"]) - 4) < 0.1, found
        # No picture is a repetition of the one before.
        pictures = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "framemd5", "-"]
        lines = subprocess.run(pictures, capture_output=True, text=True, check=True).stdout.splitlines()
        sums = [line.split(",")[-1] for line in lines if not line.startswith("#")]
        assert all(a != b for a, b in zip(sums, sums[1:])), "pictures repeat"
        if ending == "gif":
            assert b"NETSCAPE2.0\x03\x01\x00\x00" in film, "it does not loop"
            assert made(program, path) == film, "the same call gives other bytes"


def check_without(program: str, folder: Path) -> None:
    """Where a tool is missing the error says how to install it, and no file is left."""
    tools = folder / "tools"
    tools.mkdir()
    out = folder / "missing.gif"
    for missing, others in (("ffmpeg", ["rsvg-convert"]), ("rsvg-convert", ["ffmpeg"])):
        for tool in tools.iterdir():
            tool.unlink()
        for tool in others:
            (tools / tool).symlink_to(shutil.which(tool))
        call = [program, "figure", "animation", "hamstrings", "--out", str(out)]
        ended = subprocess.run(call, capture_output=True, text=True, env={"PATH": str(tools)})
        assert ended.returncode == 73 and not out.exists(), ended
        # No manager of packages is in that PATH, so the commands of all are named.
        assert f"{missing} is not installed: sudo apt-get install" in ended.stderr, ended.stderr


def check_interrupt(program: str, folder: Path) -> None:
    temporary = folder / "temporary"
    temporary.mkdir()
    out = folder / "interrupted.gif"
    call = [program, "figure", "animation", "hamstrings", "--out", str(out)]
    process = subprocess.Popen(call, stderr=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(temporary)})
    end = time.monotonic() + 60
    while not list(temporary.glob("trochlea-film-*/*.png")):
        assert process.poll() is None and time.monotonic() < end, "no picture is made"
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    words = process.communicate(timeout=60)[1]
    assert process.returncode == 130 and "nothing was written" in words, (process.returncode, words)
    assert not out.exists() and not list(temporary.iterdir()), "something is left behind"


if __name__ == "__main__":
    browsers = ("chromium", "chromium-browser", "google-chrome")
    browser = next((found for found in map(shutil.which, browsers) if found), None)
    assert browser, "Chromium is missing: apt-get install chromium"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        check_svg(sys.argv[1], Path(folder), chromium.new_page())
        chromium.close()
        check_films(sys.argv[1], Path(folder))
        check_without(sys.argv[1], Path(folder))
        check_interrupt(sys.argv[1], Path(folder))
    print("animation: the SVG plays, loops and is in step; GIF and MP4 are made; without ffmpeg and after Ctrl-C nothing is left")
