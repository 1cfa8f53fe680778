"""The controls of a check in JupyterLab: pages to turn, and a choice for each column."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as widgets

from wres_analysis.errors import WresError
from wres_analysis.notebook.plan_check import pages_html as html
from wres_analysis.plans.plan_columns import Column, mappable_fields
from wres_analysis.reports.phrases import phrase

if TYPE_CHECKING:
    from wres_analysis.notebook.plan_check.plan_check import PlanCheck

AS_READ = ""
_LEAD = "Columns: say what one is, then save. The plan is read again, and the choice is kept."
_LONGEST_LABEL = 30
_COLUMNS = "repeat(auto-fit, minmax(min(28em, 100%), 1fr))"
_WIDE = {"description_width": "initial"}


def plan_check_controls(check: PlanCheck) -> widgets.VBox:
    """The check with its controls."""
    return _Controls(check).box


class _Controls:
    """The widgets of one check, and what happens when they are used."""

    def __init__(self, check: PlanCheck) -> None:
        self.check = check
        self.head, self.leaf, self.said = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.back = _button("Previous page", lambda: self._turn(-1))
        self.on = _button("Next page", lambda: self._turn(1))
        self.save = _button("Save and read again", self._save)
        options = [("this document", False), (f"every plan of {check.place.plan.organisation}", True)]
        self.whose = widgets.Dropdown(
            options=options, description="Keep it for", style=_WIDE, layout={"width": "auto"}
        )
        self.pages = widgets.Dropdown(description="Page", style=_WIDE, layout={"width": "auto"})
        self.choices: dict[str, widgets.Dropdown] = {}
        self.columns = widgets.VBox()
        turning = widgets.HBox([self.back, self.pages, self.on])
        self.box = widgets.VBox([self.head, self.columns, turning, self.leaf])
        self._show_all()
        self.pages.observe(lambda _: self._show_leaf(), names="index")

    def _show_all(self) -> None:
        self.head.value = html.framed(f"Check of '{self.check.name}'", self.check.head_html())
        self._show_columns()
        index = self.pages.index
        self.pages.options = [
            phrase("{title} ({n:row})", title=leaf.title, n=len(leaf.rows)) for leaf in self.check.leaves
        ]
        first = next((at for at, leaf in enumerate(self.check.leaves) if leaf.rows), 0)
        self.pages.index = first if index is None else min(index, len(self.check.leaves) - 1)
        self._show_leaf()

    def _show_columns(self) -> None:
        titled = [column for column in self.check.columns if column.title]
        width = min(max((len(column.title) for column in titled), default=1), _LONGEST_LABEL)
        self.choices = {column.title: _choice(column, width) for column in titled}
        lead = widgets.HTML(html.framed("Columns", html.lines_html([_LEAD], "none")))
        choices = widgets.GridBox(list(self.choices.values()), layout={"grid_template_columns": _COLUMNS})
        kept = [self.whose] if self.check.place.data is not None else []
        self.columns.children = (lead, choices, widgets.HBox([*kept, self.save]), self.said)

    def _show_leaf(self) -> None:
        at = self.pages.index or 0
        self.back.disabled, self.on.disabled = at == 0, at == len(self.check.leaves) - 1
        shown = self.check.leaf_html(self.check.leaves[at])
        self.leaf.value = html.framed(self.check.leaves[at].title, shown)

    def _turn(self, step: int) -> None:
        self.pages.index = min(max((self.pages.index or 0) + step, 0), len(self.check.leaves) - 1)

    def _save(self) -> None:
        chosen = {title: choice.value for title, choice in self.choices.items() if choice.value != AS_READ}
        if not chosen:
            self._say("Choose a field for a column first.")
            return
        self._say("Reading …")
        try:
            self.check.map_columns(chosen, replace=True, every_plan=self.whose.value)
        except WresError as error:
            self._say(str(error))
            return
        self._show_all()
        self._say(self.check.said)

    def _say(self, line: str) -> None:
        self.said.value = (
            f'<div role="status">{html.framed("Message", html.lines_html([line], "said"))}</div>'
        )


def _choice(column: Column, width: int) -> widgets.Dropdown:
    fields = [
        ("leave out" if field == "ignore" else html.in_words(field), field) for field in mappable_fields()
    ]
    return widgets.Dropdown(
        options=[(f"as read: {html.read_as(column)}", AS_READ), *fields],
        value=AS_READ,
        description=column.title,
        tooltip=column.title,
        style={"description_width": f"{width + 2}ch"},
        layout={"width": "auto", "max_width": "44em"},
    )


def _button(label: str, when_clicked: Callable[[], None]) -> widgets.Button:
    button = widgets.Button(description=label, layout={"width": "auto", "flex": "0 0 auto"})
    button.on_click(lambda _: when_clicked())
    return button
