"""Check one plan: each page beside what was read from it, and what to do about what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from wres_analysis.errors import DataFolderError, WresError
from wres_analysis.notebook.plan_check import pages_html as html
from wres_analysis.notebook.plan_check.checked_plan import (
    Look,
    PlanPlace,
    check_choice,
    mapping_of,
    numbered_notes,
    plan_place,
    read_for_a_look,
    save_mapping,
)
from wres_analysis.notebook.plan_check.pages_html import columns_line, still_shown, summary_of
from wres_analysis.notebook.plan_check.plan_pages import Leaf, PagePicture, draw_page, leaves_of
from wres_analysis.plans.plan_columns import FILE, LEAVE_OUT
from wres_analysis.processes.progress import someone_can_click
from wres_analysis.tables import ACTIONS, READING_NOTES, dates_as_text, table_of
from wres_analysis.vocabulary.headings import plain_title

PAGES_SHOWN = 2


class PlanCheck:
    """A plan beside what was read from it; made by `check_my_plan`.

    It shows itself in a notebook: with controls in JupyterLab, still where nobody can click. `actions` are
    its rows of ACTIONS, `notes` its reading notes with what to do about each, `columns` its headings with the
    fields that they were taken for, `leaves` its pages, sheets or parts, and `said` what became of the last
    mapping.
    """

    def __init__(self, place: PlanPlace, pages: Iterable[int] | None = None) -> None:
        self.place, self.said = place, ""
        self._unsaved: dict[str, str] = {}
        self._take(read_for_a_look(place.plan, self.mapping))
        self._pages = self._checked(pages)

    def _take(self, look: Look) -> None:
        self._look = look
        self.columns = look.columns
        self.actions = look.extracted.actions if look.extracted else table_of([], ACTIONS)
        notes = look.extracted.notes if look.extracted else table_of([], READING_NOTES)
        self.notes = numbered_notes(notes)
        self.leaves = leaves_of(look.document, self.actions)
        self._pictures: dict[int, PagePicture] = {}

    @property
    def name(self) -> str:
        """Name of the file."""
        return self.place.plan.path.name

    @property
    def mapping(self) -> dict[str, str]:
        """What was said about its headings: heading to field."""
        return {**mapping_of(self.place.data, self.place.plan), **self._unsaved}

    @property
    def summary(self) -> list[str]:
        """What was read, in a line, and what stands in the way of reading it, a line each."""
        return summary_of(self.place, self._look, self.leaves, self.notes)

    def map_column(
        self, heading: str, field: str, *, replace: bool = False, every_plan: bool = False
    ) -> PlanCheck:
        """Say what a column is, keep it where reading finds it, and read the plan again.

        Parameters
        ----------
        heading : str
            As printed; case and plural do not count.
        field : str
            A column of ACTIONS, such as "owner", or "ignore" to leave the column out.
        replace : bool
            Say it anew where something else was said before.
        every_plan : bool
            Keep it for every plan of the organisation, not only for this document.

        Returns
        -------
        PlanCheck
            This check, with the plan read anew.

        Raises
        ------
        DataFolderError
            There is no such heading or field, or the heading was mapped to another field before.
        """
        return self.map_columns({heading: field}, replace=replace, every_plan=every_plan)

    def map_columns(
        self, chosen: Mapping[str, str], *, replace: bool = False, every_plan: bool = False
    ) -> PlanCheck:
        """Say what several columns are, and read the plan once.

        Parameters
        ----------
        chosen : mapping of str to str
            Heading to field.
        replace, every_plan : bool
            As for `map_column`.
        """
        known = {plain_title(column.title): column.title for column in self.columns}
        for heading, field in chosen.items():
            before = {} if replace else self.mapping
            check_choice(heading, field, known.values(), before)
        printed = {known[plain_title(heading)]: field for heading, field in chosen.items()}
        look = read_for_a_look(self.place.plan, {**self.mapping, **printed})
        self._keep(printed, replace, every_plan)
        self._take(look)
        return self

    def _keep(self, printed: Mapping[str, str], replace: bool, every_plan: bool) -> None:
        for heading, field in printed.items():
            if self.place.data is None:
                self._unsaved[heading] = field
            else:
                how = {"replace": replace, "every_plan": every_plan}
                save_mapping(self.place.data, self.place.plan, heading, field, **how)
        choices = [
            f"'{heading}' " + ("left out" if field == LEAVE_OUT else f"as {html.in_words(field)}")
            for heading, field in printed.items()
        ]
        self.said = f"Read again with {', '.join(choices)}. " + self._where_kept(every_plan)

    def _where_kept(self, every_plan: bool) -> str:
        if self.place.data is not None:
            whose = f"plan of {self.place.plan.organisation}" if every_plan else f"file named '{self.name}'"
            return f"Saved in {self.place.data / FILE} for every {whose}."
        return (
            f"Not saved: the plan lies in no data folder. Put it into <data>/plans/<code>/, or say "
            f"data='<data>'; the mapping is then saved in <data>/{FILE}, where every reading finds it."
        )

    def picture(self, leaf: Leaf) -> PagePicture | None:
        """The picture of a page, drawn when it is first wanted; None for a leaf that has none."""
        if leaf.page and leaf.page not in self._pictures:
            self._pictures[leaf.page] = draw_page(self.place.plan.path, leaf.page, self._wordings(leaf))
        return self._pictures.get(leaf.page)

    def _wordings(self, leaf: Leaf) -> dict[int, list[str]]:
        """The texts by which each action is found; what it shares with the row above says nothing."""
        found: dict[int, list[str]] = {}
        before = ""
        for row in self._rows_of(leaf):
            own = [str(row[name]) for name in ("action", "detail", "ref") if row[name]]
            found[int(str(row["row"]))] = own[1:] + own[:1] if row["action"] == before else own[:1]
            before = str(row["action"])
        return found

    def _rows_of(self, leaf: Leaf) -> list[dict[str, object]]:
        rows = dates_as_text(self.actions[self.actions["row"].isin(leaf.rows)])
        return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]

    def leaf_html(self, leaf: Leaf) -> str:
        """A page, sheet or part beside what was read from it, as HTML."""
        notes = [note for note in self.notes if note.row in leaf.rows]
        try:
            picture, fault = self.picture(leaf), []
        except WresError as error:  # what was read from the page is shown all the same
            picture, fault = None, [str(error)]
        shown = html.leaf_html(self.name, leaf, picture, self._rows_of(leaf), notes)
        return html.lines_html(fault, "notice") + shown

    def head_html(self) -> str:
        """The summary and the notes on the document as a whole, as HTML."""
        first, *others = self.summary
        lines = html.lines_html([first], "summary") + html.lines_html(others, "notice")
        return lines + html.whole_html(self.notes)

    def html(self, pages: Iterable[int] | None = None) -> str:
        """The check as HTML in one piece, without controls.

        Parameters
        ----------
        pages : iterable of int, optional
            Pages, sheets or parts by number, from 1.
        """
        chosen = self._checked(pages) if pages is not None else self._pages
        shown = [self.leaf_html(self.leaves[number - 1]) for number in chosen]
        rest = html.lines_html(still_shown(chosen, self.leaves), "none")
        columns = html.columns_html(self.columns) + html.lines_html(filter(None, [self.said]), "notice")
        return html.framed(f"Check of '{self.name}'", self.head_html(), columns, *shown, rest)

    def _checked(self, pages: Iterable[int] | None) -> list[int]:
        if pages is None:
            filled = [number for number, leaf in enumerate(self.leaves, start=1) if leaf.rows]
            return (filled or [1])[:PAGES_SHOWN]
        chosen = list(pages)
        beyond = [number for number in chosen if not 1 <= number <= len(self.leaves)]
        if beyond:
            last = len(self.leaves)
            raise DataFolderError(f"there is no page {beyond[0]}", self.name, f"its pages are 1 to {last}")
        return chosen

    def __repr__(self) -> str:
        lines = [*self.summary, columns_line(self.columns), self.said]
        return "\n".join(line for line in lines if line)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mapping[str, object]:
        del include, exclude
        still = {"text/html": self.html(), "text/plain": repr(self)}
        if not someone_can_click():
            return still
        from wres_analysis.notebook.plan_check.controls import plan_check_controls

        return {**plan_check_controls(self)._repr_mimebundle_(), **still}


def check_my_plan(
    path: Path | str,
    *,
    organisation: str = "",
    plan_year: str = "",
    data: Path | str | None = None,
    pages: Iterable[int] | None = None,
) -> PlanCheck:
    """Read one plan and see each page beside what was read from it, with what to do about each note.

    Parameters
    ----------
    path : path
        A published file of any format that is read, or a folder with one plan.
    organisation, plan_year : str, optional
        What the folder and the file name cannot tell.
    data : path, optional
        Data folder in which mappings of columns are kept; told from the path where the file lies at
        `<data>/plans/<code>/`.
    pages : iterable of int, optional
        Pages, sheets or parts that are shown where nobody can click; the first two with actions when left
        out.

    Returns
    -------
    PlanCheck
        It shows itself in a notebook, and says its summary at the Python prompt.

    Raises
    ------
    WresError
        There is no such file, or it cannot be read; one line says what to do.

    Examples
    --------
    >>> check_my_plan("data/plans/5E1")  # doctest: +SKIP
    >>> check = check_my_plan("data/plans/ASH/2024-25 WRES action plan.pdf")  # doctest: +SKIP
    >>> check.map_column("Lead person", "owner")  # doctest: +SKIP
    """
    return PlanCheck(plan_place(path, organisation, plan_year, data), pages)
