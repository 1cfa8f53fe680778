"""The exhibits of themes: what many organisations do, what only one does, what is copied."""

from __future__ import annotations

import pandas as pd

from wres_analysis.analysis import Analysis
from wres_analysis.measures.shared_wording import shared_wording
from wres_analysis.measures.theme_likeness import likeness
from wres_analysis.measures.themes import ACTION_KEY, NO_THEME, newest_with_theme, theme_table, themes
from wres_analysis.reports.exhibit import Exhibit
from wres_analysis.reports.rate_words import NOT_HELD
from wres_analysis.reports.sentences import NOT_A_SAMPLE, SELF_REPORTED, Reading, counted
from wres_analysis.reports.table_columns import interval_words, share_words
from wres_analysis.reports.theme_chart import theme_plot

MOST_LISTED = 40
LONGEST_TEXT = 300
UNLIKE = 0.5


def themes_exhibit(analysis: Analysis) -> Exhibit:
    """What the newest plans act on: how many organisations have each theme, and what becomes of it."""
    found = themes(analysis.actions)
    table = theme_table(found, analysis.actions, analysis.links)
    newest = newest_with_theme(found, analysis.actions)
    alike = likeness(found, newest)
    most_alike = alike.groupby("theme")["organisations_alike"].max()
    shown = pd.DataFrame(
        {
            "Theme": table["theme"],
            "Organisations": [f"{row.organisations} of {row.of_organisations}" for row in table.itertuples()],
            "Actions": table["actions"].astype("str"),
            "Complete": [_rate(row, "complete", "complete", "actions") for _, row in table.iterrows()],
            "Carried over": [
                _rate(row, "carried", "carried_over", "could_be_carried") for _, row in table.iterrows()
            ],
            "Plan years running": [
                f"{middle:g} (longest {longest})"
                for middle, longest in zip(table["years_middle"], table["years_longest"], strict=True)
            ],
            "Same action": [_same_action(int(most_alike.get(theme, 0))) for theme in table["theme"]],
        },
        dtype="str",
    )
    return Exhibit(
        "themes",
        "Themes: what the newest plans act on",
        reading=themes_reading(table, newest),
        table=shown,
        axes=theme_plot(table),
    )


def _rate(row: pd.Series, name: str, numerator: str, denominator: str) -> str:
    if not row[denominator]:
        return NOT_HELD
    interval = interval_words(row[f"{name}_low"], row[f"{name}_high"])
    return f"{share_words(row[f'{name}_rate'])}, {row[numerator]} of {row[denominator]} ({interval})"


def _same_action(others: int) -> str:
    return f"in {others + 1} organisations" if others else "none"


def themes_reading(table: pd.DataFrame, newest: pd.DataFrame) -> Reading:
    """Which theme is shared most widely, how many actions have none, and what a theme does not say.

    Examples
    --------
    >>> from wres_analysis.tables import table_of
    >>> from wres_analysis.measures.themes import THEMES
    >>> themes_reading(table_of([], THEMES), pd.DataFrame({"theme": []}))[0]
    'There are no actions.'
    """
    cannot = (
        "Same theme does not mean same action: only wordings with a cosine of 0.8 or more are called that. "
        f"Years count only as far back as plans are held. {SELF_REPORTED}"
    )
    if newest.empty:
        return "There are no actions.", cannot
    without = int(newest["theme"].eq(NO_THEME).sum())
    rest = f"{without} of {counted(len(newest), 'action')} fit no theme."
    if table.empty:
        return f"No action was put to a theme; {rest}", cannot
    top, read = table.iloc[0], int(table["of_organisations"].iloc[0])
    if read == 1:
        return f"The plan acts on {counted(len(table), 'theme')}; {rest}", cannot
    alone = int(table["organisations"].eq(1).sum())
    return (
        f"Most widely shared: {top['theme']}, in {top['organisations']} of {read} newest plans. "
        f"{alone} of {counted(len(table), 'theme')} {'is' if alone == 1 else 'are'} in one plan only; {rest}",
        cannot,
    )


def only_here(analysis: Analysis) -> Exhibit:
    """Actions of the newest plans that no other organisation has: by theme, or where none fits by wording."""
    found = themes(analysis.actions)
    newest = newest_with_theme(found, analysis.actions)
    alone = _alone(newest, likeness(found, newest))
    shown = alone.head(MOST_LISTED)
    table = pd.DataFrame(
        {
            "Organisation": shown["organisation"].map(analysis.names).fillna(shown["organisation"]),
            "Plan": shown["plan_year"],
            "Action": [shortened(text) for text in shown["action"] + " " + shown["detail"]],
            "Theme": shown["theme"].where(shown["theme"].ne(NO_THEME), "none fits"),
            "Why": shown["reason"],
        },
        dtype="str",
    )
    read = analysis.actions["organisation"].nunique()
    title = "What only one organisation does"
    return Exhibit("only_here", title, reading=_only_here_reading(alone, newest, read), table=table)


def _alone(newest: pd.DataFrame, alike: pd.DataFrame) -> pd.DataFrame:
    """The actions whose theme no other organisation has, then those without a theme or a likeness."""
    if newest["organisation"].nunique() < 2:
        return newest.head(0)
    rows = newest.merge(alike[[*ACTION_KEY, "nearest"]], on=ACTION_KEY)
    having = rows.groupby("theme")["organisation"].transform("nunique")
    themed = rows[rows["theme"].ne(NO_THEME) & having.eq(1)]
    bare = rows[rows["theme"].eq(NO_THEME) & rows["nearest"].fillna(0.0).lt(UNLIKE)]
    return pd.concat([themed.sort_values(["theme", "organisation"], kind="stable"), bare])


def _only_here_reading(alone: pd.DataFrame, newest: pd.DataFrame, read: int) -> Reading:
    cannot = f"Another organisation may do it and not write it into its plan. {NOT_A_SAMPLE}"
    if read < 2:
        return "It takes two organisations to say that only one of them does something.", cannot
    themed = int(alone["theme"].ne(NO_THEME).sum())
    more = f" The first {MOST_LISTED} are listed." if len(alone) > MOST_LISTED else ""
    return (
        f"Of {counted(len(newest), 'action')} in {read} newest plans {themed} have a theme that no other "
        f"plan has, and {len(alone) - themed} fit no theme and resemble no action elsewhere.{more}",
        cannot,
    )


def shared_wording_exhibit(analysis: Analysis) -> Exhibit:
    """Actions that several organisations have word for word, over all plans held."""
    found = shared_wording(analysis.actions)
    names = analysis.names
    shown = found.head(MOST_LISTED)
    table = pd.DataFrame(
        {
            "Wording": [shortened(text) for text in shown["wording"]],
            "Organisations": shown["organisations"].astype("str"),
            "Which": [", ".join(names.get(code, code) for code in row.split(";")) for row in shown["codes"]],
            "Rows of plans": shown["actions"].astype("str"),
            "Earliest plan": shown["first_year"],
        },
        dtype="str",
    )
    return Exhibit(
        "shared_wording",
        "Copied word for word",
        reading=_shared_reading(found, analysis.actions["organisation"].nunique()),
        table=table,
    )


def _shared_reading(found: pd.DataFrame, read: int) -> Reading:
    cannot = (
        "Who wrote it first cannot be told: guidance and shared advisers give the same words to many. "
        "Wordings of fewer than five words are left out."
    )
    if read < 2:
        return "It takes two organisations to have a wording in common.", cannot
    if found.empty:
        return f"No wording stands word for word in the plans of two of the {read} organisations.", cannot
    most = int(found["organisations"].max())
    more = f" The first {MOST_LISTED} are listed." if len(found) > MOST_LISTED else ""
    stand = counted(len(found), "wording stands", "wordings stand")
    return f"{stand} word for word in several organisations, one of them in {most}.{more}", cannot


def shortened(text: str) -> str:
    """A text on one line, cut at a word where it is very long; actions.csv holds it in full.

    Examples
    --------
    >>> shortened("Review  the policy")
    'Review the policy'
    """
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else line[:LONGEST_TEXT].rsplit(" ", 1)[0] + " …"
