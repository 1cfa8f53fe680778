"""The pairs under review: which are left, what is shown of one, and what a decision does to the rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from wres_analysis.linking.linkage import Linkage, link_plans
from wres_analysis.linking.review import decisions_held, wording_hash
from wres_analysis.linking.texts import wording_of
from wres_analysis.linking.uncertainty import rate_intervals
from wres_analysis.linking.wording import changed_words, joined_words
from wres_analysis.measures.carry_over import link_counts, with_doubt_of_links
from wres_analysis.measures.intervals import wilson_columns
from wres_analysis.notebook.link_review.reviewed_file import COLUMNS, Verdict
from wres_analysis.reports.table_columns import count_words, interval_words, share_words
from wres_analysis.tables import RATES, as_schema

DIRECTIONS: Mapping[str, str] = {
    "matched_forward": "of the earlier plan's actions came back",
    "matched_backward": "of the later plan's actions came from there",
}


class TwoPlans(NamedTuple):
    """Two plans of one organisation that follow each other: organisation, from_year, to_year."""

    organisation: str
    from_year: str
    to_year: str

    def of(self, actions: pd.DataFrame) -> pd.DataFrame:
        """The actions of the two plans."""
        years = actions["plan_year"].isin((self.from_year, self.to_year))
        return actions[actions["organisation"].eq(self.organisation) & years]


def linked(actions: pd.DataFrame, reviewed: pd.DataFrame | None) -> Linkage:
    """The links of two plans with what was decided about them."""
    held = None if reviewed is None else decisions_held(reviewed, actions)
    return link_plans(actions, held)


def matched_rates(linkage: Linkage, actions: pd.DataFrame) -> pd.DataFrame:
    """RATES of the two plans: matched forward and backward, with the doubt about the links."""
    counts = link_counts(linkage.links, actions)
    counts = counts[counts["measure"].isin(DIRECTIONS)].reset_index(drop=True)
    rates = counts.join(wilson_columns(counts["numerator"], counts["denominator"]))
    rates = as_schema(rates.assign(low_with_links=rates["low"], high_with_links=rates["high"]), RATES)
    return with_doubt_of_links(rates, rate_intervals(linkage.candidates, linkage.links, actions))


def effect_words(before: pd.DataFrame, now: pd.DataFrame) -> list[dict[str, str]]:
    """Both rates before and now, in words."""
    found = []
    for measure, label in DIRECTIONS.items():
        ends = {name: _told(rates, measure) for name, rates in (("before", before), ("now", now))}
        found.append(
            {
                "measure": label,
                **{name: told[0] for name, told in ends.items()},
                **{f"interval_{name}": told[1] for name, told in ends.items()},
            }
        )
    return found


def _told(rates: pd.DataFrame, measure: str) -> Sequence[str]:
    row = rates[rates["measure"].eq(measure)].iloc[0]
    share, counts = share_words(row["rate"]), count_words(row)
    wide = interval_words(row["low_with_links"], row["high_with_links"])
    narrow = interval_words(row["low"], row["high"])
    return f"{share} ({counts})", f"{narrow}; with the doubt about links {wide}"


MOST_OTHERS = 9  # one key each


class PairKey(NamedTuple):
    """The two actions of a pair, by plan and id."""

    organisation: str
    from_year: str
    from_id: str
    to_year: str
    to_id: str

    @property
    def plans(self) -> TwoPlans:
        """The two plans."""
        return TwoPlans(self.organisation, self.from_year, self.to_year)


def keys_of(pairs: pd.DataFrame) -> list[PairKey]:
    """The key of each row of LINKS_TO_REVIEW, LINKS or LINK_CANDIDATES."""
    names = list(PairKey._fields)
    return [PairKey(*map(str, row)) for row in pairs[names].itertuples(index=False, name=None)]


class PlanTexts:
    """The actions of two plans by year and id, with their wording."""

    def __init__(self, actions: pd.DataFrame) -> None:
        words = wording_of(actions)
        named = actions.assign(words=words, name=words.map(wording_hash))
        self._rows = {(str(row["plan_year"]), str(row["action_id"])): row for _, row in named.iterrows()}
        self._copies = named.groupby(["plan_year", "name"]).size()

    def words(self, year: str, action: str) -> str:
        """Action and detail on one line."""
        return joined_words(str(self._rows[year, action]["words"]))

    def is_there(self, year: str, action: str) -> bool:
        """Whether the plan has such an action."""
        return (year, action) in self._rows

    def listed(self, year: str) -> list[dict[str, str]]:
        """Every action of one plan: id, ref and wording."""
        return [
            {"id": action, "ref": str(row["ref"]), "text": self.words(year, action)}
            for (held, action), row in self._rows.items()
            if held == year
        ]

    def shown(self, year: str, action: str) -> dict[str, str]:
        """What stands beside the wording of one action."""
        row = self._rows[year, action]
        revised = f"(revised: {row['revised_deadline']})" if row["revised_deadline"] else ""
        deadline = " ".join(filter(None, (str(row["deadline"]), revised)))
        told = {"owner": row["owner"], "deadline": deadline, "status": _status(row), "place": row["place"]}
        return {"year": year, "document": str(row["document"]), **{k: str(v) for k, v in told.items()}}

    def verdict(self, key: PairKey, decision: str, told: Mapping[str, str]) -> Verdict:
        """The row that a decision becomes."""
        ends = ((key.from_year, key.from_id), (key.to_year, key.to_id))
        names = [str(self._rows[end]["name"]) for end in ends]
        alone = all(self._copies[end[0], name] == 1 for end, name in zip(ends, names, strict=True))
        own = {
            **key._asdict(),
            "from_text": self.words(*ends[0]),
            "to_text": self.words(*ends[1]),
            "text_hash": "-".join(names),
            "decision": decision,
        }
        return Verdict({name: {**told, **own}.get(name, "") for name in COLUMNS}, alone)


def known_of(row: pd.Series | None) -> dict[str, str]:
    """What the model knew of a pair, as cells of LINKS_TO_REVIEW; nothing of a pair that was typed."""
    names = ("kind", "probability", "linked", "reason", "rate_change")
    return {} if row is None else {name: str(row[name]) for name in names if name in row.index}


def pair_shown(key: PairKey, row: pd.Series, texts: PlanTexts, name: str) -> dict[str, Any]:
    """One pair for the eyes: both actions with the changed words told, why, and how sure."""
    words = changed_words(texts.words(key.from_year, key.from_id), texts.words(key.to_year, key.to_id))
    return {
        "key": list(key),
        "organisation": name if name == key.organisation else f"{name} ({key.organisation})",
        "old": {**texts.shown(key.from_year, key.from_id), "runs": words.old},
        "new": {**texts.shown(key.to_year, key.to_id), "runs": words.new},
        "reason": str(row["reason"]),
        "probability": share_words(row["probability"]),
        "linked": row["linked"] == "yes",
    }


def others_shown(key: PairKey, candidates: pd.DataFrame, texts: PlanTexts) -> list[dict[str, Any]]:
    """The rivals of a pair, the most probable first: another partner for the old or for the new action."""
    same_old, same_new = candidates["from_id"].eq(key.from_id), candidates["to_id"].eq(key.to_id)
    rivals = candidates[(same_old ^ same_new) & candidates["probability"].gt(0)]
    rivals = rivals.sort_values("probability", ascending=False, kind="stable").head(MOST_OTHERS)
    return [_other(key, rival, texts) for _, rival in rivals.iterrows()]


def _other(key: PairKey, rival: pd.Series, texts: PlanTexts) -> dict[str, Any]:
    for_old = str(rival["from_id"]) == key.from_id
    end = (key.to_year, str(rival["to_id"])) if for_old else (key.from_year, str(rival["from_id"]))
    return {
        "end": "new" if for_old else "old",
        "from_id": str(rival["from_id"]),
        "to_id": str(rival["to_id"]),
        "text": texts.words(*end),
        "probability": share_words(rival["probability"]),
        "linked": rival["linked"] == "yes",
    }


def _status(row: pd.Series) -> str:
    """As printed, and what a printed code ("1", "G") means."""
    printed, meant = str(row["status_raw"]), str(row["status"]).replace("_", " ")
    if not printed or printed.casefold() == meant:
        return meant
    return f"{printed} ({meant})"


_NAMES = ["organisation", "from_year", "to_year", "text_hash"]


def queue_of(to_review: pd.DataFrame, actions: pd.DataFrame, reviewed: pd.DataFrame | None) -> pd.DataFrame:
    """The pairs to be asked, those first whose decision would move a rate most."""
    held = pd.MultiIndex.from_frame(actions[["organisation", "plan_year", "action_id"]])
    kept = pd.Series(True, index=to_review.index)
    for end in ("from", "to"):
        ends = to_review[["organisation", f"{end}_year", f"{end}_id"]]
        kept &= pd.MultiIndex.from_frame(ends).isin(held)
    if reviewed is not None and "text_hash" in reviewed.columns:
        decided = pd.MultiIndex.from_frame(reviewed[_NAMES])
        kept &= ~pd.MultiIndex.from_frame(to_review[_NAMES]).isin(decided)
    asked = to_review[kept].sort_values("rate_change", ascending=False, kind="stable")
    return asked.reset_index(drop=True)


def held_about(plans: TwoPlans, reviewed: pd.DataFrame | None) -> object:
    """What was decided about two plans, equal as long as it has not changed."""
    if reviewed is None:
        return ()
    wanted = zip(TwoPlans._fields, plans, strict=True)
    here = pd.concat([reviewed[name].eq(value) for name, value in wanted], axis=1).all(axis=1)
    rows = reviewed[here].drop(columns="line")
    return tuple(rows.itertuples(index=False, name=None))
