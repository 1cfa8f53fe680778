"""Plans drawn at random for the linker, and small ones written by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from hypothesis import strategies as st

VERBS = ("Review", "Launch", "Extend", "Report on", "Train staff in", "Stop")
THINGS = (
    "the grievance policy",
    "the disciplinary policy",
    "interview panels at Band 8a",
    "reverse mentoring for directors",
    "exit interviews with BME leavers",
    "ethnicity records in ESR",
    "the race equality network",
    "cultural competence sessions",
    "flexible working requests",
    "WRES data by division",
)
ENDS = ("", " every quarter", " with staff side", " by March 2023", " in two localities", " and publish it")
OWNERS = ("", "EDI Lead", "Head of HR", "Chief Nurse")

WORDINGS = st.builds("{} {}{}".format, st.sampled_from(VERBS), st.sampled_from(THINGS), st.sampled_from(ENDS))
PLANS = st.lists(st.tuples(WORDINGS, st.sampled_from(OWNERS)), min_size=1, max_size=7)


def plan(
    year: str, actions: Sequence[tuple[str, str] | str], organisation: str = "RXA", **columns: Sequence[str]
) -> pd.DataFrame:
    """One plan; an action is its wording, or its wording and owner."""
    pairs = [(one, "") if isinstance(one, str) else one for one in actions]
    return pd.DataFrame(
        {
            "organisation": organisation,
            "plan_year": year,
            "action_id": [str(place + 1) for place in range(len(pairs))],
            "action": [wording for wording, _ in pairs],
            "owner": [owner for _, owner in pairs],
            **columns,
        }
    )


def plans(*contents: Sequence[tuple[str, str] | str], organisation: str = "RXA") -> pd.DataFrame:
    """Plans of successive years of one organisation."""
    years = [f"{2019 + step}-{20 + step}" for step in range(len(contents))]
    return pd.concat(
        [plan(year, actions, organisation) for year, actions in zip(years, contents, strict=True)],
        ignore_index=True,
    )
