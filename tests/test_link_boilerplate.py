import pandas as pd
import pytest
from plans_drawn import plan, plans

from wres_analysis.linking.lexicon import without_boilerplate
from wres_analysis.linking.linkage import link_plans

REST = ["Train interview panels", "Publish the pay data", "Mentor new nurses", "Review the grievance policy"]
LEAD = "As a fair employer, and together with our staff networks, we will "
STANDING = " Progress is reported to the people committee in each quarter of the year."


def core(texts):
    table = plan("2022-23", texts)
    return list(without_boilerplate(table, table["action"]))


@pytest.mark.parametrize(
    "texts",
    [
        [LEAD + rest for rest in REST],
        [rest + STANDING for rest in REST],
        [rest + STANDING.upper().replace(".", " !") for rest in REST],
    ],
)
def test_what_every_action_says_is_taken_out_wherever_it_stands(texts):
    assert core(texts) == REST


def test_what_a_few_actions_share_is_what_they_are_about():
    texts = [f"{rest} for all staff on every ward and site" for rest in REST[:3]]
    assert core([*texts, *REST, "Mark Diwali"]) == [*texts, *REST, "Mark Diwali"]


def test_a_text_that_is_nothing_else_stays():
    texts = [LEAD + rest for rest in REST]
    assert core([*texts, LEAD.strip()])[-1] == LEAD.strip()


def test_a_sentence_that_stands_under_each_aim_stays():
    assert (
        core([REST[3] + " with staff side in each division"] * 5)
        == [REST[3] + " with staff side in each division"] * 5
    )


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
