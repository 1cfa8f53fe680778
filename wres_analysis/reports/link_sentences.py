"""Two sentences under each exhibit of links and lives: what it shows, and what it cannot show."""

from __future__ import annotations

import pandas as pd

from wres_analysis.measures.reliability import SURE
from wres_analysis.reports.phrases import as_percent
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.sentences import Reading, counted

INFERRED = "A link is inferred from wording, owner, aim and order."


def apart_words(pairs: pd.DataFrame) -> str:
    """Which pairs of plans stand apart from the others, and why; blank where none does."""
    apart = pairs[pairs["pooled"].eq("No")]
    if apart.empty:
        return ""
    each = [
        f"{row.organisation} {row.from_year} to {row.to_year}: {row.reason}" for row in apart.itertuples()
    ]
    return f"Not pooled and not compared: {'; '.join(each)}."


def _known(row: pd.Series) -> bool:
    return not pd.isna(row["rate"])


def _share(row: pd.Series) -> str:
    if not _known(row):
        return "cannot be measured"
    return f"{as_percent(float(row['rate']))} ({row['numerator']:,} of {row['denominator']:,})"


def came_back_reading(newest: pd.DataFrame, pairs: pd.DataFrame | None = None) -> Reading:
    """Both directions of the newest pair of plans of one organisation."""
    rows = {str(row["measure"]): row for _, row in newest.iterrows()}
    cannot = (
        f"{INFERRED} Carried over is not failure, and a rate of few actions is compatible with a wide "
        "range: read it with its interval."
    )
    wanted = ["matched_backward", "matched_forward"]
    apart = "" if pairs is None else apart_words(pairs)
    cannot = f"{apart} {cannot}".strip()
    if not all(name in rows and _known(rows[name]) for name in wanted):
        return apart or f"Nothing can be matched: {NOT_HELD}.", cannot
    backward, forward = (rows[name] for name in wanted)
    return (
        f"Of the actions of {backward['to_year']} {_share(backward)} came from {backward['from_year']}; "
        f"of those of {forward['from_year']} {_share(forward)} came back. The denominators differ.",
        cannot,
    )


def side_by_side_reading(links: pd.DataFrame) -> Reading:
    """How many actions of two plans are linked, new, completed or dropped, and how sure the links are."""
    if links.empty:
        return f"Nothing to compare: {NOT_HELD}.", INFERRED
    pairs = links[links["from_id"].ne("") & links["to_id"].ne("")]
    alone = {kind: int(links["kind"].eq(kind).sum()) for kind in ("new", "completed", "dropped")}
    unsure = int((pairs["probability"].lt(SURE) & pairs["decided_by"].eq("model")).sum())
    return (
        f"{counted(len(pairs), 'pair')} of actions {'is' if len(pairs) == 1 else 'are'} linked; of the later "
        f"plan {alone['new']} {'is' if alone['new'] == 1 else 'are'} new, of the earlier one "
        f"{alone['completed']} {'was' if alone['completed'] == 1 else 'were'} reported complete "
        f"and did not come back, {alone['dropped']} "
        f"{'was' if alone['dropped'] == 1 else 'were'} dropped.",
        f"{INFERRED} {_unsure_words(unsure)}",
    )


def _unsure_words(unsure: int) -> str:
    if not unsure:
        return f"Every link has a probability of {SURE} or more, or was decided by a person."
    was = "was" if unsure == 1 else "were"
    return (
        f"{counted(unsure, 'link has', 'links have')} a probability below {SURE} and {was} not decided by a "
        "person."
    )


def _by_plans(long: pd.DataFrame) -> str:
    counts = long["plans_running"].value_counts().sort_index()
    return ", ".join(f"{count:,} in {plans}" for plans, count in counts.items())


def stated_reading(stated: pd.Series[bool], years: pd.Series[str]) -> Reading:
    """How many actions the plans state as carried over, and what silence means."""
    cannot = (
        "Plans seldom mark what they carry over: a low share does not mean that little came back. A row "
        "counts when "
        "it carries a mark or stands under a heading that says so."
    )
    if stated.empty:
        return "There are no actions.", cannot
    plans = int(years[stated].nunique())
    return (
        f"{int(stated.sum())} of {counted(len(stated), 'action')} "
        f"{'is' if stated.sum() == 1 else 'are'} stated as carried over, in {plans} of "
        f"{counted(years.nunique(), 'plan')}.",
        cannot,
    )
