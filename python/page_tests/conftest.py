"""Fixtures: one browser for all tests, the reports that they open, and the rules that hold for every page."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import swiftprof

# WHY: tests are imported by file (--import-mode=importlib); this is where their common parts are.
sys.path.insert(0, str(Path(__file__).parent))

import programs
from report import OpenReport, Report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "these tests need the command chromium (Debian: apt-get install chromium)"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def open_report(browser: Browser) -> Iterator[OpenReport]:
    """Opens a report from disk, without a network; afterwards no error may have happened in it."""
    reports: list[Report] = []

    def open_it(path: Path, address: str = "", **options: object) -> Report:
        report = Report(browser, path, address, **options)
        reports.append(report)
        return report

    yield open_it
    for report in reports:
        report.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="session")
def profile() -> swiftprof.Profile:
    """Of a program with threads, recursion, a generator, waiting and hostile names."""
    return programs.recorded_sample()


@pytest.fixture(scope="session")
def sample_page(profile: swiftprof.Profile, pages: Path) -> Path:
    return Path(profile.save(pages / "sample.html")[0])


@pytest.fixture
def report(open_report: OpenReport, sample_page: Path) -> Report:
    return open_report(sample_page)
