"""Pick an organisation and its plan years in a notebook, and see every exhibit below change.

The exhibits are ordinary outputs that the picker replaces in place, so that a saved notebook, a page and a
run without a person hold them like any other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any
from uuid import uuid4

import IPython.display
import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.lives import register
from wres_analysis.processes.progress import someone_can_click
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.table_columns import NOT_HELD

_in_place: Any = IPython.display  # it has no types
NOT_PICKED = "no earlier plan picked"
_PAUSE = 0.001  # seconds between two exhibits, in which a newer choice can come through


class Picker:
    """An organisation and a range of its plan years, and the exhibits that follow them."""

    def __init__(
        self,
        analysis: Analysis,
        organisation: str,
        *,
        live: bool,
        parameters: Mapping[str, object] | None = None,
    ) -> None:
        self.analysis, self.live = analysis, live
        self.parameters: dict[str, object] = {}
        self._others = {name: value for name, value in (parameters or {}).items() if value}
        self._shown: list[_Shown] = []
        self._redrawing: asyncio.TimerHandle | None = None
        self._choose(organisation, years_of(analysis, organisation))

    @property
    def shown(self) -> list[Exhibit]:
        """The exhibits as they stand now, in the order of their cells."""
        return [one.exhibit for one in self._shown]

    @property
    def codes(self) -> list[str]:
        """The organisations that have a plan, and the one that is picked, in the order of the data folder."""
        read = {*self.analysis.plans["organisation"], self.organisation}
        return [code for code in self.analysis.names if code in read]

    @property
    def label(self) -> str:
        """What is picked, in words."""
        plans = " to ".join(dict.fromkeys([*self.years[:1], *self.years[-1:]]))
        return f"{self._name}, {plans or 'no plan that could be read'}"

    @property
    def _name(self) -> str:
        return f"{self.analysis.name_of(self.organisation)} ({self.organisation})"

    def show(self, make: Callable[..., Exhibit], *arguments: object, among_all: bool = False) -> None:
        """Show an exhibit here, and again whenever another organisation or other years are picked.

        Parameters
        ----------
        make : callable
            Makes the exhibit from `one`; among all organisations, from the whole analysis and the code.
        *arguments
            Handed on to it.
        among_all : bool
            The exhibit shows the organisation among all others.
        """
        new = _Shown(make, arguments, among_all, f"wres-{uuid4().hex}")
        new.exhibit = self._made(new)
        self._shown = [one for one in self._shown if one.exhibit.name != new.exhibit.name] + [new]
        _in_place.display(self._face(new), display_id=new.place)

    def pick(self, organisation: str, years: Sequence[str] = ()) -> None:
        """Pick another organisation or other years, and draw every exhibit again.

        Parameters
        ----------
        organisation : str
            Code.
        years : sequence of str, optional
            Plan years; all where blank.

        Raises
        ------
        DataFolderError
            The code is not among the organisations.
        """
        self._choose(organisation, years or years_of(self.analysis, organisation))
        if self._redrawing:
            self._redrawing.cancel()  # of an earlier choice that is out of date now
        self._draw_next(iter(list(self._shown)))

    def _choose(self, organisation: str, years: Sequence[str]) -> None:
        self.one = narrowed(self.analysis, organisation, years)
        held = years_of(self.analysis, organisation)
        self.organisation, self.years = organisation, [year for year in held if year in set(years)]
        self.parameters.clear()
        self.parameters.update(organisation=organisation, **self._others)
        if self.years != held:
            self.parameters["plan years"] = ", ".join(self.years)

    def _draw_next(self, rest: Iterator[_Shown]) -> None:
        """Draw one exhibit after the other, top first; in a kernel, a newer choice may come in between."""
        for one in rest:
            try:
                one.exhibit = self._made(one)
            except Exception as error:  # one of the organisation picked before must not stay in its place
                name, title = one.exhibit.name, one.exhibit.title
                one.exhibit = Exhibit(name, title, notice=f"{title}: cannot be drawn ({error}).")
            _in_place.update_display(self._face(one), display_id=one.place)
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:
                continue
            self._redrawing = loop.call_later(_PAUSE, self._draw_next, rest)
            return
        self._redrawing = None

    def _made(self, one: _Shown) -> Exhibit:
        subject = (self.analysis, self.organisation) if one.among_all else (self.one,)
        exhibit = one.make(*subject, *one.arguments)
        earlier_held = self.years[:1] != years_of(self.analysis, self.organisation)[:1]
        return said_of_picked(exhibit) if earlier_held else exhibit

    def _face(self, one: _Shown) -> Exhibit | _Labelled:
        whose = f"{self._name}, among all organisations" if one.among_all else self.label
        return _Labelled(one.exhibit, whose) if self.live else one.exhibit

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mapping[str, object]:
        del include, exclude
        still = {"text/html": f"<p>Shown below: <strong>{escape(self.label)}</strong></p>"}
        plain = {**still, "text/plain": f"Shown below: {self.label}"}
        if not self.live:
            return plain
        return {**picker_controls(self)._repr_mimebundle_(), **plain}


@dataclass
class _Shown:
    """One exhibit in its place."""

    make: Callable[..., Exhibit]
    arguments: tuple[object, ...]
    among_all: bool
    place: str
    exhibit: Exhibit = field(default_factory=lambda: Exhibit("", ""))


@dataclass(frozen=True)
class _Labelled:
    """An exhibit under a line that says whose it is: pictures of two organisations look alike."""

    exhibit: Exhibit
    label: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mapping[str, str]:
        del include, exclude
        shown = self.exhibit._repr_mimebundle_()["text/html"]
        return {
            "text/html": f"<p><strong>{escape(self.label)}</strong></p>{shown}",
            "text/plain": f"{self.label}\n{self.exhibit.text()}",
        }


def pick_organisation(analysis: Analysis, organisation: str, **parameters: object) -> Picker:
    """A picker for a notebook: two fields above, and every exhibit that is shown through it follows.

    Where nobody can click (papermill, nbval, the batch, a page) it shows the same organisation's exhibits as
    they are, and loads no widget.

    Parameters
    ----------
    analysis : Analysis
        Of all organisations.
    organisation : str
        Code of the one to begin with.
    **parameters
        Others of the notebook that the provenance should name; blank ones are left out.

    Raises
    ------
    DataFolderError
        The code is not among the organisations; the nearest one is named.

    Examples
    --------
    In a notebook, with `from wres_analysis.reports import organisation as exhibits`:

    >>> pick = pick_organisation(wa.open("data"), "5E1")  # doctest: +SKIP
    >>> pick.show(exhibits.status_mix)                          # doctest: +SKIP
    """
    return Picker(analysis, organisation, live=someone_can_click(), parameters=parameters)


def years_of(analysis: Analysis, code: str) -> list[str]:
    """The plan years that were read of one organisation, oldest first."""
    plans = analysis.plans
    return [str(year) for year in plans.loc[plans["organisation"].eq(code), "plan_year"]]


def narrowed(analysis: Analysis, code: str, years: Sequence[str]) -> Analysis:
    """The analysis of one organisation, with the rows of some of its plans."""
    one = analysis.only(code)
    kept = {
        name: table if name in one.shared_tables else _of_years(table, years)
        for name, table in one.tables.items()
    }
    if set(years) != set(years_of(analysis, code)):  # of what is picked another plan may be the newest
        kept["register"] = register(kept["actions"], kept["links"], kept["plans"])
    return Analysis.of_tables(kept, one.problems)


def _of_years(table: pd.DataFrame, years: Sequence[str]) -> pd.DataFrame:
    if "plan_year" in table.columns:
        wanted = table["plan_year"].isin(years)
        if "code" in table.columns:
            wanted |= table["code"].eq("not_read")
    else:
        wanted = table[["from_year", "to_year"]].isin([*years, ""]).all(axis="columns")
    return table[wanted].reset_index(drop=True)


def said_of_picked(exhibit: Exhibit) -> Exhibit:
    """The exhibit with "no earlier plan held" put right: one is held, it was only not picked."""
    table = exhibit.table
    return replace(
        exhibit,
        notice=exhibit.notice.replace(NOT_HELD, NOT_PICKED),
        points=[
            point.replace(NOT_HELD, NOT_PICKED) if NOT_HELD in point else point for point in exhibit.points
        ],
        table=None if table is None else table.replace(NOT_HELD, NOT_PICKED),
    )


def picker_controls(picker: Picker) -> Any:
    """Organisation, first plan and last plan as three lists in a row; a change in one is picked at once."""
    import ipywidgets  # only where somebody can click

    def chosen(name: str, options: Sequence[object], value: object, width: str) -> Any:
        layout = ipywidgets.Layout(width=width, max_width="100%")
        style = {"description_width": "initial"}
        return ipywidgets.Dropdown(description=name, options=options, value=value, layout=layout, style=style)

    names = [(f"{picker.analysis.name_of(code)} ({code})", code) for code in picker.codes]
    held, years = years_of(picker.analysis, picker.organisation), picker.years or [""]
    lists = (
        chosen("Organisation", names, picker.organisation, "34em"),
        chosen("First plan", held, years[0] or None, "15em"),
        chosen("Last plan", held, years[-1] or None, "15em"),
    )
    _Followed(picker, *lists)
    return ipywidgets.Box(lists, layout=ipywidgets.Layout(flex_flow="row wrap", grid_gap="0 1em"))


class _Followed:
    """The three lists, each of which takes the others along."""

    def __init__(self, picker: Picker, organisation: Any, first: Any, last: Any) -> None:
        self._picker, self._organisation, self._first, self._last = picker, organisation, first, last
        self._quiet = False  # while a list is set because of another one
        organisation.observe(self._other_organisation, "value")
        for years in (first, last):
            years.observe(self._other_years, "value")

    def _other_organisation(self, change: Any) -> None:
        held = years_of(self._picker.analysis, change["new"])
        self._quiet = True
        for years, value in ((self._first, held[:1]), (self._last, held[-1:])):
            years.options = held
            years.value = value[0] if value else None
        self._quiet = False
        self._picker.pick(change["new"])

    def _other_years(self, change: Any) -> None:
        if self._quiet:
            return
        held = list(self._first.options)
        first, last = held.index(self._first.value), held.index(self._last.value)
        if first > last:  # whichever was moved takes the other along
            self._quiet = True
            (self._last if change["owner"] is self._first else self._first).value = change["new"]
            self._quiet = False
            first = last = held.index(change["new"])
        self._picker.pick(self._organisation.value, held[first : last + 1])
