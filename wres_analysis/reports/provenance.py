"""Where the numbers come from: inputs with their hashes, parameters, versions, rows in and out."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import version

import pandas as pd

from wres_analysis import __version__
from wres_analysis.analysis import Analysis
from wres_analysis.reports.exhibit import Exhibit

_DIRECT = ("pandas", "matplotlib", "scipy", "papermill")


def sources(analysis: Analysis, parameters: Mapping[str, object]) -> Exhibit:
    """The provenance block of a report.

    Parameters
    ----------
    analysis : Analysis
        The tables the report was made from.
    parameters : mapping
        Parameters that the notebook was run with; paths are left out.
    """
    decided = int((~analysis.links["decided_by"].isin(["model", ""])).sum())
    rows = [
        ("Package", f"wres_analysis {__version__}"),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in _DIRECT),
        *((f"Parameter {name}", str(value)) for name, value in parameters.items()),
        ("Plans read", str(len(analysis.plans))),
        ("Actions read", str(len(analysis.actions))),
        ("Names of persons", _names_of_persons(analysis.reading_notes)),
        ("Reading notes", _by_severity(analysis.reading_notes)),
        *_own_words(analysis.reading_notes),
        ("Links decided by the model", str(len(analysis.links) - decided)),
        ("Links decided by a person", str(decided)),
        *(
            (f"Input {plan.organisation}, {plan.plan_year}", f"{plan.document}, sha256 {plan.sha256}")
            for plan in analysis.plans.itertuples()
        ),
    ]
    return Exhibit(
        "sources", "Sources, versions and parameters", data=pd.DataFrame(rows, columns=["What", "Value"])
    )


provenance = sources


def _own_words(notes: pd.DataFrame) -> list[tuple[str, str]]:
    added = notes.loc[notes["code"].eq("own_words"), ["document", "message"]]
    return [(f"Input {document}", message) for document, message in added.to_numpy().tolist()]


def _names_of_persons(notes: pd.DataFrame) -> str:
    said = notes.loc[notes["code"].eq("named_person"), "message"].str.contains("kept, as asked for")
    return "kept as printed: do not publish" if said.any() else "replaced by [name] where one was found"


def _by_severity(notes: pd.DataFrame) -> str:
    counts = notes["severity"].value_counts()
    return ", ".join(f"{counts.get(severity, 0)} {severity}" for severity in ("error", "warn", "info"))
