"""The documentation builds without a warning, loads nothing from outside, and every link has its target."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import ROOT
from lxml import html
from test_accessibility import axe_source, serious

import wres_analysis

pytestmark = pytest.mark.whole_run  # the site is built for it
DOCS = ROOT / "docs"
LOADED = ("script/@src", "link[not(@rel='canonical')]/@href", "object/@data")
LOADED += tuple(f"{kind}/@src" for kind in ("img", "iframe", "source", "video"))
OUTSIDE = {"https://github.com/pradyunsg/furo"}  # all that pages lead to outside: the theme names its maker
PLACED_BY_THE_THEME = {"genindex.html", "search.html", "py-modindex.html"}
SEEN_BY_AXE = ("index", "howto/review-links", "reference/python", "notebooks/00_start_here")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as CONTRIBUTING says."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "-n", "-q", "-b", "html", str(DOCS), str(folder)]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    built = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=clean)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, html.HtmlElement]:
    return {path: html.fromstring(path.read_bytes()) for path in sorted(site.rglob("*.html"))}


def test_nothing_is_loaded_from_outside_and_links_to_there_are_few_and_known(pages, site):
    loaded = [
        (path.name, str(value)[:80])
        for path, page in pages.items()
        for query in LOADED
        for value in page.xpath(f"//{query}")
    ]
    assert loaded
    assert [one for one in loaded if re.match(r"(\w+:)?//", one[1])] == []
    sheets = [path for path in site.rglob("*") if path.suffix in (".css", ".js")]
    assert sheets
    fetched = re.compile(r"""(?:url\(|@import|fetch\(|importScripts\()\s*['"]?(?:https?:)?//""")
    assert [path.name for path in sheets if fetched.search(path.read_text(encoding="utf-8"))] == []
    led = {str(href) for page in pages.values() for href in page.xpath("//a/@href")}
    assert {href for href in led if re.match(r"(\w+:)?//", href)} <= OUTSIDE


def test_every_link_and_anchor_within_the_site_is_there(pages, site):
    anchors = {path: {str(one) for one in page.xpath("//@id | //a/@name")} for path, page in pages.items()}
    dead = [
        f"{path.relative_to(site)}: {href}"
        for path, href in links_within(pages)
        if not leads_somewhere(path, href, anchors)
    ]
    assert dead == []


def links_within(pages: dict[Path, html.HtmlElement]) -> Iterator[tuple[Path, str]]:
    for path, page in pages.items():
        for href in map(str, page.xpath("//a/@href | //img/@src | //link/@href | //script/@src")):
            if not re.match(r"(\w+:|//)", href):
                yield path, href


def linked(path: Path, href: str) -> Path:
    """The file that a link in a page leads to."""
    place = unquote(urlsplit(href).path)
    return Path(os.path.normpath(path.parent / place)) if place else path


def leads_somewhere(path: Path, href: str, anchors: dict[Path, set[str]]) -> bool:
    parts = urlsplit(href)
    target = linked(path, href)
    if target not in anchors:
        return target.is_file()
    return not parts.fragment or unquote(parts.fragment) in anchors[target]


def test_every_page_has_one_heading_and_a_place_in_the_contents(pages, site):
    listed = {linked(site / "index.html", href) for href in contents(pages[site / "index.html"])}
    own = {path for path in pages if path.name not in PLACED_BY_THE_THEME}
    assert {path.relative_to(site).as_posix() for path in own - listed} == set()
    assert {path.name: len(pages[path].xpath("//h1")) for path in own} == {path.name: 1 for path in own}


def contents(index: html.HtmlElement) -> list[str]:
    return [*map(str, index.xpath("//div[contains(@class,'sidebar-tree')]//a/@href")), "index.html"]


def test_every_picture_has_a_text_and_no_page_names_a_folder_of_this_machine(pages):
    pictures = [(path.name, picture) for path, page in pages.items() for picture in page.xpath("//img")]
    assert [path for path, picture in pictures if not (picture.get("alt") or "").strip()] == []
    marks = [str(ROOT), str(Path(sys.prefix)), str(Path.home() / ".")]
    told = [path.name for path in pages if any(mark in path.read_text(encoding="utf-8") for mark in marks)]
    assert told == []


def test_every_public_name_every_option_and_every_notebook_has_its_place(pages, site):
    names = {str(one) for one in pages[site / "reference/python.html"].xpath("//dt/@id")}
    assert {f"wres_analysis.{name}" for name in wres_analysis.__all__} <= names
    commands = pages[site / "reference/commands.html"].text_content()
    assert "--time-limit S" in commands
    notebooks = {path.stem for path in (ROOT / "notebooks").glob("0*.ipynb")}
    assert {path.stem for path in (site / "notebooks").glob("0*.html")} == notebooks


def test_messages_that_a_page_explains_are_those_of_the_package():
    """A message that was reworded must be reworded in the page as well."""
    page = (DOCS / "howto" / "when-something-fails.md").read_text(encoding="utf-8")
    package = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "wres_analysis").rglob("*.py"))
    said = re.findall(r"^\| (?!the line says|---)(.+?) \|", page, re.MULTILINE)
    assert len(said) > 15
    parts = [part.strip(" ',;") for line in said for part in line.split("…")]
    assert [part for part in parts if len(part) > 3 and part not in package] == []


@pytest.mark.parametrize(("theme", "width"), [("light", 1200), ("dark", 420)])
def test_axe_finds_nothing_serious_or_critical(theme, width, site, browser):
    context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 900})
    page = context.new_page()
    for name in SEEN_BY_AXE:
        page.goto((site / f"{name}.html").as_uri())
        page.add_script_tag(content=axe_source())
        found = page.evaluate("axe.run(document)")
        assert len(found["passes"]) > 10
        assert serious(found) == [], name
    context.close()


def test_no_page_is_wider_than_a_telephone(site, pages, browser):
    page = browser.new_page(viewport={"width": 420, "height": 900})
    wide = []
    for path in pages:
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(path.relative_to(site).as_posix())
    page.close()
    assert wide == []
