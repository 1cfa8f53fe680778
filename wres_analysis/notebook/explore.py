"""A table to filter and sort inside a notebook; nothing is loaded from outside the machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from wres_analysis.processes.progress import someone_can_click
from wres_analysis.reports.table_columns import html_table, in_words

FIRST_OF_ACTIONS = (
    *("organisation", "plan_year", "place", "row", "ref", "action", "owner", "deadline", "revised_deadline"),
    *("status", "comment", "carried_over_from"),
)
FIRST_OF_LINKS = (
    *("organisation", "from_year", "from_place", "from_text", "to_year", "to_place", "to_text"),
    *("kind", "probability", "reason", "decided_by"),
)
WORDS = {
    "plan_year": "Plan year",
    "place": "Page or place",
    "ref": "No.",
    "from_year": "Earlier plan",
    "from_place": "Its place",
    "from_text": "Earlier wording",
    "to_year": "Later plan",
    "to_place": "Place",
    "to_text": "Later wording",
}
LONG, SHORT_PAGE, STILL_ROWS = 60, 10, 20
_WIDE = {"width": "22em", "className": "dt-left"}
_PLAIN = str.maketrans("<>", "‹›")  # the widget takes a column title for HTML


def explore(table: pd.DataFrame, actions: pd.DataFrame | None = None, *, title: str = "") -> Explorer:
    """A table of the analysis to look through: search, filter by column, sort, leaf.

    Parameters
    ----------
    table : pandas.DataFrame
        ACTIONS, LINKS or any other table. The telling columns stand first; the "Columns" button brings the
        rest.
    actions : pandas.DataFrame, optional
        ACTIONS: beside the ids of LINKS their wordings and places are shown.
    title : str, optional
        What the table is called.

    Returns
    -------
    Explorer
        Shows itself: to click through in JupyterLab, as a plain table where nobody can click.

    Examples
    --------
    >>> rows = pd.DataFrame({"organisation": ["5E1"], "plan_year": ["2022-23"], "action": ["Train panels"]})
    >>> explore(rows, title="Actions").table.columns.tolist()
    ['Organisation', 'Plan year', 'Action']
    """
    told = table if actions is None or "from_id" not in table else with_wordings(table, actions)
    telling = FIRST_OF_LINKS if "from_id" in told else FIRST_OF_ACTIONS if "action_id" in told else told
    first = [name for name in telling if name in told]
    rest = [name for name in told.columns if name not in first]
    shown = _blanks_filled(told[[*first, *rest]]).rename(columns=lambda name: WORDS.get(name, in_words(name)))
    return Explorer(shown, len(first) or len(rest), title or f"{len(shown)} rows", someone_can_click())


def with_wordings(links: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """LINKS with the wording and the place of both actions beside their ids."""
    keys = ["organisation", "plan_year", "action_id"]
    text = (actions["action"] + " – " + actions["detail"]).str.removesuffix(" – ")
    said = actions[keys].assign(text=text, place=actions["place"])
    for end in ("from", "to"):
        names = {"plan_year": f"{end}_year", "action_id": f"{end}_id"}
        names |= {"text": f"{end}_text", "place": f"{end}_place"}
        own = [name for name in ("text", "place") if f"{end}_{name}" not in links]
        beside = said[[*keys, *own]].rename(columns=names)
        links = links.merge(beside, on=["organisation", f"{end}_year", f"{end}_id"], how="left")
    return links


def _blanks_filled(table: pd.DataFrame) -> pd.DataFrame:
    """Nothing where nothing is known; numbers stay numbers, so that they sort as such."""
    filled = table.copy()
    for name in table.columns:
        if not pd.api.types.is_numeric_dtype(table[name]):
            filled[name] = table[name].astype("str").where(table[name].notna(), "")
    return filled


@dataclass(frozen=True, eq=False)
class Explorer:
    """A table that shows itself as well as its place allows."""

    table: pd.DataFrame  # the columns in the order in which they are shown, with titles in words
    telling: int  # how many of them are shown before anyone asks for more
    title: str  # caption
    live: bool  # whether somebody can click

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mapping[str, object]:
        del include, exclude
        still = self.table.iloc[:STILL_ROWS, : self.telling]
        left = len(self.table) - len(still)
        more = f"<p>{left} more rows; run this cell in JupyterLab to look through them.</p>" if left else ""
        shown = html_table(still, self.title) + more
        plain = {"text/html": shown, "text/plain": still.to_string(index=False)}
        return {**self.widget()._repr_mimebundle_()[0], **plain} if self.live else plain

    def widget(self) -> Any:
        """The table as a widget of its own, whose script comes with the package."""
        from itables.widget import ITable

        return ITable(
            self.table.rename(columns=lambda name: str(name).translate(_PLAIN)),
            caption=self.title,
            classes="display compact",
            style="width:100%;caption-side:top;text-align:left",
            columnControl=["order", ["search"]],
            ordering={"indicators": False, "handler": False},  # the buttons beside the titles do it
            columnDefs=self._column_settings(),
            buttons=[{"extend": "colvis", "text": "Columns"}],
            layout={"topStart": "buttons", "topEnd": "search", "bottomStart": "info", "bottomEnd": "paging"},
            pageLength=SHORT_PAGE,
            allow_html=False,  # a plan may hold anything
            maxBytes=0,  # all rows: a table that lost some in silence would be a wrong one
            scrollX=True,
            showIndex=False,
        )

    def _column_settings(self) -> list[dict[str, Any]]:
        lengths = [self.table[name].astype("str").str.len().max() for name in self.table]
        long = [place for place, length in enumerate(lengths) if length > LONG]
        hidden = list(range(self.telling, len(lengths)))
        settings: list[dict[str, Any]] = [{"targets": long, **_WIDE}, {"targets": hidden, "visible": False}]
        return [setting for setting in settings if setting["targets"]]
