"""axe in headless Chromium finds nothing serious on the pages of a small run."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = ("index.html", "organisations/LMS/report.html", "carry_over/report.html")


def axe_source() -> str:
    """The axe script of whichever package for Python brings it; skips where there is none."""
    for name in ("axe_playwright_python", "axe_selenium_python", "axe_core_python"):
        spec = find_spec(name)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            for path in Path(folder).rglob("axe.min.js"):
                return path.read_text(encoding="utf-8")
    pytest.skip("no package that brings axe is installed")


@pytest.fixture(scope="module")
def reports(browser: Browser, request: pytest.FixtureRequest) -> Path:
    del browser  # without one there is no need for pages
    return request.getfixturevalue("sample_reports")


def found_by_axe(page: Path, browser: Browser) -> dict[str, list[dict[str, object]]]:
    """What axe says of a page, run from outside: the page itself forbids scripts."""
    context = browser.new_context(bypass_csp=True, viewport={"width": 1200, "height": 900})
    try:
        shown = context.new_page()
        shown.goto(page.as_uri())
        shown.add_script_tag(content=axe_source())
        return shown.evaluate("axe.run(document)")
    finally:
        context.close()


def serious(found: dict[str, list[dict[str, object]]]) -> list[tuple[object, list[str]]]:
    return [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]])
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_serious_or_critical(page, reports, browser):
    found = found_by_axe(reports / page, browser)
    assert len(found["passes"]) > 10
    assert serious(found) == []


def test_axe_would_find_what_is_wrong(reports, browser, tmp_path):
    page = (reports / "index.html").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.html"
    wrong.write_text(page.replace("</main>", '<img src="data:,"><a href="#x"></a></main>'), encoding="utf-8")
    assert {name for name, _ in serious(found_by_axe(wrong, browser))} >= {"image-alt", "link-name"}
