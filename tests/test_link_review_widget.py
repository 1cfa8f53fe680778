"""The widget without a notebook: a page in headless Chromium, with a stand-in for the model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_reviews import doubtful, rows_in, sitting
from test_accessibility import axe_source

from wres_analysis.errors import DataFolderError
from wres_analysis.notebook.link_review import review_widget as link_review_widget
from wres_analysis.notebook.link_review.review_widget import LinkReviewWidget, review_links
from wres_analysis.notebook.link_review.reviewed_file import REVIEWED
from wres_analysis.reports.exhibit import Exhibit

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Review</title>
<style>{css}</style></head>
<body data-jp-theme-light="{light}" style="background: {ground}"><main><div id="widget"></div></main>
<script type="module">
{script}
const traits = {traits}, listeners = {{}};
const model = {{
  get: (name) => traits[name], on: (name, heard) => (listeners[name] ??= []).push(heard), off() {{}},
  send: async (message) => {{
    Object.assign(traits, await window.answered(message));
    for (const name of Object.keys(traits)) (listeners["change:" + name] ?? []).forEach((heard) => heard());
  }},
}};
render({{ model, el: document.getElementById("widget") }});
window.outside = [];
document.addEventListener("keydown", (event) => window.outside.push(event.key));
</script></body></html>"""


def traits_of(widget: LinkReviewWidget) -> dict[str, Any]:
    return {name: getattr(widget, name) for name in ("actions", "state", "effect")}


def page_of(widget: LinkReviewWidget, light: str = "true") -> str:
    told = json.dumps(traits_of(widget)).replace("</", "<\\/")
    script = LinkReviewWidget._esm.replace("export default { render };", "")
    ground = "#fff" if light == "true" else "#111"
    return PAGE.format(css=LinkReviewWidget._css, script=script, traits=told, light=light, ground=ground)


class Sitter:
    """Somebody at the keyboard, and the page in front of them."""

    def __init__(self, browser: Any, folder: Path, reviewer: str = "Ann", light: str = "true") -> None:
        self.widget = LinkReviewWidget(sitting(folder, reviewer))
        self.page = browser.new_page()
        self.page.expose_function("answered", self._answered)
        place = folder / "page.html"
        place.write_text(page_of(self.widget, light), encoding="utf-8")
        self.page.goto(place.as_uri())
        self.page.focus("section.wres-review")

    def _answered(self, message: dict[str, Any]) -> dict[str, Any]:
        self.widget.answer(message)
        return traits_of(self.widget)

    def press(self, key: str) -> None:
        before = self.page.get_attribute("section", "data-answer")
        self.page.keyboard.press(key)
        self.page.wait_for_selector(f"section:not([data-answer='{before}'])")

    def heard(self) -> str:
        return str(self.page.inner_text("[role=status]"))

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.tagName"))


def ids_and_decisions(folder):
    return [(row["from_id"], row["to_id"], row["decision"]) for row in rows_in(folder)]


def test_pairs_are_judged_by_keyboard_alone(browser, tmp_path):
    ann = Sitter(browser, tmp_path)
    ann.press("a")
    assert ids_and_decisions(tmp_path) == [("1", "5", "link")]
    assert ann.heard().startswith(
        "Accepted and written. Pair 2 of 3. Earlier plan 2021-22: Review how <script>"
    )
    assert ann.focused() == "SECTION"
    ann.press("r")
    ann.press("u")
    assert ids_and_decisions(tmp_path) == [("1", "5", "link")]
    ann.press("s")
    ann.press("ArrowLeft")
    ann.press("ArrowRight")
    ann.press("1")
    assert ids_and_decisions(tmp_path)[1:] == [("2", "6", "no"), ("2", "9", "link")]
    assert "All pairs have been seen: 2 decided in this sitting, 1 skipped." in ann.page.inner_text(
        ".wres-done"
    )
    assert ann.page.evaluate("window.outside") == []  # the notebook hears none of these keys


def test_a_key_that_does_nothing_says_so_and_the_file_and_the_rates_are_those_in_view(browser, tmp_path):
    ann = Sitter(browser, tmp_path)
    assert str(tmp_path / "links_reviewed.csv") in ann.page.inner_text("header")
    ann.press("a")
    ann.page.keyboard.press("9")
    assert ann.heard() == "Key 9: there is no other partner 9 here. Nothing was decided."
    assert ids_and_decisions(tmp_path) == [("1", "5", "link")]
    shown = ann.widget.state["pair"]
    assert f"{shown['old']['year']} to {shown['new']['year']}" in ann.page.inner_text(".wres-effect caption")


def test_another_partner_is_found_by_typing(browser, tmp_path):
    ann = Sitter(browser, tmp_path)
    ann.page.keyboard.press("/")
    ann.page.keyboard.type("adverts train")  # letters of commands, too
    assert "No other action of the two plans has these words" in ann.page.inner_text(".wres-others")
    ann.page.get_by_label("Find another action").fill("mentors midwives")
    ann.page.keyboard.press("Enter")
    assert ann.focused() == "BUTTON"
    ann.press("Enter")
    assert ids_and_decisions(tmp_path) == [("1", "5", "no"), ("1", "9", "link")]
    assert ann.focused() == "SECTION" and ann.page.get_by_label("Find another action").input_value() == ""


def test_a_click_does_the_same_and_the_button_keeps_the_focus(browser, tmp_path):
    ann = Sitter(browser, tmp_path)
    ann.page.get_by_role("button", name="Accept a").click()
    ann.page.wait_for_selector("section[data-answer='2']")
    assert ids_and_decisions(tmp_path) == [("1", "5", "link")] and ann.focused() == "BUTTON"
    assert "100% (4 of 4)" in ann.page.inner_text(".wres-effect")


def test_the_name_is_asked_for_once(browser, tmp_path):
    ann = Sitter(browser, tmp_path, reviewer="")
    ann.page.keyboard.press("a")
    ann.page.get_by_label("Your name or initials").focus()
    ann.press("Enter")
    assert "give your name or initials" in ann.page.inner_text("[role=alert]")
    ann.page.get_by_label("Your name or initials").fill("Ann B")
    ann.press("Enter")
    assert not ann.page.is_visible("text=Your name or initials") and not (tmp_path / REVIEWED).exists()
    ann.press("r")
    assert rows_in(tmp_path)[0]["reviewer"] == "Ann B"


def test_what_waits_is_said_in_one_line(browser, tmp_path):
    lock = tmp_path / f".~lock.{REVIEWED}#"
    lock.touch()
    ann = Sitter(browser, tmp_path)
    ann.press("a")
    told = ann.page.inner_text("[role=alert]")
    assert told.startswith(f"{REVIEWED}: the file is open in another program; save and close it there (1")
    lock.unlink()
    ann.page.get_by_role("button", name="Try to write again").click()
    ann.page.wait_for_selector("section[data-answer='3']")
    assert ids_and_decisions(tmp_path) == [("1", "5", "link")]


@pytest.mark.parametrize("light", ["true", "false"])
def test_axe_finds_nothing_serious(browser, tmp_path, light):
    ann = Sitter(browser, tmp_path, light=light)
    ann.press("r")
    ann.page.keyboard.press("?")
    ann.page.evaluate(axe_source())
    found = ann.page.evaluate("axe.run(document)")
    wrong = [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")]
    assert wrong == []
    assert len(found["passes"]) > 20 and ann.page.is_visible("text=accept: the two belong together")


def test_a_key_for_a_pair_that_is_not_on_show_decides_nothing(tmp_path):
    widget = LinkReviewWidget(sitting(tmp_path))
    shown = widget.state["key"]
    widget.answer({"do": "accept", "pair": shown})
    widget.answer({"do": "accept", "pair": shown})
    widget.answer({"do": "__init__", "pair": widget.state["key"]})
    assert len(rows_in(tmp_path)) == 1 and widget.state["answer"] == 4


def test_a_table_stands_where_nobody_can_click(tmp_path, monkeypatch):
    shown = review_links(tmp_path, analysis=doubtful())
    assert isinstance(shown, Exhibit) and len(shown.review.left) == 3  # notebook 07 asks for it
    assert sorted(shown._repr_mimebundle_()) == ["text/html", "text/plain"]
    monkeypatch.setattr(link_review_widget, "someone_can_click", lambda: True)
    widget = review_links(tmp_path, analysis=doubtful(), organisation="T1", reviewer="Ann")
    bundle, _ = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle and "<table>" in bundle["text/html"]


def test_what_is_not_there_is_one_line(tmp_path):
    with pytest.raises(DataFolderError, match="nowhere: there is no such data folder"):
        review_links(tmp_path / "nowhere")
    with pytest.raises(DataFolderError, match="organisation 'T9' is not in the data"):
        review_links(tmp_path, analysis=doubtful(), organisation="T9")


def test_nothing_from_outside_is_loaded():
    for text in (LinkReviewWidget._esm, LinkReviewWidget._css):
        assert not any(word in str(text) for word in ("http", "import ", "url(", "innerHTML"))
