import pandas as pd
import pytest
from plans_drawn import plans

from wres_analysis.errors import TableError
from wres_analysis.linking.linkage import link_plans
from wres_analysis.linking.review import (
    LINKS_TO_REVIEW,
    decisions_held,
    first_pairs,
    rate_change,
    read_reviewed_links,
    write_links_to_review,
)
from wres_analysis.linking.uncertainty import RATE_INTERVALS, rate_intervals
from wres_analysis.measures.intervals import wilson
from wres_analysis.tables import check_table, write_table

# near each other, and yet not clearly the same
SAME = "Publish the WRES report"
OLD = ["Work with local schools on careers in the NHS", "Give BME nurses a mentor", SAME]
NEW = [
    "Hold a jobs fair for people who live near our sites",
    "Give disabled nurses a mentor",
    "Publish the WRES report",
]


@pytest.fixture
def in_doubt():
    return link_plans(plans(OLD, NEW)).to_review


def row_of(table, reviewed):
    """The rows of a table that are about the first pair that was decided."""
    one = reviewed.iloc[0]
    return table[table["from_id"].eq(one["from_id"]) & table["to_id"].eq(one["to_id"])]


def filled_in(table, path, decision, reviewer="Ann"):
    write_table(table.head(1).assign(decision=decision, reviewer=reviewer, note="asked the lead"), path)
    return read_reviewed_links(path)


def test_doubtful_pairs_are_listed_with_both_texts_and_the_most_telling_first(in_doubt):
    check_table(in_doubt, LINKS_TO_REVIEW, "links_to_review")
    assert len(in_doubt) >= 1
    assert set(in_doubt["from_text"]) <= set(OLD) and set(in_doubt["to_text"]) <= set(NEW)
    assert (in_doubt[["decision", "reviewer", "note"]] == "").all(axis=None)
    assert SAME not in set(in_doubt["from_text"])  # what is certain is not asked
    assert in_doubt["rate_change"].is_monotonic_decreasing


def test_a_no_is_obeyed_and_not_asked_again(in_doubt, tmp_path):
    reviewed = filled_in(in_doubt, tmp_path / "links_reviewed.csv", "no")
    found = link_plans(plans(OLD, NEW), reviewed)
    assert row_of(found.links, reviewed).empty and row_of(found.to_review, reviewed).empty
    row = row_of(found.candidates, reviewed).iloc[0]
    assert (row["linked"], row["probability"], row["decided_by"]) == ("no", 0.0, "Ann")
    assert row["reason"] == "not linked by Ann: asked the lead"


@pytest.mark.parametrize("decision", ["link", "merged"])
def test_a_link_is_fixed_with_the_kind_that_was_given(in_doubt, tmp_path, decision):
    reviewed = filled_in(in_doubt, tmp_path / "links_reviewed.csv", decision)
    row = row_of(link_plans(plans(OLD, NEW), reviewed).links, reviewed).iloc[0]
    assert (row["probability"], row["decided_by"]) == (1.0, "Ann")
    assert row["kind"] == "merged" if decision == "merged" else row["kind"] in ("reworded", "minor_edit")


def test_a_decision_outlives_renumbering_and_a_changed_wording_is_asked_again(in_doubt, tmp_path):
    reviewed = filled_in(in_doubt, tmp_path / "links_reviewed.csv", "no")
    pair = reviewed.loc[0, "from_text"], reviewed.loc[0, "to_text"]
    renumbered = plans(OLD[::-1], NEW[::-1])
    links = link_plans(renumbered, reviewed).candidates
    assert links["decided_by"].tolist().count("Ann") == 1
    changed = plans([f"{text} soon" if text == pair[0] else text for text in OLD], NEW)
    again = link_plans(changed, reviewed).to_review
    row = again[again["to_text"].eq(pair[1]) & again["from_text"].eq(f"{pair[0]} soon")].iloc[0]
    assert "decided before (no, Ann)" in row["note"] and row["decision"] == ""


def test_no_file_means_no_decisions(tmp_path):
    assert read_reviewed_links(tmp_path / "links_reviewed.csv") is None


def test_rows_may_be_added_by_hand_with_ids_alone(tmp_path):
    path = tmp_path / "links_reviewed.csv"
    path.write_text("organisation,from_year,from_id,to_year,to_id,decision\nRXA,2019-20,1,2020-21,3,LINK\n")
    reviewed = read_reviewed_links(path)
    found = link_plans(plans(OLD, NEW), reviewed).links
    assert ["1", "3"] in found[["from_id", "to_id"]].values.tolist()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "organisation,from_year,from_id,to_year,to_id,decision\n"
            "RXA,2019-20,1,2020-21,1,\nRXA,2019-20,1,2020-21,2,ys\n",
            r"links_reviewed\.csv, line 3: 'ys' is not a decision",
        ),
        ("organisation,from_year\nRXA,2019-20\n", "column from_id, to_year, to_id, decision is missing"),
    ],
)
def test_a_file_that_cannot_be_followed_is_named(tmp_path, text, said):
    path = tmp_path / "links_reviewed.csv"
    path.write_text(text)
    with pytest.raises(TableError, match=said):
        read_reviewed_links(path)


def test_what_was_filled_in_is_never_written_over(in_doubt, tmp_path):
    path = tmp_path / "links_to_review.csv"
    write_links_to_review(in_doubt.assign(decision=["no", *[""] * (len(in_doubt) - 1)], reviewer="Ann"), path)
    write_links_to_review(in_doubt, path)
    kept = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert len(kept) == len(in_doubt)
    assert kept.loc[0, ["decision", "reviewer"]].tolist() == ["no", "Ann"]
    assert set(kept["text_hash"]) == set(in_doubt["text_hash"])


def test_decisions_about_other_organisations_can_be_set_aside():
    both = pd.DataFrame(
        {"organisation": ["RXA", "RXB"], "from_year": "2019-20", "to_year": "2020-21", "decision": "no"}
    )
    assert decisions_held(both, plans(OLD, NEW))["organisation"].tolist() == ["RXA"]


def test_rate_change_by_hand():
    pairs = pd.DataFrame(
        {
            "old": [0, 1, 0],
            "new": [0, 1, 1],
            "old_size": 2,
            "new_size": 4,
            "linked": ["yes", "no", "yes"],
            "probability": [0.9, 0.4, 0.5],
        }
    )
    # the first: old 0 has another link, new 0 has none, so a no takes 1 of 4 away, at 0.1, over two rates;
    # the second: old 1 has no link (1 of 2), new 1 has one already; the third: new 1 has no other
    assert rate_change(pairs).tolist() == [0.0125, 0.1, 0.0625]


def test_the_list_is_short_and_what_was_decided_before_is_always_in_it():
    asked = pd.DataFrame({"pair": [0] * 30 + [1] * 5, "again": [False] * 29 + [True] + [False] * 5})
    assert first_pairs(asked, 20, 300).index.tolist() == [*range(19), 29, *range(30, 35)]
    assert first_pairs(asked, 20, 3).index.tolist() == [0, 1, 29]
    assert len(first_pairs(asked, None, None)) == 35


def test_right_answers_make_the_interval_narrower(tmp_path):
    table = plans(OLD, NEW)
    before = link_plans(table)
    after = link_plans(table, filled_in(before.to_review.assign(decision="no"), tmp_path / "r.csv", "no"))
    widths = []
    for found in (before, after):
        rates = rate_intervals(found.candidates, found.links, table, sampling=False)
        widths.append((rates["high_with_links"] - rates["low_with_links"]).sum())
    assert widths[1] < widths[0]


ALIKE = [
    f"{verb} {thing}" for verb, thing in [("Review", "the grievance policy"), ("Train", "interview panels")]
]
EARLIER = [*ALIKE, "Work with local schools on careers in the NHS", "Buy software"]
LATER = [*ALIKE, "Hold a jobs fair for people who live near our sites"]
PLAN = ("RXA", "2019-20", "2020-21")


def linked(old=EARLIER, new=LATER, reviewed=None):
    table = plans(old, new)
    found = link_plans(table, reviewed)
    return found.candidates, found.links, table


def decisions(*rows):
    columns = ["organisation", "from_year", "from_id", "to_year", "to_id", "decision"]
    return pd.DataFrame([("RXA", "2019-20", a, "2020-21", b, word) for a, b, word in rows], columns=columns)


def test_an_interval_for_each_direction():
    found = rate_intervals(*linked())
    check_table(found, RATE_INTERVALS, "intervals")
    assert found["direction"].tolist() == ["backward", "forward"]
    assert found["denominator"].tolist() == [3, 4]
    assert (found["low_with_links"] <= found["expected"]).all()
    assert (found["expected"] <= found["high_with_links"]).all()


def test_with_links_that_a_person_decided_it_is_the_wilson_interval():
    every = [(str(a + 1), str(b + 1), "link" if a == b < 2 else "no") for a in range(4) for b in range(3)]
    found = rate_intervals(*linked(reviewed=decisions(*every)), draws=40_000).set_index("direction")
    for direction, size in (("forward", 4), ("backward", 3)):
        expected = wilson(2, size)
        row = found.loc[direction]
        assert row["confirmed"] == size
        assert row["low_with_links"] == pytest.approx(expected[0], abs=0.01)
        assert row["high_with_links"] == pytest.approx(expected[1], abs=0.01)


def test_doubt_about_a_link_widens_the_interval():
    def width(*given):
        row = rate_intervals(*linked(*given), sampling=False).set_index("direction").loc["forward"]
        return row["high_with_links"] - row["low_with_links"]

    assert width(EARLIER, LATER) > width(ALIKE, ALIKE)


def test_without_sampling_a_certain_plan_has_next_to_no_interval():
    found = rate_intervals(*linked(ALIKE * 1, ALIKE * 1), sampling=False)
    assert (found["expected"] > 0.98).all()


def test_what_stands_twice_counts_once():
    found = rate_intervals(*linked([ALIKE[0], ALIKE[0], ALIKE[1]], ALIKE)).set_index("direction")
    assert found.loc["forward", "denominator"] == 2


def test_draws_of_a_plan_do_not_depend_on_other_plans():
    alone = rate_intervals(*linked())
    both = pd.concat([plans(EARLIER, LATER), plans(ALIKE, ALIKE, organisation="5E1")])
    found = link_plans(both)
    together = rate_intervals(found.candidates, found.links, both)
    pd.testing.assert_frame_equal(together[together["organisation"].eq("RXA")].reset_index(drop=True), alone)
