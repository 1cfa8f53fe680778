"""Two plans with pairs in doubt, and a sitting over them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from small_analyses import NEW, OLD, analysis_of

from wres_analysis.analysis import Analysis
from wres_analysis.notebook.link_review.link_review import LinkReview
from wres_analysis.notebook.link_review.reviewed_file import REVIEWED

EARLIER = (
    "Work with local schools on careers in the NHS",
    "Give BME nurses a mentor",
    "Publish the WRES report",
    "Review how <script>alert(1)</script> panels are trained",
)
LATER = (
    "Hold a jobs fair with schools and clubs near our sites",
    "Find coaches for BME nurses who have a mentor",
    "Publish the WRES report",
    "Review what panels know of inclusion",
    "Give mentors to BME midwives and nurses who seek promotion",
)


@cache
def doubtful(organisation: str = "T1") -> Analysis:
    """An analysis of two plans of which several pairs are in doubt."""
    rows = [
        {**OLD, "organisation": organisation, "action": text, "owner": "Head of OD", "place": "page 2"}
        for text in EARLIER
    ]
    rows += [{**NEW, "organisation": organisation, "action": text} for text in LATER]
    return analysis_of([{**row, "deadline_kind": "month", "status_source": "none"} for row in rows])


def sitting(folder: Path, reviewer: str = "Ann", analysis: Analysis | None = None) -> LinkReview:
    return LinkReview(analysis or doubtful(), folder, reviewer)


def rows_in(folder: Path) -> list[dict[str, str]]:
    with (folder / REVIEWED).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
