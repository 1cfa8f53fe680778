"""The first thing on the page of one organisation: its newest plan in two sentences."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.link_sentences import apart_words
from wres_analysis.reports.phrases import listed
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.sentences import DAY_OF_REPORT, Reading, counted
from wres_analysis.reports.table_columns import interval_words

FEW = 10
_IN_WORDS = {
    "matched_backward": "came from the plan {from_year} (95% interval of the share: {interval})",
    "stated": "{are} stated by the plan as carried over",
    "status_complete": "{are} reported complete",
    "past_date": "{were} past the date on the day of report",
}


def in_short(one: Analysis) -> Exhibit:
    """What a board asks first about the newest plan of one organisation.

    Parameters
    ----------
    one : Analysis
        Of one organisation.
    """
    year = one.newest_year
    rates = one.rates[one.rates["to_year"].eq(year)]
    actions = int(one.actions["plan_year"].eq(year).sum())
    apart = apart_words(one.plan_pairs[one.plan_pairs["to_year"].eq(year)])
    return Exhibit("in_short", "In short", reading=in_short_reading(rates, year, actions, apart))


def in_short_reading(rates: pd.DataFrame, year: str, actions: int, apart: str = "") -> Reading:
    """The newest plan in two sentences: what came over, is complete and is late; what to keep in mind.

    Examples
    --------
    >>> from wres_analysis.tables import RATES, table_of
    >>> in_short_reading(table_of([], RATES), "", 0)[0]
    'No plan could be read.'
    """
    if not actions:
        return "No plan could be read.", "That is not the same as having no plan."
    rows = {str(row["measure"]): row for _, row in rates[rates["numerator"].notna()].iterrows()}
    said = [_part(rows[name], words, actions) for name, words in _IN_WORDS.items() if name in rows]
    without = f" {apart}" if apart else f" What came back cannot be measured: {NOT_HELD}."
    without = "" if "matched_backward" in rows and not apart else without
    few = f" Fewer than {FEW} actions say little." if actions < FEW else ""
    return (
        f"Of the {counted(actions, 'action')} of the plan {year}, {listed(said)}.{without}",
        f"Carried over is not failure, and nobody has verified what the plan says.{few} {DAY_OF_REPORT}",
    )


def _part(row: pd.Series, words: str, actions: int) -> str:
    number = int(row["numerator"])
    filled = words.format(
        are="is" if number == 1 else "are",
        were="was" if number == 1 else "were",
        from_year=row["from_year"],
        interval=interval_words(row["low"], row["high"]),
    )
    # the same wording twice counts once between two plans, so that there may be fewer to count than actions
    counted_once = row["measure"] == "matched_backward" and row["denominator"] != actions
    of = f" of {row['denominator']:,} different ones" if counted_once else ""
    return f"{number:,}{of} {filled}"
