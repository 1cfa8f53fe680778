import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from plans_drawn import PLANS, plan, plans
from slow_links import letters_of_each

from wres_analysis.linking.lexicon import exclusions, shipped_lexicon, subjects_of, without_boilerplate
from wres_analysis.linking.linkage import link_plans
from wres_analysis.linking.texts import BUCKETS, Bags, heading_of, ready_actions, wording_of
from wres_analysis.vocabulary import vocabulary_rows


@pytest.mark.parametrize("phrase", ["BME", "BAME staff background", "ethnic minorities", "global majority"])
def test_words_for_ethnic_minority_are_one_term(phrase):
    assert "=ethnic minority" in shipped_lexicon().words_of([phrase]).each()[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("disciplinary", "grievance"),
        ("grievance", "capability"),
        ("WRES report", "WDES report"),
        ("mandatory training", "non-mandatory training"),
        ("executive directors", "line managers"),
        ("BME staff", "disabled staff"),
        ("gender pay gap", "ethnicity pay gap"),
    ],
)
def test_things_that_differ_stay_apart(one, other):
    first, second = shipped_lexicon().words_of([one, other]).each()
    assert set(first) != set(second)


def test_only_strict_terms_where_near_ones_are_not_wanted():
    lexicon = shipped_lexicon()
    assert lexicon.words_of(["Freedom to Speak Up"], near=False).each() == [("=freedom to speak up",)]
    strict, near = (lexicon.words_of(["HR director", "CPO"], near=near).each() for near in (False, True))
    assert strict[0] != strict[1] and near[0] == near[1]


def test_a_longer_phrase_goes_before_its_parts():
    assert shipped_lexicon().words_of(["deputy director of HR"]).each() == [("deputi", "=people director")]


def test_every_row_of_the_vocabularies_holds_words():
    lexicon = shipped_lexicon()
    assert all(phrase for _, phrase in (*lexicon.near, *lexicon.senses))
    assert all(all(phrases) for _, phrases in lexicon.subjects)


def test_no_phrase_stands_for_two_terms():
    phrases = [row["phrase"].lower() for row in vocabulary_rows("terms")]
    assert len(phrases) == len(set(phrases))
    assert {row["meaning"] for row in vocabulary_rows("terms")} == {"same", "near"}


def test_a_term_means_the_same_or_nearly_the_same_throughout():
    meanings: dict[str, set[str]] = {}
    for row in vocabulary_rows("terms"):
        meanings.setdefault(row["term"], set()).add(row["meaning"])
    assert {len(found) for found in meanings.values()} == {1}


def names(text):
    lexicon = shipped_lexicon()
    found = subjects_of(lexicon.words_of([text]), lexicon)
    return {name for name, held in zip(found.names, found.held[0], strict=True) if held}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("All executives to have a BAME mentor", "reverse mentoring"),
        ("Body-worn cameras for crews", "hate crime"),
        ("Find out why our colleagues leave", "leavers"),
        ("One trained member on every appointments panel", "diverse panel"),
        ("Add race equality to the induction programme", "induction"),
        ("Close gaps in ethnicity records on ESR", "ESR declaration"),
    ],
)
def test_an_action_is_about(text, subject):
    assert subject in names(text)


def test_words_joined_by_and_must_all_be_there():
    assert "reverse mentoring" not in names("All executives to attend")


def test_each_text_has_its_own_subjects():
    lexicon = shipped_lexicon()
    found = subjects_of(lexicon.words_of(["Mark Diwali", "", "Review uniforms"]), lexicon)
    assert not found.held[1].any() and (found.held[0] != found.held[2]).any()


def test_themes_do_not_exclude_each_other():
    lexicon = shipped_lexicon()
    found = subjects_of(lexicon.words_of(["x"]), lexicon)
    columns = [column for groups in exclusions(found).values() for group in groups for column in group]
    assert sorted(columns) == sorted(c for c, name in enumerate(found.classes) if name != "theme")


REST = ["Train interview panels", "Publish the pay data", "Mentor new nurses", "Review the grievance policy"]
LEAD = "As a fair employer, and together with our staff networks, we will "
STANDING = " Progress is reported to the people committee in each quarter of the year."


def core(texts):
    table = plan("2022-23", texts)
    return list(without_boilerplate(table, table["action"]))


LED, SHARED = [LEAD + rest for rest in REST], [f"{rest} for all staff on every ward" for rest in REST[:3]]
UNDER_EACH_AIM = [REST[3] + " with staff side in each division"] * 5


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (LED, REST),  # what every action says is taken out wherever it stands
        ([rest + STANDING for rest in REST], REST),
        ([rest + STANDING.upper().replace(".", " !") for rest in REST], REST),
        ([*SHARED, *REST, "Mark Diwali"], [*SHARED, *REST, "Mark Diwali"]),  # a few are about it
        ([*LED, LEAD.strip()], [*REST, LEAD.strip()]),  # a text that is nothing else stays
        (UNDER_EACH_AIM, UNDER_EACH_AIM),
    ],
)
def test_what_all_actions_of_a_plan_say_is_taken_out(texts, kept):
    assert core(texts) == kept


def test_another_organisation_may_mean_what_one_says_everywhere():
    here = plan("2022-23", [LEAD + rest for rest in REST])
    there = plan("2022-23", [LEAD + REST[0], *REST[1:]], organisation="5E1")
    table = pd.concat([here, there], ignore_index=True)
    assert list(without_boilerplate(table, table["action"])) == [*REST, LEAD + REST[0], *REST[1:]]


@pytest.mark.parametrize("said", [LEAD + "{}", "{}" + STANDING])
def test_links_are_those_of_the_plans_without_it(said):
    old, new = REST, ["Train panels for interviews", *REST[1:3], "Fund a chaplain"]
    table = plans([said.format(one) for one in old], [said.format(one) for one in new])
    pairs = [link_plans(one).links[["from_id", "to_id"]].values.tolist() for one in (table, plans(old, new))]
    assert pairs[0] == pairs[1]


def test_bags_as_a_table():
    bags = Bags(np.array([0, 2, 2, 3]), np.array([7, 4, 7]))
    table, items = bags.table(np.array([2, 0, 1]))
    assert items.tolist() == [4, 7]
    assert table.tolist() == [[0, 1], [1, 1], [0, 0]]
    assert bags.whole_table(np.array([0]), 9)[0].nonzero()[0].tolist() == [4, 7]


def test_each_wording_is_read_once():
    ready = ready_actions(plans(["Review", "Train"], ["Review", "Review"]))
    assert ready.texts == ("Review", "Train")
    assert ready.text.tolist() == [0, 1, 0, 0]


BAND = "Panels at Band {} for {} staff"


@pytest.mark.parametrize(
    ("one", "other", "verbatim", "locked"),
    [
        (BAND.format(7, "BME") + ".", BAND.format(7, "BME").lower(), True, True),
        (BAND.format(7, "BME"), BAND.format(6, "BAME"), False, True),
        (BAND.format(7, "BME"), BAND.format(7, "disabled"), False, False),
        ("…", "—", False, False),  # signs alone
        ("8a 9", "25", False, False),  # numbers alone
    ],
)
def test_equal_letters_and_equal_words_have_equal_numbers(one, other, verbatim, locked):
    ready = ready_actions(plan("2022-23", [one, other]))
    assert (len({*ready.verbatim}) == 1, len({*ready.locked}) == 1) == (verbatim, locked)


def test_action_and_detail_are_one_wording_and_the_part_stands_in_for_a_missing_aim():
    table = plan(
        "2022-23", ["Report", "b"], detail=["to the Board", ""], aim=["Aim 1", ""], part=["1", "Part 2"]
    )
    assert wording_of(table).tolist() == ["Report to the Board", "b"]
    assert heading_of(table).tolist() == ["Aim 1", "Part 2"]


def test_complete_and_stated_are_read():
    table = plan("2022-23", ["a", "b"], status=["Completed", "On track"], carried_over_from=["", "2021/22"])
    ready = ready_actions(table)
    assert ready.complete.tolist() == [True, False]
    assert ready.stated.tolist() == [False, True]


@given(PLANS)
def test_runs_of_letters_are_those_of_the_slow_way(actions):
    ready = ready_actions(plan("2022-23", actions))
    slow = letters_of_each(ready.texts)
    everything = set().union(*slow)
    for number, runs in enumerate(slow):
        found = set(ready.letters.items[ready.letters.starts[number] : ready.letters.starts[number + 1]])
        assert len(found) <= len(runs) and found <= set(range(BUCKETS))
    # two texts share a bucket at least where they share a run
    assert len(set(ready.letters.items)) <= len(everything)
