"""Cost against the number of contact elements, muscles and threads."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.ticker import LogLocator, NullFormatter  # noqa: E402

INK = "#333333"
COLORS = ("#0b5c8c", "#c1561a", "#4a8b3a")


def layers(found: dict, path: str):
    figure, axes = plt.subplots(1, 3, figsize=(10, 3.4), layout="constrained")
    _lines(axes[0], found["elements"], "contact elements")
    _lines(axes[1], found["muscles"], "muscles")
    axes[1].set_xscale("log", base=2)
    axes[1].set_xticks([p["x"] for p in found["muscles"]], [str(p["x"]) for p in found["muscles"]])

    threads = [p["x"] for p in found["threads"]]
    one = found["threads"][0]["min_ns"]["states"]
    gain = [one / p["min_ns"]["states"] for p in found["threads"]]
    axes[2].plot(threads, threads, color="#bbbbbb", linestyle="--")
    axes[2].annotate("ideal", (threads[-1], threads[-1]), (-14, 2), textcoords="offset points", ha="right", color="#888888")
    axes[2].plot(threads, gain, "o-", color=COLORS[0])
    axes[2].annotate(
        f"{gain[-1]:.2f}, on {found['threads'][-1]['cores']:.1f} cores", (threads[-1], gain[-1]), (0, -60), textcoords="offset points", ha="right", color=COLORS[0])
    axes[2].set(xlabel="threads", ylabel="speed, one thread = 1", xticks=threads, ylim=(0, None))
    axes[2].set_title("states of a squat")

    axes[0].set_title("contact and frame")
    axes[1].set_title("recruitment")
    for axis in axes:
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(colors=INK)
    figure.savefig(path, dpi=110)


def _lines(axis, points: list[dict], label: str):
    """Microseconds per call on a logarithmic scale. Each line is named at its end, the lowest at its beginning."""
    x = [p["x"] for p in points]
    names = sorted(points[0]["min_ns"], key=lambda name: points[-1]["min_ns"][name])
    for i, (color, name) in enumerate(zip(COLORS, names)):
        y = [p["min_ns"][name] / 1e3 for p in points]
        axis.plot(x, y, "o-", color=color)
        # At an end of the line where nothing else is.
        place, offset, side = (0, (0, -18), "left") if i == 0 else (-1, (4, 9), "right")
        axis.annotate(name, (x[place], y[place]), offset, textcoords="offset points", ha=side, color=color)
    low = min(min(p["min_ns"].values()) for p in points) / 1e3
    high = max(max(p["min_ns"].values()) for p in points) / 1e3
    axis.set(xlabel=label, ylabel="microseconds a call", yscale="log", ylim=(low / 2, high * 2))
    axis.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.yaxis.set_major_formatter("{x:g}")
    axis.yaxis.set_minor_formatter(NullFormatter())
