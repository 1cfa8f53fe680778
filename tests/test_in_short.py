from __future__ import annotations

from small_analyses import analysis_of, small_analysis

from wres_analysis.reports.in_short import in_short


def test_the_newest_plan_stands_in_one_sentence():
    shows, cannot = in_short(small_analysis(1)).reading
    assert shows.startswith(
        "Of the 3 actions of the plan 2022-23, 2 came from the plan 2021-22 (95% interval"
    )
    assert "0 are reported complete" in shows
    assert "Fewer than 10 actions say little" in cannot


def test_the_first_plan_of_an_organisation_is_not_called_new_throughout():
    shows, _ = in_short(small_analysis(2).only("007")).reading
    assert shows.startswith("Of the 2 actions of the plan 2022-23, 0 are stated")
    assert "1 is reported complete" in shows
    assert shows.endswith("What came back cannot be measured: no earlier plan held.")


def test_nothing_read_is_not_nothing_planned():
    shows, cannot = in_short(small_analysis(0)).reading
    assert shows == "No plan could be read."
    assert "not the same as having no plan" in cannot


def test_the_same_wording_twice_counts_once_and_it_is_said():
    again = [{"plan_year": year, "action": "Review the policy with staff"} for year in ("2021-22", "2022-23")]
    shows, _ = in_short(analysis_of([*again, again[-1]])).reading
    assert shows.startswith("Of the 2 actions of the plan 2022-23, 1 of 1 different ones came from the plan")


def test_ten_actions_are_not_called_few():
    rows = [{"action": f"Review policy {n} with staff", "status": "complete"} for n in range(10)]
    shows, cannot = in_short(analysis_of(rows)).reading
    assert "10 are reported complete" in shows
    assert "say little" not in cannot
