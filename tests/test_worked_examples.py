"""Small answers that pages and rates are built from, each with an example worked by hand."""

import pandas as pd
import pytest

from wres_analysis import tables
from wres_analysis.batch.reports_folder import without_paths
from wres_analysis.cluster.remote_site import without_secrets
from wres_analysis.data_folder import may_be_plan
from wres_analysis.doctor import package_finding
from wres_analysis.errors import with_code
from wres_analysis.linking.input import branches, plain_number
from wres_analysis.linking.lexicon import shipped_lexicon, subjects_of
from wres_analysis.linking.review import wording_hash
from wres_analysis.linking.texts import is_complete
from wres_analysis.linking.wording import changed_words, joined_words, squashed, stem, stems_of, with_phrases
from wres_analysis.measures.benchmarking import newest_values
from wres_analysis.measures.coverage import COVERAGE, coverage_counts, wording_check
from wres_analysis.measures.funnel_and_ranks import heterogeneity
from wres_analysis.measures.lives import LIVES, life_table, lives
from wres_analysis.measures.peers import too_few_words
from wres_analysis.measures.plan_measures import count_flags, deadline_outcomes, is_stated, plain_wording
from wres_analysis.measures.reliability import cautions, link_evidence, rate_choices
from wres_analysis.measures.themes import THEME_OF, likeness, theme_table
from wres_analysis.plan_years import snapshot_year
from wres_analysis.tables import table_of
from wres_analysis.workforce.indicator_actions import of_older_series
from wres_analysis.workforce.representation import order_of_bands
from wres_analysis.workforce.staff_measures import breakdowns_of, folded, measure_named

FEW = pd.DataFrame({"peer_group": ["type: Acute"] * 6, "denominator": [20] * 4 + [8] * 2, "compared": 0})
FLAGS = pd.DataFrame({"stated": pd.array([True, False, None], dtype="boolean")})
MARKS = pd.DataFrame({"carry_over_evidence": ["row_mark", "none"], "carried_over_from": ["", ""]})


def subjects(text):
    lexicon = shipped_lexicon()
    found = subjects_of(lexicon.words_of([text]), lexicon)
    return [name for name, held in zip(found.names, found.held[0], strict=True) if held]


SCHEMAS = ("ACTIONS", "PLANS", "READING_NOTES", "LINKS", "LINK_CANDIDATES", "RATES")
NOTHING = {name.lower(): table_of([], getattr(tables, name)) for name in SCHEMAS}

EXAMPLES = [
    # names, files and the folder
    (lambda: without_paths({"input_path": "C:/a", "duration": 1.5}), {"duration": 1.5}),
    (lambda: without_secrets("sftp://ann:pw@host/reports?token=x"), "sftp://host/reports"),
    (lambda: without_secrets("reports"), "reports"),
    (
        lambda: [may_be_plan(one) for one in ("2022-23 plan.pdf", "README.md", "~$2022-23 plan.docx")],
        [True, False, False],
    ),
    (lambda: package_finding("packaging", ">=9999").ok, False),
    (lambda: with_code("RXA", "plan.pdf: the file is empty"), "RXA: plan.pdf: the file is empty"),
    (lambda: with_code("RXA", "organisations/RXA: it stopped"), "organisations/RXA: it stopped"),
    # years
    (lambda: [snapshot_year(one) for one in ("2022-23", "2023")], [2023, 2023]),
    # wording
    (lambda: joined_words("an agreed net-\nwork  of staff"), "an agreed network of staff"),
    (lambda: len({*squashed(["Staff net-\nwork, Launched", "staff network - Iaunched"])}), 1),
    (
        lambda: stems_of(["Review interview panels for Bands 8a to 9 by May 2023", "Reviewed"]).each(),
        [("review", "interview", "panel", "band", "#8a", "#9"), ("review",)],
    ),
    (lambda: stem("second") == stem("secondment") or stem("prior") == stem("priority"), False),
    (
        lambda: {stem(one) for one in ("recruit", "recruiting", "recruitment", "recruited", "recruiters")},
        {"recruit"},
    ),
    (
        lambda: with_phrases(
            stems_of(["Exit interview form"]), [("leaving", ("exit", "interview"))], "="
        ).each(),
        [("=leaving", "form")],
    ),
    (
        lambda: changed_words("Review the policy by May", "review the grievance policy by June").new,
        (("review the", False), ("grievance", True), ("policy by", False), ("June", True)),
    ),
    (
        lambda: subjects("Pair each director with a BME mentor"),
        ["ethnic minority", "executive", "reverse mentoring", "mentoring"],
    ),
    (lambda: [plain_number(one) for one in ("3(a)", "No. 4.2.", "W 5")], ["3a", "4.2", "w5"]),
    (lambda: branches(["1", "2", "3"], ["1", "2", "3a", "3b"], [(0, 0), (1, 1)]).any(), False),
    (
        lambda: branches(list("0123"), ["0", "1", "2", "3a", "3b"], [(0, 0), (1, 1), (2, 2)])[3].tolist(),
        [False, False, False, True, True],
    ),
    (lambda: wording_hash("Review the policy."), wording_hash("REVIEW the  policy")),
    (
        lambda: [is_complete(one) for one in ("complete", "Completed", "Green", "")],
        [True, True, False, False],
    ),
    (lambda: plain_wording(pd.Series(["Review the policy.", "Review  the Policy"])).nunique(), 1),
    # what is counted
    (lambda: is_stated(MARKS).tolist(), [True, False]),
    (
        lambda: count_flags(FLAGS, pd.DataFrame({"plan_year": ["2022"] * 3})).to_dict("records"),
        [{"plan_year": "2022", "measure": "stated", "numerator": 1, "denominator": 2}],
    ),
    # whom an organisation is compared with
    (
        lambda: too_few_words(FEW),
        "4 of 6 organisations of type: Acute have ten actions or more, "
        "1 more would be enough to compare them.",
    ),
    # intervals, funnels, ranks
    (lambda: heterogeneity([8, 9, 2], [10, 10, 10]).p_value < 0.01, True),
    # staff
    (
        lambda: [of_older_series(*one) for one in (("7", "2020-21"), ("7", "2021-22"), ("8", "2020-21"))],
        [True, False, False],
    ),
    (lambda: order_of_bands()["Band 8a"] > order_of_bands()["Band 7"], True),
    (lambda: breakdowns_of("stage"), {"Applicants": "", "Shortlisted": "", "Appointed": ""}),
    (lambda: measure_named("Staff").label, "Staff in post"),
    (lambda: folded(" Band 8A "), "band8a"),
    # nothing in, nothing out
    (lambda: len(newest_values(NOTHING["rates"], "stated")), 0),
    (lambda: len(coverage_counts(table_of([], COVERAGE), NOTHING["actions"])), 0),
    (lambda: wording_check(NOTHING["actions"]), (0, 0, 0)),
    (lambda: len(lives(NOTHING["links"], NOTHING["actions"])), 0),
    (lambda: len(life_table(table_of([], LIVES))), 0),
    (lambda: len(deadline_outcomes(NOTHING["actions"])), 0),
    (lambda: len(link_evidence(NOTHING["links"], NOTHING["actions"])), 0),
    (
        lambda: (
            rate_choices(NOTHING["links"], NOTHING["link_candidates"], NOTHING["actions"])["rate"]
            .isna()
            .all()
        ),
        True,
    ),
    (
        lambda: cautions(NOTHING, unread=1).query("holds == 'Yes'")["rule"].tolist(),
        ["few_organisations", "not_read"],
    ),
    (lambda: len(likeness(table_of([], THEME_OF), NOTHING["actions"])), 0),
    (lambda: len(theme_table(table_of([], THEME_OF), NOTHING["actions"], NOTHING["links"])), 0),
]


@pytest.mark.parametrize(("found", "expected"), EXAMPLES)
def test_the_answer_is_the_one_worked_by_hand(found, expected):
    assert found() == expected
