"""axe in headless Chromium finds nothing serious on the pages of a small run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import PLANS, ROOT, plan_text

from wres_analysis.batch import run_batch

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
PAGES = (
    "index.html",
    "organisations/A1/report.html",
    "comparison/report.html",
    "carry_over/report.html",
    "benchmark/report.html",
)
RUN = """
<script>{axe}</script>
<script>
axe.run(document).then(found => {{
  const told = document.createElement("pre");
  told.id = "axe-found";
  told.textContent = JSON.stringify({{checked: found.passes.length, wrong: found.violations.map(
    rule => [rule.impact, rule.id, rule.nodes.map(node => node.html.slice(0, 200))])}});
  document.body.appendChild(told);
}});
</script>
"""


def axe_source() -> str:
    """The axe script of whichever package for Python brings it; skips where there is none."""
    for name in ("axe_playwright_python", "axe_selenium_python", "axe_core_python"):
        spec = find_spec(name)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            for path in Path(folder).rglob("axe.min.js"):
                return path.read_text(encoding="utf-8")
    pytest.skip("no package that brings axe is installed")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if BROWSER is None:
        pytest.skip("Chromium is not installed")
    axe_source()
    folder = tmp_path_factory.mktemp("accessibility")
    for name, rows in PLANS.items():
        path = folder / "data" / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plan_text(rows), encoding="utf-8")
    result = run_batch(folder / "data", folder / "reports", notebooks=ROOT / "notebooks")
    assert result.failures == ()
    return folder / "reports"


def found_by_axe(page: str, folder: Path) -> dict[str, list[list[object]]]:
    """What axe says of a page. The script is put into a copy, without the policy that forbids scripts."""
    copy = folder / "checked.html"
    script = RUN.format(axe=axe_source())
    copy.write_text(POLICY.sub("", page).replace("</body>", script + "</body>"), encoding="utf-8")
    command = [
        str(BROWSER),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
    ]
    command += ["--virtual-time-budget=60000", "--window-size=1200,900", "--dump-dom", copy.as_uri()]
    shown = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
        env={**os.environ, "LANG": "C.UTF-8"},
    )
    told = re.search(r'<pre id="axe-found">(.*?)</pre>', shown.stdout, re.DOTALL)
    assert told, "axe did not finish"
    return json.loads(unescape(told[1]))


def serious(found: dict[str, list[list[object]]]) -> list[list[object]]:
    return [rule for rule in found["wrong"] if rule[0] in ("serious", "critical")]


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_serious_or_critical(page, reports, tmp_path):
    found = found_by_axe((reports / page).read_text(encoding="utf-8"), tmp_path)
    assert found["checked"] > 10
    assert serious(found) == []


def test_axe_would_find_what_is_wrong(reports, tmp_path):
    page = (reports / "index.html").read_text(encoding="utf-8")
    wrong = page.replace("</main>", '<img src="data:,"><a href="#x"></a></main>')
    assert {rule[1] for rule in serious(found_by_axe(wrong, tmp_path))} >= {"image-alt", "link-name"}
