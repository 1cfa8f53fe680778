"""The two real plans against their hand-made answers, where they lie beside the repository."""

import csv
import importlib.util
from pathlib import Path

import pytest

from wres_analysis.documents import read_document
from wres_analysis.plan_years import plan_year_of
from wres_analysis.plans.actions import extract_actions

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEEDS, GOLD = SHARED / "seeds" / "plans", SHARED / "gold" / "extraction"
PLANS = [("WIRRAL", "seed_trust_gold", 0.96), ("EOE-CCG", "seed_ccg_gold", 0.98)]

pytestmark = pytest.mark.skipif(
    not (SEEDS.is_dir() and GOLD.is_dir()),
    reason="the real plans and their answers (../shared/seeds, ../shared/gold) are not here",
)


@pytest.fixture(scope="module")
def extracted():
    found = {}
    for code, _, _ in PLANS:
        (path,) = (SEEDS / code).iterdir()
        found[code] = extract_actions(read_document(path), code, plan_year_of(path.name))
    return found


def scored(actions, gold, folder):
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    actions.to_csv(folder / "read.csv", index=False)
    return score.score(folder / "read.csv", GOLD / f"{gold}.csv")


@pytest.mark.parametrize(("code", "gold", "floor"), PLANS)
def test_every_row_is_found_the_cells_are_right_and_a_careful_reader_is_warned_of_as_much(
    extracted, tmp_path, code, gold, floor
):
    result, wrong = scored(extracted[code].actions, gold, tmp_path)
    assert (result["recall"], result["precision"]) == (1.0, 1.0)
    assert result["accuracy"] >= floor, wrong
    notes = extracted[code].notes
    raised = set(notes[["severity", "code", "row"]].fillna(0).itertuples(index=False, name=None))
    with (GOLD / f"{gold}.warnings.csv").open(encoding="utf-8", newline="") as stream:
        wanted = [entry for entry in csv.DictReader(stream) if entry["severity"] in ("error", "warn")]
    expected = {(one["severity"], one["code"], row) for one in wanted for row in rows_of(one["rows"])}
    assert expected - raised == set() and len(expected) > 20


def rows_of(text):
    parts = [part.split("-") for part in text.split(";") if part] or [["0"]]
    return [row for part in parts for row in range(int(part[0]), int(part[-1]) + 1)]


def test_stated_carry_over_and_statuses_are_what_people_counted(extracted):
    trust, ccg = extracted["WIRRAL"].actions, extracted["EOE-CCG"].actions
    first_part = trust[trust["part"].str.startswith("Part 1")]
    assert (first_part["carry_over_evidence"] == "row_mark").tolist() == [True] * 5 + [False]
    assert (trust["carry_over_evidence"] != "none").sum() == 10
    assert set(trust.loc[trust["carried_over_from"] != "", "carried_over_from"]) == {"2021/22"}
    counts = ccg["status"].value_counts().to_dict()
    assert counts == {"complete": 9, "partly_met": 6, "not_met": 2, "not_stated": 2}
    assert (ccg["revised_deadline"] != "").sum() == 4


def test_codes_outside_the_key_are_undefined_and_no_person_is_named(extracted):
    actions = extracted["WIRRAL"].actions
    assert set(actions.loc[actions["status_raw"] == "5", "status"]) == {"undefined"}
    assert extracted["EOE-CCG"].actions["detail"].str.contains(r"\[name\]").any()
