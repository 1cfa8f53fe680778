"""The notebooks of a run: which there are and with which parameters, checked before the first one starts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from wres_analysis.batch.preparation import EVERYONE
from wres_analysis.data_folder import nearest
from wres_analysis.errors import BatchError

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
ORGANISATION_NOTEBOOK = "01_organisation.ipynb"
WORKFORCE_NOTEBOOK = "05_workforce.ipynb"
SHARED_NOTEBOOKS = {
    "comparison": ("02_comparison.ipynb", "Comparison of organisations"),
    "carry_over": ("03_carry_over.ipynb", "Carry-over of actions"),
    "benchmark": ("04_benchmark.ipynb", "Benchmark"),
}
ABOUT_MANY = (
    "comparison",
    "benchmark",
)  # pages that say nothing of fewer organisations than a peer group takes
_WORDS = {
    "organisations": "Action plan",
    "workforce": "Workforce figures",
    "comparison": "Comparison",
    "carry_over": "Carry-over",
    "benchmark": "Benchmark",
}
_SET_BY_THE_RUN = ("organisation", "data_dir", "tables_dir", "figures_dir")
_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
}
_IN_WORDS = {"str": "text", "int": "a whole number", "float": "a number", "bool": "true or false"}
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True)
class Report:
    """One notebook to run, and where its report goes."""

    key: str  # folder of the report below the reports folder: "organisations/RXA", "comparison"
    template: Path  # notebook
    title: str  # heading of the page
    parameters: Mapping[str, Any]  # parameters for papermill: text, numbers and booleans only
    organisation: str = ""  # code; blank for a report on all
    links: tuple[tuple[str, str], ...] = ()  # words and address of the index and of the sister pages
    organisations: tuple[str, ...] = ()  # codes that have a page
    fingerprint: str = ""  # hash of everything that the report is made from


def plan_reports(
    names: Mapping[str, str], notebooks: Path = NOTEBOOKS, with_counts: Collection[str] = ()
) -> Iterator[Report]:
    """The reports of a run: one or two for each organisation, then the three on all of them."""
    for code, name in names.items():
        tables = f"../../.cache/tables/{code}"
        parameters = {"organisation": code, "tables_dir": tables, "figures_dir": "figures"}
        title = f"{name} ({code}): action plan"
        yield Report(f"organisations/{code}", notebooks / ORGANISATION_NOTEBOOK, title, parameters, code)
        if code in with_counts:
            title = f"{name} ({code}): workforce figures"
            yield Report(f"workforce/{code}", notebooks / WORKFORCE_NOTEBOOK, title, parameters, code)
    for key, (template, title) in SHARED_NOTEBOOKS.items():
        parameters = {"tables_dir": f"../.cache/{EVERYONE}", "figures_dir": "figures"}
        yield Report(key, notebooks / template, title, parameters)


def with_links(reports: Sequence[Report], there: Collection[str]) -> list[Report]:
    """The reports with the way to the index, to the shared pages and to the organisation's other page."""
    codes = tuple(key.partition("/")[2] for key in there if key.startswith("organisations/"))
    return [
        replace(one, links=_links(one, there), organisations=codes if not one.organisation else ())
        for one in reports
    ]


def _links(report: Report, there: Collection[str]) -> tuple[tuple[str, str], ...]:
    up = "../" * (report.key.count("/") + 1)
    own = [f"{room}/{report.organisation}" for room in ("organisations", "workforce") if report.organisation]
    sisters = [key for key in (*own, *SHARED_NOTEBOOKS) if key in there and key != report.key]
    return (
        ("All reports", f"{up}index.html"),
        *((_WORDS[key.partition("/")[0]], f"{up}{quote(key)}/report.html") for key in sisters),
        ("Definitions", f"{up}definitions/report.html"),
    )


def with_parameters(reports: Sequence[Report], given: Mapping[str, object]) -> list[Report]:
    """The reports with further parameters, each where its notebook knows it."""
    if not given:
        return list(reports)
    known = {name for report in reports for name in known_parameters(report.template)}
    for name in given:
        if name in _SET_BY_THE_RUN:
            raise BatchError(f"parameter '{name}' is set by the run itself", "", "leave it out")
        if name not in known:
            free = sorted(known.difference(_SET_BY_THE_RUN))
            hint = nearest(name, free) if free else "the notebooks take none"
            raise BatchError(f"no notebook has a parameter '{name}'", "", hint)
    return [replace(report, parameters={**report.parameters, **_typed(report, given)}) for report in reports]


def _typed(report: Report, given: Mapping[str, object]) -> dict[str, object]:
    declared = known_parameters(report.template)
    return {name: _value(value, declared[name]) for name, value in given.items() if name in declared}


def _value(value: object, kind: str) -> object:
    """Text as what is declared; what cannot be read so stays as it is, and is refused by the check."""
    if not isinstance(value, str) or kind not in ("int", "float", "bool"):
        return value
    if kind == "bool":
        return _TRUTHS.get(value.casefold(), value)
    try:
        return int(value) if kind == "int" else float(value)
    except ValueError:
        return value


def check_parameters(reports: Iterable[Report]) -> None:
    """Refuse a parameter that a notebook does not declare, or of another type, before the first one starts.

    papermill itself only warns, and the notebook would run with its default: a report on the wrong one.
    """
    for report in reports:
        declared = known_parameters(report.template)
        for name, value in report.parameters.items():
            if name not in declared:
                hint = nearest(name, declared)
                raise BatchError(f"the notebook has no parameter '{name}'", report.template.name, hint)
            if not _fits(value, declared[name]):
                expected = _IN_WORDS[declared[name]]
                raise BatchError(
                    f"parameter '{name}' is {value!r}", report.template.name, f"{expected} is expected"
                )


def _fits(value: object, kind: str) -> bool:
    if kind not in _TYPES:
        return True
    return isinstance(value, _TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))


def for_papermill(path: Path) -> str:
    """The path for papermill, which fills parameters in where a name has braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


@cache
def known_parameters(template: Path) -> Mapping[str, str]:
    """The declared type of each parameter of a notebook, by name."""
    import papermill

    if not template.is_file():
        raise BatchError("the notebook is missing", template.name, "run from a complete checkout")
    found = papermill.inspect_notebook(for_papermill(template))
    return {name: str(about["inferred_type_name"]) for name, about in found.items()}
