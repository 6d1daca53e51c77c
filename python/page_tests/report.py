"""A report in the browser, for tests: what one sees there, and what one can do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request

OpenReport = Callable[..., "Report"]


class Report:
    """Opens `path`, of which `address` ("#q=x") says what to show, and watches what happens."""

    def __init__(self, browser: Browser, path: Path, address: str = "", **options: Any) -> None:
        self.problems: list[str] = []
        options = {"viewport": {"width": 1400, "height": 900}, **options}
        self.context = browser.new_context(offline=True, reduced_motion="reduce", **options)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("request", self._on_request)
        self.page.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))
        self.page.goto(path.as_uri() + address)
        self.page.wait_for_selector("html[data-state]")
        assert self.page.locator("html").get_attribute("data-state") == "ready"

    def _on_console(self, message: ConsoleMessage) -> None:
        self.problems.append(f"console: {message.type}: {message.text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith(("file:", "data:,", "data:image/svg")):
            self.problems.append(f"request: {request.url}")

    def close(self) -> None:
        self.context.close()
        assert self.problems == []

    # What stands there

    def model(self, expression: str, argument: Any = None) -> Any:
        """A value of the page's own model: `model` and `flame` are its names."""
        names = "const {model, flame, around} = window.swiftprof;"
        script = f"(argument) => {{ {names} return {expression}; }}"
        return self.page.evaluate(script, argument)

    def column(self, name: str, side: int = 0) -> list[int]:
        """A column of the tree that is shown."""
        return self.model(f"Array.from(model.tree.sides[{side}].{name})")  # type: ignore[no-any-return]

    def texts(self, selector: str) -> list[str]:
        return self.page.locator(selector).all_text_contents()

    def text(self, selector: str) -> str:
        return self.page.locator(selector).text_content() or ""

    def row(self, name: str) -> Locator:
        """The table's row of a function; it must be among those that are seen."""
        index = self.model("model.functions.findIndex((fn) => fn.name === argument)", name)
        assert index >= 0, f"there is no function {name}"
        return self.page.locator(f"#table tr[data-fn='{index}']")

    def shown(self) -> list[tuple[int, dict[str, int]]]:
        """The rows that are in the page: index of the function, exact numbers by title of the column."""
        titles = [re.sub(r"\W+$", "", text) for text in self.texts("#table thead th")][1:]
        rows = self.page.evaluate(
            """() => [...document.querySelectorAll("#table tbody tr[data-fn]")].map((row) =>
                [Number(row.dataset.fn), [...row.querySelectorAll("td")].map((cell) => cell.title)])"""
        )
        return [(fn, dict(zip(titles, map(number, exact), strict=True))) for fn, exact in rows]

    def shown_names(self) -> list[str]:
        """The names of the functions whose rows are in the page."""
        names = self.model("model.functions.map((fn) => fn.name)")
        return [names[fn] for fn, _ in self.shown()]

    def cells(self, name: str) -> dict[str, int]:
        """The exact numbers of a function; its row must be among those that are seen."""
        index = self.model("model.functions.findIndex((fn) => fn.name === argument)", name)
        return dict(self.shown())[index]

    def node(self, name: str) -> int:
        """The first context of a function."""
        found = self.model(
            "Array.from(model.tree.fn).findIndex((fn) => model.nameOf(fn) === argument)", name
        )
        assert found >= 0, f"there is no context of {name}"
        return int(found)

    @property
    def zoomed(self) -> str:
        """Name of the function that fills the width."""
        return str(self.model("model.nameOf(model.tree.fn[flame.zoomNode])"))

    # What one does

    def place(self, node: int) -> tuple[float, float]:
        """The middle of a context's cell, scrolled to."""
        self.model("flame.reveal(argument)", node)
        self.settle()
        box = self.model("flame.boxOf(argument)", node)
        assert box["width"] > 0, "the context is not on the screen"
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def click_node(self, node: int) -> None:
        self.page.mouse.click(*self.place(node))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, group: str, value: str) -> None:
        self.page.click(f"[aria-label='{group}'] [data-value='{value}']")

    def search(self, text: str) -> None:
        self.page.fill("#search", text)

    def settle(self) -> None:
        """Waits until what is to be drawn is drawn."""
        self.page.evaluate(
            "() => new Promise((done) => setTimeout(() => requestAnimationFrame(done)))"
        )


def number(text: str) -> int:
    """ "1,234 ns" → 1234."""
    return int(text.replace(",", "").replace("\u2212", "-").removeprefix("+").removesuffix(" ns"))
