"""The fields of the picker: organisation, first plan, last plan; lists that the keyboard works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets

if TYPE_CHECKING:
    from wres_analysis.notebook.picker import Picker


def picker_controls(picker: Picker) -> ipywidgets.Box:
    """Three labelled lists in a row; a change in one is picked at once."""
    return _Controls(picker).box


class _Controls:
    def __init__(self, picker: Picker) -> None:
        self._picker, self._quiet = picker, False
        names = [(f"{picker.analysis.name_of(code)} ({code})", code) for code in picker.codes]
        self._organisation = _list("Organisation", names, picker.organisation, "34em")
        held = picker.years_held(picker.organisation)
        first, last = (picker.years[0], picker.years[-1]) if picker.years else (None, None)
        self._first = _list("First plan", held, first, "15em")
        self._last = _list("Last plan", held, last, "15em")
        self._organisation.observe(self._other_organisation, "value")
        self._first.observe(self._other_years, "value")
        self._last.observe(self._other_years, "value")
        row = ipywidgets.Layout(flex_flow="row wrap", grid_gap="0 1em")
        self.box = ipywidgets.Box([self._organisation, self._first, self._last], layout=row)

    def _other_organisation(self, change: Any) -> None:
        held = self._picker.years_held(change["new"])
        self._quietly(lambda: self._set_years(held))
        self._picker.pick(change["new"])

    def _set_years(self, held: Sequence[str]) -> None:
        for field, value in ((self._first, held[:1]), (self._last, held[-1:])):
            field.options = held
            field.value = value[0] if value else None

    def _other_years(self, change: Any) -> None:
        if self._quiet:
            return
        held = list(self._first.options)
        first, last = held.index(self._first.value), held.index(self._last.value)
        if first > last:  # whichever was moved takes the other along
            other = self._last if change["owner"] is self._first else self._first
            self._quietly(lambda: setattr(other, "value", change["new"]))
            first = last = held.index(change["new"])
        self._picker.pick(self._organisation.value, held[first : last + 1])

    def _quietly(self, act: Callable[[], None]) -> None:
        self._quiet = True
        try:
            act()
        finally:
            self._quiet = False


def _list(name: str, options: Sequence[object], value: object, width: str) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(
        description=name,
        options=options,
        value=value,
        layout=ipywidgets.Layout(width=width, max_width="100%"),
        style={"description_width": "initial"},
    )
