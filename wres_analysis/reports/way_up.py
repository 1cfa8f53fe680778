"""The way up: the BME share from band to band, board and population, and the race disparity ratio."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from wres_analysis.reports import chart_style as look
from wres_analysis.reports.chart_style import chart, finish, nothing_to_show
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.indicator_figures import NOTHING, newest_year
from wres_analysis.reports.phrases import Facts, as_percent, listed, phrase
from wres_analysis.reports.staff_words import WHY, parity_words, people_words, ratio_words, share_of
from wres_analysis.reports.table_columns import Column, Row, interval
from wres_analysis.workforce import Workforce
from wres_analysis.workforce.representation import order_of_bands
from wres_analysis.workforce.staff_measures import COMMUNITY, STAFF, TIER, TIERS

STAFF_KINDS = {
    "staff_clinical": "Clinical",
    "staff_clinical_tier": "Clinical",
    "staff_non_clinical": "Non-clinical",
    "staff_non_clinical_tier": "Non-clinical",
    "staff_medical": "Medical and dental",
    TIER: "All staff",
    STAFF: "All staff",
    "board": "Board",
    COMMUNITY: "Population",
}
NAMES = {
    "Lower": "Up to band 5",
    "Middle": "Bands 6 and 7",
    "Upper": "Band 8a and above",
    "Medical": "Medical and dental",
    "": "Whole workforce",
}
LOOKS = {
    "Clinical": (look.SUBJECT, "o"),
    "Non-clinical": (look.MOVED, "D"),
    "Medical and dental": (look.UNDER_WAY, "s"),
    "All staff": (look.LINE, "o"),
    "Board": (look.LINE, "^"),
}
NOT_CHANCES = (
    "The ratio compares tiers on one day. It is not the chance of being promoted, because nobody was "
    "followed from one tier to the other."
)


def bands(one: Workforce) -> Exhibit:
    """The BME share in each band, among all staff, senior posts and the board, against the workforce."""
    year = newest_year(one)
    own = one.shares[one.shares["year"].eq(year) & one.shares["measure"].isin(STAFF_KINDS)]
    own = own.assign(
        kind=own["measure"].map(STAFF_KINDS),
        label=[_label(*pair) for pair in zip(own["measure"], own["breakdown"], strict=True)],
        order=own["breakdown"].map(order_of_bands()).fillna(99),
        kind_order=own["measure"].map(list(STAFF_KINDS).index),
    ).sort_values(["order", "kind_order"], kind="stable")
    drawn = own[
        own["share"].notna()
        & own["measure"].ne(COMMUNITY)
        & (own["level"].ne("tier") | own["measure"].eq(TIER))
    ]
    return Exhibit(
        "bands",
        "Who stands in which band",
        reading=[_in_words(own, year)] if len(own) else [],
        data=own,
        columns=[
            Column("Staff", "kind"),
            Column("Band, tier or grade", "label"),
            Column("White", _people("white")),
            Column("BME", _people("bme")),
            Column("BME share", share_of),
            Column("95% interval", interval()),
        ],
        axes=share_plot(drawn, own, year),
        caveat="Bands with too few people are in the table as [c]. It is one day, not who applied or left. "
        "The population is all residents, not those who might apply.",
    )


def _people(group: str) -> Callable[[Row], str]:
    """Writes a count of staff; of the population only its share is told, which may be given per thousand."""
    return lambda row: "" if row["measure"] == COMMUNITY else people_words(row[group], row["state"])


def _label(measure: str, breakdown: str) -> str:
    if measure == COMMUNITY:
        return "Population served"
    if measure == TIER and breakdown in TIERS:
        return f"All staff: {NAMES[breakdown][:1].lower()}{NAMES[breakdown][1:]}"
    return breakdown if measure == TIER else NAMES.get(breakdown, breakdown)


def _in_words(own: pd.DataFrame, year: str) -> str:
    """What became of the share from the lower to the upper tier."""
    facts = Facts("workforce_shares.csv", own).as_in("organisation").only(measure=TIER, year=year)
    steps = [(name, facts.only(breakdown=name)) for name in TIERS]
    said = [
        phrase("{share:%} {of}", share=rows.sum("share"), of=_OF_TIER[name])
        for name, rows in steps
        if rows.known("share")
    ]
    if len(said) < 2:
        return "The share from tier to tier cannot be shown."
    return phrase("BME staff are {shares}.", shares=listed(said))


_OF_TIER = {"Lower": "of staff up to band 5", "Middle": "in bands 6 and 7", "Upper": "in band 8a and above"}


def share_plot(drawn: pd.DataFrame, own: pd.DataFrame, year: str, ax: Axes | None = None) -> Axes:
    """BME shares with their intervals, kinds of staff beside each other, against workforce and population."""
    labels = list(dict.fromkeys(drawn["label"]))
    finding = _title(own, year)
    with chart(ax, 1.6 if drawn.empty else 1.7 + 0.34 * max(2, len(labels))) as ax:
        if drawn.empty:
            return nothing_to_show(ax, finding, NOTHING)
        _draw_shares(ax, drawn, labels)
        lines = _references(own)
        for number, value in enumerate(lines.values()):
            dashes = (0, (5, 2)) if number else "solid"
            ax.axvline(value, color=look.LINE, linewidth=1.3, linestyle=dashes, zorder=1)
        ends = [float(drawn["high"].fillna(drawn["share"]).max()), *lines.values()]
        ax.set(xlim=(0, min(1.0, max(ends) * 1.1)), ylim=(-0.7, len(labels) - 0.3))
        ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
        ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        ax.set_yticks(range(len(labels)), labels)
        said = "; ".join(f"{'dashed' if number else 'solid'}: {name}" for number, name in enumerate(lines))
        shows = phrase("{n:dot} with 95% intervals, from band to band. {said}", n=len(drawn), said=said)
        return finish(ax, finding, shows, f"BME share of those whose ethnicity is known\n{said}", grid="x")


def _title(own: pd.DataFrame, year: str) -> str:
    shares = {
        name: float(rows["share"].iloc[0])
        for name, rows in ((tier, own[own["measure"].eq(TIER) & own["breakdown"].eq(tier)]) for tier in TIERS)
        if len(rows) and rows["share"].notna().all()
    }
    if "Lower" not in shares or "Upper" not in shares:
        whole = own.loc[own["measure"].eq(STAFF), "share"].dropna()
        if whole.empty:
            return f"BME share by band, {year}"
        return f"{year}: BME staff are {as_percent(float(whole.iloc[0]))} of the workforce"
    ends = f"{shares['Lower']:.0%} up to band 5 and {shares['Upper']:.0%} in band 8a and above"
    return f"{year}: BME staff are {ends}"


def _references(own: pd.DataFrame) -> dict[str, float]:
    shares = own.drop_duplicates("measure").set_index("measure")["share"]
    named = {"whole workforce": STAFF, "population served": COMMUNITY}
    found = {name: shares.get(measure) for name, measure in named.items()}
    return {f"{name} {share:.0%}": float(share) for name, share in found.items() if not pd.isna(share)}


def _draw_shares(ax: Axes, drawn: pd.DataFrame, labels: Sequence[str]) -> None:
    kinds = [kind for kind in LOOKS if drawn["kind"].eq(kind).any()]
    for label, rows in drawn.groupby("label", sort=False):
        offsets = {1: [0.0], 2: [0.16, -0.16], 3: [0.22, 0.0, -0.22]}[min(3, len(rows))]
        for row, offset in zip(rows.to_dict("records"), offsets, strict=False):
            color, marker = LOOKS[str(row["kind"])]
            place = labels.index(str(label)) + offset
            if not pd.isna(row["low"]):
                ax.hlines(place, float(row["low"]), float(row["high"]), color=color, linewidth=1.8, zorder=2)
            ax.scatter(
                float(row["share"]), place, s=44, c=color, marker=marker, edgecolors=look.EDGE,
                linewidths=0.6, zorder=3,
            )  # fmt: skip
    if len(kinds) > 1:
        for kind in kinds:
            color, marker = LOOKS[kind]
            ax.scatter([], [], c=color, marker=marker, edgecolors=look.EDGE, linewidths=0.6, label=kind)
        ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=look.SMALL, frameon=False)


def disparity(one: Workforce) -> Exhibit:
    """The race disparity ratio from tier to tier, for every year."""
    rows = one.race_disparity.assign(order=one.race_disparity.groupby("year").cumcount())
    return Exhibit(
        "disparity",
        "Race disparity ratio from tier to tier",
        data=rows.sort_values(["order", "year"], kind="stable"),
        columns=[
            Column("Step", _step),
            Column("Year", "year"),
            Column("White, lower and higher", lambda row: _of_tiers(row, "white")),
            Column("BME, lower and higher", lambda row: _of_tiers(row, "bme")),
            Column("Ratio (95% interval)", ratio_words),
            Column("Against parity", parity_words),
        ],
        caveat=NOT_CHANCES,
    )


def _step(row: Row) -> str:
    return f"{row['staff']}: {row['lower_tier'].lower()} to {row['higher_tier'].lower()}"


def _of_tiers(row: Row, group: str) -> str:
    ends = [people_words(row[f"{group}_{tier}"], str(row["state"])) for tier in ("lower", "higher")]
    return WHY.get(str(row["state"]), " and ".join(ends))
