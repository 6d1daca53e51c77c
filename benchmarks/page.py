"""How long the HTML report takes to open, to draw and to zoom, for trees of several sizes.

    python benchmarks/page.py [--contexts N...] [--rounds N] [--json FILE]

Needs playwright (PyPI) and a Chromium of the system. "painted": from the start of the navigation until the
frame after the flame graph was drawn. "redraw": the whole tree; "zoom": smaller and smaller parts of it.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from exports import recorded

DEPTH = 400
PAINTED = """() => new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))))"""
DRAWN = """() => {
  const { flame } = window.swiftprof;
  const timed = (prepare) => Array.from({ length: 20 }, (_, round) => {
    prepare(round);
    const start = performance.now();
    flame.drawNow();
    flame.painter.context.getImageData(0, 0, 1, 1);
    return performance.now() - start;
  });
  const whole = flame.scene.weight[0];
  const inside = (round) =>
    Object.assign(flame.view, { from: (whole * round) / 80, to: whole * (1 - round / 80) });
  const zoom = timed(inside);
  Object.assign(flame.view, { from: 0, to: whole });
  return { redraw: timed(() => undefined), zoom };
}"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contexts", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5, help="openings (default: %(default)s)")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        rows = [measured(browser, contexts, options.rounds) for contexts in options.contexts]
    titles = (
        "contexts",
        "bytes",
        "painted s",
        "worst s",
        "redraw ms",
        "worst ms",
        "zoom ms",
        "worst ms",
    )
    print(*(f"{title:>11}" for title in titles))
    for row in rows:
        print(
            *(
                f"{value:11,.3f}" if isinstance(value, float) else f"{value:11,}"
                for value in row.values()
            )
        )
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))
    return 0


def measured(browser: Browser, contexts: int, rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        file = Path(folder, "report.html")
        recorded(contexts, DEPTH).save(file)
        painted: list[float] = []
        drawn: dict[str, list[float]] = {"redraw": [], "zoom": []}
        for _ in range(rounds):
            page = browser.new_page(viewport={"width": 1300, "height": 850})
            page.goto(file.as_uri())
            page.wait_for_selector("html[data-state=ready]")
            painted.append(page.evaluate(PAINTED) / 1000)
            for name, times in page.evaluate(DRAWN).items():
                drawn[name] += times
            page.close()
        figures: dict[str, Any] = {"contexts": contexts, "bytes": file.stat().st_size}
    for name, times in (
        ("painted_s", painted),
        ("redraw_ms", drawn["redraw"]),
        ("zoom_ms", drawn["zoom"]),
    ):
        figures |= {name: statistics.median(times), f"{name}_worst": max(times)}
    return figures


if __name__ == "__main__":
    sys.exit(main())
