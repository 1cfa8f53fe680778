"""The whole walk over one data folder: plans, actions, links, rates, comparison, benchmark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path

import pandas as pd

from wres_analysis.data_folder import Problem, nearest
from wres_analysis.errors import DataFolderError
from wres_analysis.linking.input import are_inherited, with_predecessors
from wres_analysis.linking.linkage import link_plans
from wres_analysis.linking.review import (
    LINKS_TO_REVIEW,
    decisions_held,
    read_reviewed_links,
    write_links_to_review,
)
from wres_analysis.linking.uncertainty import rate_intervals
from wres_analysis.measures.benchmarking import BENCHMARK, benchmark_all, compared_values, left_out
from wres_analysis.measures.carry_over import PAIR_KEY, carry_over_rates, with_doubt_of_links
from wres_analysis.measures.intervals import pooled_rates
from wres_analysis.measures.lives import REGISTER, lives, register
from wres_analysis.measures.measure_definitions import measures
from wres_analysis.measures.plan_measures import newest_actions, newest_year
from wres_analysis.measures.plan_pairs import PLAN_PAIRS, plan_pairs, without_unrated
from wres_analysis.plans.reading import PlansRead, read_plans
from wres_analysis.plans.reading_cache import read_and_keep
from wres_analysis.processes.progress import someone_can_click
from wres_analysis.tables import (
    ACTIONS,
    LINK_CANDIDATES,
    LINKS,
    ORGANISATIONS,
    PLANS,
    RATES,
    READING_NOTES,
    Schema,
    read_table,
    write_tables,
)

SUCCESSOR_LINKS = "successor_links"
MEASURED = ("plan_pairs", "rates", "comparison", "benchmark", "register")


@dataclass(frozen=True)
class Analysis:
    """Every table of one walk; each is written as a CSV of the same name.

    What is measured (plan_pairs, rates, comparison, benchmark, register) is worked out when it is asked for.

    Parameters
    ----------
    organisations, plans, actions, reading_notes : pandas.DataFrame
        What was read.
    links, link_candidates, links_to_review : pandas.DataFrame
        What was linked, over which rivals, and what a person should look at.
    problems : list of Problem
        Plans that could not be read; empty when the tables were read back from a folder.
    """

    organisations: pd.DataFrame
    plans: pd.DataFrame
    actions: pd.DataFrame
    reading_notes: pd.DataFrame
    links: pd.DataFrame
    link_candidates: pd.DataFrame
    links_to_review: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of_tables(cls, tables: Mapping[str, pd.DataFrame], problems: Iterable[Problem] = ()) -> Analysis:
        """An analysis of tables that were worked out before."""
        read = {name: table for name, table in tables.items() if name not in MEASURED}
        made = cls(**read, problems=list(problems))
        vars(made).update({name: table for name, table in tables.items() if name in MEASURED})
        return made  # where a measured table stands now it is not worked out again

    @cached_property
    def _linked_actions(self) -> pd.DataFrame:
        return with_predecessors(self.actions, self.organisations)

    @cached_property
    def plan_pairs(self) -> pd.DataFrame:
        """PLAN_PAIRS: which pairs of plans may be pooled."""
        return plan_pairs(self.links, self._linked_actions, self.plans)

    @cached_property
    def rates(self) -> pd.DataFrame:
        """RATES: what was measured of each plan and of each pair of plans."""
        actions = self._linked_actions
        counted = without_unrated(carry_over_rates(self.links, actions, self.plans), self.plan_pairs)
        return with_doubt_of_links(counted, rate_intervals(self.link_candidates, self.links, actions))

    @cached_property
    def comparison(self) -> pd.DataFrame:
        """COMPARISON: organisations side by side."""
        from wres_analysis.measures.comparison import compare_organisations

        held = self.actions, self.links, self.plans, self.organisations
        return compare_organisations(*held, rates=self.rates)

    @cached_property
    def benchmark(self) -> pd.DataFrame:
        """BENCHMARK: who differs by more than chance explains."""
        return benchmark_all(self.rates, self.organisations, pairs=self.plan_pairs)

    @cached_property
    def register(self) -> pd.DataFrame:
        """REGISTER: the newest plans by action."""
        return register(self.actions, self.links, self.plans)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, in the order of the walk."""
        return {name: getattr(self, name) for name in schemas()}

    @property
    def shared_tables(self) -> frozenset[str]:
        """Names of the tables that compare organisations: a report on one of them needs them whole."""
        return frozenset({"organisations", "comparison", "benchmark"})

    @cached_property
    def names(self) -> dict[str, str]:
        """What to call each organisation, by code; two of the same name carry their codes as well."""
        known = self.organisations[["code", "name"]].drop_duplicates("code")
        shared = known["name"].duplicated(keep=False)
        return {
            str(code): str(f"{name} ({code})" if name and twice else name or code)
            for code, name, twice in zip(known["code"], known["name"], shared, strict=True)
        }

    @property
    def unread(self) -> list[str]:
        """One line for each plan that could not be read, also where the tables were read back."""
        notes = self.reading_notes.loc[self.reading_notes["code"].eq("not_read"), "message"]
        return [str(problem.error) for problem in self.problems] or notes.tolist()

    def __repr__(self) -> str:
        held = [f"  {name:<16} {len(table):>6,} rows" for name, table in self.tables.items()]
        unread = [f"  not read: {line}" for line in self.unread]
        title = f"Analysis of {len(self.names)} organisations; each table is a DataFrame"
        return "\n".join([title, *held, *unread])

    @cached_property
    def lives(self) -> pd.DataFrame:
        """LIVES: every action followed over the plans."""
        return lives(self.links, self.actions)

    @cached_property
    def compared(self) -> pd.DataFrame:
        """RATES taken together: each organisation's newest, without pairs of plans that stand apart."""
        return compared_values(self.rates, self.plan_pairs, *measures())

    def left_out(self, measure: str) -> list[str]:
        """Codes of those whose newest value of a measure is between two plans that stand apart."""
        return list(left_out(self.rates, self.plan_pairs, measure)["organisation"])

    @cached_property
    def compared_links(self) -> pd.DataFrame:
        """The LINKS behind the carry-over of all together."""
        pairs = self.compared.loc[self.compared["measure"].eq("matched_backward"), PAIR_KEY]
        return self.links.merge(pairs.drop_duplicates(), on=PAIR_KEY)

    @cached_property
    def pooled(self) -> pd.DataFrame:
        """POOLED: every measure of all newest plans together, the one figure that every page gives."""
        return pooled_rates(self.compared, list(measures()))

    @cached_property
    def addressing(self) -> pd.DataFrame:
        """ADDRESSING: every action beside each indicator that it addresses."""
        from wres_analysis.workforce.indicator_actions import addressing

        return addressing(self.actions, self.links)

    @cached_property
    def newest_actions(self) -> pd.DataFrame:
        """The actions of each organisation's newest plan."""
        return newest_actions(self.actions)

    @cached_property
    def newest_year(self) -> str:
        """The newest plan year of an analysis of one organisation; blank where nothing was read."""
        return newest_year(self.actions)

    def name_of(self, code: str) -> str:
        """The name of an organisation."""
        if code not in self.names:
            raise DataFolderError(
                f"organisation '{code}' is not in the data", remedy=nearest(code, self.names)
            )
        return self.names[code]

    def only(self, code: str) -> Analysis:
        """The same tables with the rows of one organisation; comparison and benchmark stay whole."""
        self.name_of(code)
        kept = {
            name: table
            if name in self.shared_tables
            else table[table["organisation"] == code].reset_index(drop=True)
            for name, table in self.tables.items()
        }
        return Analysis.of_tables(kept, [one for one in self.problems if one.organisation == code])


@cache
def schemas() -> Mapping[str, Schema]:
    """The schema of each table of an analysis, by its name."""
    from wres_analysis.measures.comparison import COMPARISON

    return {
        "organisations": ORGANISATIONS,
        "plans": PLANS,
        "actions": ACTIONS,
        "reading_notes": READING_NOTES,
        "links": LINKS,
        "link_candidates": LINK_CANDIDATES,
        "links_to_review": LINKS_TO_REVIEW,
        "plan_pairs": PLAN_PAIRS,
        "rates": RATES,
        "comparison": COMPARISON,
        "benchmark": BENCHMARK,
        "register": REGISTER,
    }


def open(
    data: Path | str,
    tables: Path | str = "",
    *,
    organisations: Sequence[str] = (),
    jobs: int = 2,
    keep_names: bool = False,
) -> Analysis:
    """Open a data folder: every table of it, with what a person decided about links taken in.

    Parameters
    ----------
    data : path
        Data folder.
    tables : path, optional
        Folder with the CSV files of an earlier run: a reports folder, or one with the rows of a single
        organisation, which has the tables on everyone beside it. Blank: read the data folder now.
    organisations : sequence of str, optional
        Only these codes.
    jobs : int
        Documents read at the same time.
    keep_names : bool
        Keep names of persons as printed.

    Returns
    -------
    Analysis
        Dates are dates, rates are shares from 0 to 1, counts are integers; all of them may be missing.

    Raises
    ------
    DataFolderError
        No such folder, no plans in it, or a code that is not there.
    TableError
        `links_reviewed.csv` cannot be read or contradicts itself; or a table of the earlier run is missing.

    Examples
    --------
    >>> import wres_analysis as wa
    >>> wa.open("data").register.query("past_date == 'Yes'")[["owner", "action"]]  # doctest: +SKIP
    """
    if str(tables):
        read = {name: read_table(_table_path(Path(tables), name), one) for name, one in schemas().items()}
        before = Path(tables) / f"{SUCCESSOR_LINKS}.csv"
        if before.exists():
            read["links"] = pd.concat([read["links"], read_table(before, LINKS)], ignore_index=True)
        return Analysis.of_tables(read)
    if someone_can_click() and not (organisations or keep_names):
        return walk(Path(data), partial(read_and_keep, data, jobs))
    return walk(
        Path(data), partial(read_plans, data, organisations=organisations, jobs=jobs, keep_names=keep_names)
    )


def walk(data: Path, read: Callable[[], PlansRead], call: Callable[..., Analysis] | None = None) -> Analysis:
    """The whole path over a data folder: what was decided, what the plans say, links, measures.

    `read` gives the plans, `call` runs the rest here or elsewhere. A wrong decision is said first.
    """
    reviewed = read_reviewed_links(data / "links_reviewed.csv")
    return call(measure, read(), reviewed) if call else measure(read(), reviewed)


def measure(read: PlansRead, reviewed: pd.DataFrame | None = None) -> Analysis:
    """What was read with its links; what follows from them is worked out when it is asked for."""
    actions = with_predecessors(read.actions, read.organisations)
    held = None if reviewed is None else decisions_held(reviewed, actions)
    linked = link_plans(actions, held)
    return Analysis(
        organisations=read.organisations,
        plans=read.plans,
        actions=read.actions,
        reading_notes=read.reading_notes,
        links=linked.links,
        link_candidates=linked.candidates,
        links_to_review=linked.to_review,
        problems=read.problems,
    )


def save_analysis(analysis: Analysis, folder: Path) -> list[str]:
    """Write every table as a CSV into a folder; a line for each that could not be written.

    What a person filled in to links_to_review.csv stays. Links from the plans of those that merged stand in a
    file of their own: in links.csv each id is one of the organisation's own actions.
    """
    inherited = are_inherited(analysis.links, analysis.actions)
    tables = {**analysis.tables, "links": analysis.links[~inherited]}
    to_review = {"links_to_review": tables.pop("links_to_review")}
    if inherited.any():
        tables[SUCCESSOR_LINKS] = analysis.links[inherited]
    else:
        (folder / f"{SUCCESSOR_LINKS}.csv").unlink(missing_ok=True)
    return write_tables(tables, folder) + write_tables(to_review, folder, write_links_to_review)


def _table_path(folder: Path, name: str) -> Path:
    own, beside = folder / f"{name}.csv", folder.parent / f"{name}.csv"
    return own if own.exists() or not beside.exists() else beside
