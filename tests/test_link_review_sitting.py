from dataclasses import replace

import pandas as pd
import pytest
from small_reviews import EARLIER, LATER, doubtful, rows_in, sitting

from wres_analysis.errors import TableError
from wres_analysis.linking.linkage import link_plans
from wres_analysis.linking.review import read_reviewed_links, write_links_to_review
from wres_analysis.notebook.link_review import reviewed_file as link_review_ledger
from wres_analysis.notebook.link_review.pairs import TwoPlans, linked, matched_rates
from wres_analysis.notebook.link_review.review_widget import marked, pairs_left
from wres_analysis.notebook.link_review.reviewed_file import REVIEWED, reviewer_name

PLANS = TwoPlans("T1", "2021-22", "2022-23")


def linked_with_file(folder):
    links = link_plans(doubtful().actions, read_reviewed_links(folder / REVIEWED)).links
    return {tuple(row): kind for *row, kind in links[["from_id", "to_id", "kind"]].values.tolist()}


def pair_ids(review):
    return (review.current.from_id, review.current.to_id) if review.current else None


def test_pairs_come_in_the_order_of_what_they_move(tmp_path):
    review = sitting(tmp_path)
    seen = []
    while review.current:
        seen.append(pair_ids(review))
        review.skip()
    asked = doubtful().links_to_review
    assert asked["rate_change"].is_monotonic_decreasing
    assert seen == list(asked[["from_id", "to_id"]].itertuples(index=False, name=None))
    assert not (tmp_path / REVIEWED).exists()


def test_a_decision_is_in_the_file_at_once_and_the_linker_obeys_it(tmp_path):
    review = sitting(tmp_path)
    review.reject()
    (row,) = rows_in(tmp_path)
    assert (row["from_text"], row["to_text"], row["decision"]) == (EARLIER[0], LATER[0], "no")
    assert row["reviewer"] == "Ann" and pd.Timestamp(row["decided_at"]).tzinfo is not None
    assert ("1", "5") in linked_with_file(tmp_path.parent / "nowhere")
    assert ("1", "5") not in linked_with_file(tmp_path)
    assert review.said == "Rejected and written." and review.problem == ""
    review.accept()
    assert linked_with_file(tmp_path)["4", "8"] == "reworded"
    assert [one["decision"] for one in rows_in(tmp_path)] == ["no", "link"]


def test_another_partner_rejects_this_pair_and_links_the_other(tmp_path):
    review = sitting(tmp_path)
    review.pick("1", "8")
    assert [(row["from_id"], row["to_id"], row["decision"]) for row in rows_in(tmp_path)] == [
        ("1", "5", "no"),
        ("1", "8", "link"),
    ]
    assert ("1", "8") in linked_with_file(tmp_path)
    with pytest.raises(TableError, match="not another partner"):
        review.pick("99", review.current.to_id)


def test_undo_takes_back_what_was_written_and_shows_the_pair_again(tmp_path):
    review = sitting(tmp_path)
    review.accept()
    before = (tmp_path / REVIEWED).read_bytes()
    review.pick("4", "5")
    review.undo()
    assert (tmp_path / REVIEWED).read_bytes() == before
    assert pair_ids(review) == ("4", "8") and review.said == "Undone: another partner picked."
    review.undo()
    assert rows_in(tmp_path) == [] and pair_ids(review) == ("1", "5")
    review.undo()
    assert review.said == "There is nothing to undo."


def test_deciding_anew_replaces_the_decision_before(tmp_path):
    review = sitting(tmp_path)
    review.pick("1", "8")
    review.back()
    assert review.shown()["decided"] == "another partner picked"
    review.accept()
    assert [(row["to_id"], row["decision"]) for row in rows_in(tmp_path)] == [("5", "link")]


def test_the_effect_on_both_rates_is_told(tmp_path):
    review = sitting(tmp_path)
    review.reject()
    forward, backward = review.effect(PLANS)
    assert (forward["before"], forward["now"]) == ("100% (4 of 4)", "75% (3 of 4)")
    assert (backward["before"], backward["now"]) == ("80% (4 of 5)", "60% (3 of 5)")
    assert forward["interval_now"].startswith("30% to 95%")  # Wilson's for 3 of 4
    review.undo()
    assert review.effect(PLANS)[0]["now"] == review.effect(PLANS)[0]["before"] == "100% (4 of 4)"


def test_the_rates_are_those_of_the_whole_walk():
    analysis = doubtful()
    linkage = linked(analysis.actions, None)
    assert linkage.links.equals(analysis.links)
    rates = matched_rates(linkage, analysis.actions)
    whole = analysis.rates.merge(rates[["organisation", "from_year", "to_year", "measure"]])
    pd.testing.assert_frame_equal(
        rates.sort_values("measure", ignore_index=True), whole.sort_values("measure", ignore_index=True)
    )


def test_two_reviewers_meet_in_one_file(tmp_path):
    ann, bob = sitting(tmp_path), sitting(tmp_path, "Bob")
    ann.reject()
    bob.skip()
    bob.accept()
    held = [(row["reviewer"], row["decision"]) for row in rows_in(tmp_path)]
    assert held == [("Ann", "no"), ("Bob", "link")]
    ann.look_again()
    assert ann.shown()["reason"] == "linked by Bob"


def test_a_contradiction_waits_and_is_written_once_the_other_row_is_gone(tmp_path):
    ann, bob = sitting(tmp_path), sitting(tmp_path, "Bob")
    ann.reject()
    bob.accept()
    assert "Ann decided 'no' about this pair, Bob 'link'" in bob.problem and len(bob.waiting) == 1
    assert [row["decision"] for row in rows_in(tmp_path)] == ["no"]
    bob.reject()
    assert [row["reviewer"] for row in rows_in(tmp_path)] == ["Ann", "Bob"] and len(bob.waiting) == 1
    ann.undo()
    bob.retry()
    assert bob.waiting == [] and bob.problem == "" and bob.said == "Everything is written now."
    held = sorted((row["to_id"], row["decision"]) for row in rows_in(tmp_path))
    assert held == [("5", "link"), ("8", "no")]


def test_the_same_decision_of_somebody_else_is_left_alone(tmp_path):
    ann, bob = sitting(tmp_path), sitting(tmp_path, "Bob")
    ann.accept()
    bob.accept()
    assert bob.said == "Accepted: the file said so already." and len(rows_in(tmp_path)) == 1


def test_a_file_edited_between_two_decisions_keeps_the_edit(tmp_path):
    review = sitting(tmp_path)
    review.accept()
    path = tmp_path / REVIEWED
    edited = path.read_text(encoding="utf-8-sig").replace(",Ann,,", ",Ann,seen with the lead,")
    path.write_text(edited, encoding="utf-8", newline="\r\n")  # no mark any more, and other line ends
    review.reject()
    assert path.read_bytes().startswith(edited.replace("\n", "\r\n").encode())
    assert [row["note"] for row in rows_in(tmp_path)] == ["seen with the lead", ""]


def test_what_somebody_changed_is_not_said_to_be_undone(tmp_path):
    review = sitting(tmp_path)
    review.reject()
    path = tmp_path / REVIEWED
    changed = path.read_text(encoding="utf-8").replace(",no,Ann,", ",link,Bob,")
    path.write_text(changed, encoding="utf-8")
    review.undo()
    assert "somebody changed that decision meanwhile" in review.problem and review.said == ""
    assert path.read_text(encoding="utf-8") == changed


def test_what_others_decide_meanwhile_is_not_asked(tmp_path):
    ann, bob = sitting(tmp_path), sitting(tmp_path, "Bob")
    bob.skip()
    bob.accept()
    ann.look_again()
    ann.accept()
    assert pair_ids(ann) == ("2", "6") and ann.progress == (2, 2)


def test_a_fault_in_the_file_is_one_line_and_the_decision_waits(tmp_path):
    review = sitting(tmp_path)
    path = tmp_path / REVIEWED
    wrong = "organisation,from_year,from_id,to_year,to_id,decision\nT1,2021-22,1,2022-23,5,perhaps\n"
    path.write_text(wrong)
    review.look_again()
    assert "line 2: 'perhaps' is not a decision" in review.problem
    review.skip()
    review.accept()
    assert path.read_text() == wrong and len(review.waiting) == 1 and "line 2" in review.problem
    path.unlink()
    review.retry()
    assert [row["to_id"] for row in rows_in(tmp_path)] == ["8"]


def test_a_file_that_cannot_be_written_keeps_the_decision(tmp_path, monkeypatch):
    review = sitting(tmp_path)

    def refuse(*_, **__):
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patch:
        patch.setattr(link_review_ledger, "write_bytes_whole", refuse)
        review.accept()
        review.reject()
    assert review.problem == f"{REVIEWED}: it cannot be used (in use); close it in Excel and run it again"
    assert len(review.waiting) == 2 and not (tmp_path / REVIEWED).exists()
    review.retry()
    assert [row["decision"] for row in rows_in(tmp_path)] == ["link", "no"]
    assert sorted(path.name for path in tmp_path.glob("*")) == sorted(
        {REVIEWED, *(path.name for path in tmp_path.glob(".*.lock"))}
    )


def test_a_decision_that_waits_can_be_undone(tmp_path):
    lock = tmp_path / f".~lock.{REVIEWED}#"
    lock.touch()
    review = sitting(tmp_path)
    review.accept()
    assert review.said.endswith("waits to be written.")
    review.undo()
    lock.unlink()
    review.retry()
    assert review.waiting == [] and not (tmp_path / REVIEWED).exists()


def test_nothing_is_decided_without_a_name(tmp_path):
    review = sitting(tmp_path, "")
    review.accept()
    assert "give your name" in review.problem and not (tmp_path / REVIEWED).exists()
    for wrong in (" ", "Model"):
        with pytest.raises(TableError, match=r"reviewer: .* give your name or initials"):
            reviewer_name(wrong)
    assert reviewer_name("  Ann \n B ") == "Ann B"


def test_decided_pairs_and_those_of_plans_that_are_gone_are_not_asked(tmp_path):
    sitting(tmp_path).accept()
    analysis = doubtful()  # its list was made before the decision
    assert len(sitting(tmp_path, analysis=analysis).queue) == 2
    path = tmp_path / "links_to_review.csv"
    gone = analysis.links_to_review.assign(from_id="gone", text_hash="x", decision="no")
    write_links_to_review(gone, path)
    analysis = replace(analysis, links_to_review=pd.concat([gone, analysis.links_to_review]))
    assert len(sitting(tmp_path, analysis=analysis).queue) == 2


def test_what_is_shown_of_a_pair(tmp_path):
    review = sitting(tmp_path)
    review.skip()
    review.skip()
    shown = review.shown()
    assert "".join(words for words, changed in shown["old"]["runs"] if not changed) == "BME nursesa mentor"
    owners = shown["old"]["owner"], shown["old"]["place"], shown["new"]["owner"]
    assert owners == ("Head of OD", "page 2", "")
    assert [(one["end"], one["to_id"]) for one in shown["others"]] == [("new", "9")]
    assert {one["id"] for one in review.all_actions()["new"]} == {"5", "6", "7", "8", "9"}
    review.back()
    assert pair_ids(review) == ("4", "8")


def test_changed_words_are_marked_and_every_text_is_escaped(tmp_path):
    page = pairs_left(sitting(tmp_path)).html()
    assert "<del>Give</del> BME nurses" in page and "2022-23: <ins>Find coaches for</ins> BME nurses" in page
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert page.count("<tr>") == 4 and "first 3 of 3" in page
    assert marked([("a & b", True)], "ins") == "<ins>a &amp; b</ins>"


def test_what_is_decided_is_not_in_the_table(tmp_path):
    review = sitting(tmp_path)
    review.accept()
    assert "jobs fair" not in pairs_left(review).html() and "jobs fair" not in pairs_left(review).text()


def test_plain_text_has_both_wordings(tmp_path):
    told = pairs_left(sitting(tmp_path)).text()
    assert EARLIER[0] in told and LATER[0] in told


def test_nothing_to_review_is_said(tmp_path):
    analysis = doubtful()
    analysis = replace(analysis, links_to_review=analysis.links_to_review.head(0))
    left = pairs_left(sitting(tmp_path, analysis=analysis))
    assert "nothing to review" in left.html() and "nothing to review" in left.text()
