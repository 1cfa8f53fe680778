"""Two sentences under each exhibit of links and lives: what it shows, and what it cannot show."""

from __future__ import annotations

import pandas as pd

from wres_analysis.measures.reliability import SURE
from wres_analysis.reports.phrases import as_percent
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.sentences import Reading, counted
from wres_analysis.reports.table_columns import interval_words

INFERRED = "A link is inferred from wording, owner, aim and order."


def flow_reading(flows: pd.DataFrame) -> Reading:
    """What became of the earlier plans' actions."""
    cannot = (
        "Links are inferred from wording: a dropped action may go on under another name, or in another plan. "
        "An action that was withdrawn counts as dropped here, but never as vanished without a word."
    )
    if flows.empty:
        return "No two plans of one organisation are held: nothing can flow.", cannot
    sums = flows.groupby("kind")[["earlier", "later"]].sum()
    before = int(sums["earlier"].sum())
    same, other, dropped, done = (
        int(sums["earlier"].reindex(kinds).fillna(0).sum())
        for kinds in (
            ["exact", "minor_edit"],
            ["reworded", "split", "merged"],
            ["dropped"],
            ["completed"],
        )
    )
    new = int(sums["later"].reindex(["new"]).fillna(0).sum())
    return (
        f"Of {counted(before, 'action')} of earlier plans {same:,} came back in much the same words and "
        f"{other:,} in other words, split or merged; "
        f"{done:,} {'was' if done == 1 else 'were'} reported complete and did not come back, "
        f"{dropped:,} {'was' if dropped == 1 else 'were'} dropped. {counted(new, 'action')} of later plans "
        f"{'is' if new == 1 else 'are'} new.",
        cannot,
    )


def apart_words(pairs: pd.DataFrame) -> str:
    """Which pairs of plans stand apart from the others, and why; blank where none does."""
    apart = pairs[pairs["pooled"].eq("No")]
    if apart.empty:
        return ""
    each = [
        f"{row.organisation} {row.from_year} to {row.to_year}: {row.reason}" for row in apart.itertuples()
    ]
    return f"Not pooled and not compared: {'; '.join(each)}."


def unit_words(row: pd.Series) -> str:
    """How much an interval of all plans together is wider because the organisation is the unit."""
    if pd.isna(row["design_effect"]):
        return f"{counted(int(row['organisations'] or 0), 'organisation')}: too few for an interval."
    return (
        f"Intervals take the organisation as the unit: plans roll over as a whole, so that the share that "
        f"came back varies {float(row['design_effect']):.1f} times as much as if each action stood alone."
    )


def three_kinds_reading(pooled: pd.DataFrame, pairs: pd.DataFrame) -> Reading:
    """The three carry-overs beside each other, what their intervals rest on, and which plans stand apart."""
    rows = {str(row["measure"]): row for _, row in pooled.iterrows()}
    said = [
        f"{name} {_share(rows[measure])}"
        for name, measure in (
            ("stated", "stated"),
            ("found in the plan before (plans one year apart)", "matched_backward"),
            ("scheduled", "scheduled"),
        )
    ]
    silent = rows["silent"]
    quiet = f"; {_share(silent)} of those that came back did so in silence" if _known(silent) else ""
    cannot = (
        "The three have different denominators and cannot be added: stated is what plans say, matched what "
        f"their wording shows, scheduled what their dates imply. {unit_words(rows['matched_backward'])} "
        f"{apart_words(pairs)}".rstrip()
    )
    return f"{', '.join(said)}{quiet}.".capitalize(), cannot


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


def life_reading(found: pd.DataFrame, table: pd.DataFrame) -> Reading:
    """How many lives could be followed, how many are open after one plan, and where few are left."""
    before = int(found["began_before"].eq("Yes").sum())
    left_out = (
        f"{counted(before, 'life', 'lives')} that began before the plans that are held "
        f"{'is' if before == 1 else 'are'} left out."
    )
    if table.empty:
        return "No action could be followed from its first plan.", left_out
    first, last = table.iloc[0], table.iloc[-1]
    if pd.isna(first["open"]):
        few = counted(int(first["at_risk"]), "life", "lives")
        return f"Only {few} could be followed from the first plan: too few for shares.", left_out
    followed = counted(len(found) - before, "life", "lives")
    ends = interval_words(first["open_low"], first["open_high"])
    return (
        f"Of {followed} followed from the first plan {as_percent(float(first['open']))} "
        f"({f'95% interval {ends}' if ends else 'no interval can be given'}) are still open after one plan.",
        f"{left_out} The last row rests on {counted(int(last['at_risk']), 'life', 'lives')}: read the count "
        "beside the share.",
    )


def longest_reading(found: pd.DataFrame, listed: int) -> Reading:
    """How many actions ran over several plans, and for how long at most."""
    cannot = (
        "Years count only as far back as plans are held, and a life is joined by links that are inferred: an "
        "action that runs long is not a failure."
    )
    long = found[found["plans_running"].gt(1)]
    if long.empty:
        return "No action stands in more than one plan.", cannot
    still = int(long["ending"].eq("open").sum())
    more = f" The {listed} longest are listed." if listed < len(long) else ""
    return (
        f"{counted(len(long), 'action stands', 'actions stand')} in more than one plan: {_by_plans(long)}; "
        f"{still:,} {'is' if still == 1 else 'are'} still open in the newest plan.{more}",
        cannot,
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


def review_reading(pairs: int, listed: int) -> Reading:
    """How many pairs deserve a look, and what to do with them."""
    cannot = (
        "A pair that is not here may be wrong too: these are the close ones. Fill in the column decision of "
        "links_to_review.csv, save it as links_reviewed.csv in the data folder, and run again."
    )
    if not pairs:
        return "No pair is close enough to need a decision.", cannot
    more = f"; the first {listed} stand here, all of them in links_to_review.csv" if listed < pairs else ""
    return f"{counted(pairs, 'pair is', 'pairs are')} close, those that move a rate most first{more}.", cannot
