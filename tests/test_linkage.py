import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans_drawn import PLANS, plan, plans

from wres_analysis.errors import TableError
from wres_analysis.linking.linkage import link_actions, link_plans
from wres_analysis.tables import LINK_CANDIDATES, LINKS, check_table, write_table

ONE_TO_ONE = ("exact", "minor_edit", "reworded")
SEVERAL = ("split", "merged")
FEW = settings(max_examples=10, deadline=None)


def verbatim_pairs(links):
    return links[links["kind"].eq("exact")][["from_year", "from_id", "to_year", "to_id"]].values.tolist()


@FEW
@given(PLANS, PLANS, PLANS)
def test_every_action_is_in_a_row_and_a_pair_in_one(first, second, third):
    table = plans(first, second, third)
    found = link_plans(table)
    check_table(found.links, LINKS, "links")
    check_table(found.candidates, LINK_CANDIDATES, "candidates")
    pairs = [("2019-20", "2020-21"), ("2020-21", "2021-22")]
    for before, after in pairs:
        here = found.links[found.links["from_year"].eq(before) & found.links["to_year"].eq(after)]
        for year, end in ((before, "from_id"), (after, "to_id")):
            assert set(here[end]) - {""} == set(table[table["plan_year"].eq(year)]["action_id"])
    assert not found.links.duplicated(list(LINKS)[:5]).any()
    assert set(map(tuple, found.links[["from_year", "to_year"]].values)) <= set(pairs)


@FEW
@given(PLANS, PLANS)
def test_one_to_one_holds_outside_splits_and_mergers(old, new):
    links = link_actions(plans(old, new))
    single = links[links["kind"].isin(ONE_TO_ONE)]
    joined = links[links["from_id"].ne("") & links["to_id"].ne("")]
    for end in ("from_id", "to_id"):
        assert joined[end].isin(single[end]).sum() == len(single)
    for kind, end in (("split", "from_id"), ("merged", "to_id")):
        several = joined[joined["kind"].eq(kind)]
        assert (joined[end].value_counts().reindex(several[end].unique()) > 1).all()


@FEW
@given(PLANS, PLANS)
def test_probabilities_and_that_a_verbatim_pair_is_never_below_an_edited_one(old, new):
    listed = link_plans(plans(old, new)).candidates
    assert listed["probability"].between(0, 1).all()
    by_kind = {kind: rows["probability"] for kind, rows in listed.groupby("kind")}
    if "exact" in by_kind:
        for kind in ("minor_edit", "reworded"):
            assert kind not in by_kind or by_kind["exact"].min() >= by_kind[kind].max()


@FEW
@given(PLANS, PLANS, st.randoms())
def test_the_order_of_rows_and_of_organisations_changes_nothing(old, new, draw):
    table = pd.concat([plans(old, new), plans(new, old, organisation="5E1")], ignore_index=True)
    mixed = table.iloc[draw.sample(range(len(table)), len(table))].reset_index(drop=True)
    for one, other in zip(link_plans(table)[:3], link_plans(mixed)[:3], strict=True):
        pd.testing.assert_frame_equal(one, other)


@FEW
@given(PLANS, PLANS)
def test_other_organisations_change_nothing(old, new):
    alone = link_actions(plans(old, new))
    together = link_actions(pd.concat([plans(old, new), plans(new, old, organisation="5E1")]))
    pd.testing.assert_frame_equal(alone, together[together["organisation"].eq("RXA")].reset_index(drop=True))


@FEW
@given(PLANS)
def test_a_plan_linked_to_itself_is_all_exact(actions):
    links = link_actions(plans(actions, actions))
    assert set(links["kind"]) == {"exact"} and len(links) == len(actions)


@FEW
@given(PLANS, PLANS, st.booleans())
def test_an_unrelated_action_changes_no_verbatim_link(old, new, at_the_end_of_the_old_plan):
    unrelated = [("Zonk quixotic flugelhorns", "")]
    before = verbatim_pairs(link_actions(plans(old, new)))
    more = (old + unrelated, new) if at_the_end_of_the_old_plan else (old, new + unrelated)
    after = link_actions(plans(*more))
    assert verbatim_pairs(after) == before
    assert set(after[after["kind"].eq("exact")]["probability"]) <= {0.995}


def test_the_same_input_gives_the_same_bytes(tmp_path):
    table = plans(["Review the policy", "Train panels"], ["Review the policies", "Panels to be trained"])
    for name in ("one", "two"):
        for part, rows in zip(("links", "candidates", "review"), link_plans(table)[:3], strict=True):
            write_table(rows, tmp_path / name / f"{part}.csv")
    for part in ("links", "candidates", "review"):
        contents = [(tmp_path / name / f"{part}.csv").read_bytes() for name in ("one", "two")]
        assert contents[0] == contents[1]


def test_plans_are_linked_in_the_order_of_their_years_and_over_a_missing_year():
    table = pd.concat([plan(year, ["Review the policy"]) for year in ("2022-23", "2018/19", "2019-20")])
    steps = link_actions(table)[["from_year", "to_year"]].values.tolist()
    assert steps == [["2018/19", "2019-20"], ["2019-20", "2022-23"]]


def test_gone_actions_are_completed_or_dropped():
    said = ["complete", "in_progress", ""]
    old = plan("2021-22", ["Mark Diwali", "Buy software", "Paint walls"], status=said)
    links = link_actions(pd.concat([old, plan("2022-23", ["Audit gloves"])]))
    assert links["kind"].tolist() == ["new", "completed", "dropped", "dropped"]


def test_one_sentence_under_two_aims_is_linked_under_its_own():
    old = plan("2021-22", ["Carry out the review"] * 2, aim=["Recruitment", "Careers"])
    new = plan("2022-23", ["Carry out the review"] * 2, aim=["Careers", "Recruitment"])
    links = link_actions(pd.concat([old, new]))
    assert links[["from_id", "to_id", "kind"]].values.tolist() == [["2", "1", "exact"], ["1", "2", "exact"]]


def test_what_stands_twice_is_not_dropped():
    links = link_actions(plans(["Review the policy", "Review the policy"], ["Review the policy"]))
    assert links[["from_id", "to_id", "kind"]].values.tolist() == [["1", "1", "merged"], ["2", "1", "merged"]]
    assert links["reason"].str.contains("it stands more than once in a plan").all()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Set up reverse mentoring for the board", "Pair directors with a BME colleague who mentors them"),
        ("Undertake exit interviews with all BME leavers", "Find out why BME colleagues leave us"),
        ("Offer active bystander training", "Equip people to challenge racism through bystander sessions"),
    ],
)
def test_the_same_in_other_words_is_the_likeliest_pair_whether_it_is_linked_or_asked_about(old, new):
    others = ["Review the uniform policy", "Publish the gender pay gap", "Fund prayer rooms"]
    listed = link_plans(plans([old, *others[:2]], [new, others[2]])).candidates
    best = listed.loc[listed["probability"].idxmax()]
    assert (best["from_id"], best["to_id"], best["kind"]) == ("1", "1", "reworded")
    assert best["probability"] >= 0.05


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Review the disciplinary policy with staff side", "Review the grievance policy with staff side"),
        ("Publish the annual WRES report", "Publish the annual WDES report"),
        ("Mark Black History Month with events", "Mark South Asian Heritage Month with events"),
    ],
)
def test_a_look_alike_beside_the_true_one_is_new(old, new):
    links = link_actions(plans([old], [old, new]))
    assert links[["from_id", "to_id", "kind"]].values.tolist() == [["1", "1", "exact"], ["", "2", "new"]]


def test_an_action_that_becomes_two_is_split_and_two_that_become_one_are_merged():
    wide = "Review how we advertise posts and train interview panels in fair selection"
    narrow = ["Review how we advertise posts", "Train interview panels in fair selection"]
    others = ["Fund prayer rooms"]
    for old, new, kind in (([wide], narrow, "split"), (narrow, [wide], "merged")):
        links = link_actions(plans(old + others, new + others))
        assert links["kind"].tolist().count(kind) == 2


def numbered(year, actions, **columns):
    given = plan(year, list(actions.values()), **columns)
    return given.assign(action_id=list(actions))


def test_what_a_plan_says_about_its_numbers_makes_a_link_in_any_words():
    old = {"4": "Review advertising", "7": "Mentor nurses", "9": "Publish the data"}
    new = {"1": "Recruit and develop fairly", "2": "Publish the data"}
    said = ["Brings together actions 4 and 7 of the 2020-21 plan.", ""]
    links = link_actions(pd.concat([numbered("2020-21", old), numbered("2021-22", new, comment=said)]))
    merged = links[links["kind"].eq("merged")]
    assert merged[["from_id", "to_id"]].values.tolist() == [["4", "1"], ["7", "1"]]
    assert merged["reason"].str.contains("the plan says that it was action").all()
    unsaid = link_actions(pd.concat([numbered("2020-21", old), numbered("2021-22", new)]))
    assert unsaid["kind"].tolist().count("new") == 1


def test_scanning_noise_does_not_hide_the_same_words():
    links = link_actions(plans(["Develop a staff network plan"], ["DeveIop a staff net-\nwork pIan."]))
    assert links["kind"].tolist() == ["exact"]


def test_bad_actions_are_refused_and_no_actions_have_no_links():
    with pytest.raises(TableError, match="two actions have one id"):
        link_actions(pd.concat([plan("2022-23", ["a"]), plan("2022-23", ["b"])]))
    found = link_plans(plans(["Review the policy"]).iloc[:0])
    assert found.links.empty and found.candidates.empty and found.to_review.empty
    assert link_actions(plan("2022-23", ["Review the policy"])).empty  # one plan has nothing to link to


def test_columns_that_are_not_known_do_no_harm():
    table = plans(["Review the policy"], ["Review the policy"]).assign(colour="red")
    assert link_actions(table)["kind"].tolist() == ["exact"]
