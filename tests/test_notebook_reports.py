import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_notebooks import write_notebook, write_templates

from wres_analysis.batch.notebook_reports import (
    NOTEBOOKS,
    Report,
    check_parameters,
    known_parameters,
    plan_reports,
    with_parameters,
)
from wres_analysis.errors import BatchError


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    return list(plan_reports({"5E1": "Elm"}, write_templates(tmp_path_factory.mktemp("notebooks"))))


def test_one_report_for_each_organisation_then_those_on_all():
    reports = list(plan_reports({"B": "Beech", "007": "Bond"}))
    plans = ["organisations/B", "organisations/007"]
    assert [one.key for one in reports] == [*plans, "comparison", "carry_over", "benchmark"]
    assert reports[1].parameters["organisation"] == "007"
    assert reports[1].title == "Bond (007): action plan"


def test_the_shipped_notebooks_declare_what_the_run_gives_them_and_a_missing_one_is_named(tmp_path):
    check_parameters(plan_reports({"5E1": "Elm"}, NOTEBOOKS))
    with pytest.raises(BatchError, match=r"none\.ipynb: the notebook is missing"):
        check_parameters([Report("a", tmp_path / "none.ipynb", "A", {})])


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("organization", "A1", "no parameter 'organization'; did you mean 'organisation'"),
        ("organisation", 7, "parameter 'organisation' is 7; text is expected"),
        ("top", "many", "parameter 'top' is 'many'; a whole number is expected"),
        ("top", True, "parameter 'top' is True; a whole number is expected"),
        ("top", 1.5, "parameter 'top' is 1.5; a whole number is expected"),
        ("share", "half", "parameter 'share' is 'half'; a number is expected"),
    ],
)
def test_an_unknown_parameter_or_a_value_of_the_wrong_type_is_refused(reports, name, value, said):
    with pytest.raises(BatchError, match=said):
        check_parameters([Report("a", reports[0].template, "A", {name: value})])


@given(st.sampled_from(["5E1", "007", "1_000", "None", "nan", "1e9", "True"]) | st.text(max_size=8))
def test_text_stays_text_where_text_is_declared(tmp_path_factory, value):
    template = tmp_path_factory.getbasetemp() / "text" / "01_organisation.ipynb"
    if not template.exists():
        template.parent.mkdir()
        write_notebook(template, "1", parameters='note: str = ""')
    (report,) = with_parameters([Report("a", template, "A", {})], {"note": value})
    assert report.parameters == {"note": value}
    check_parameters([report])


def test_numbers_given_as_text_become_what_the_notebook_declares(reports):
    given = with_parameters(reports, {"top": "12", "share": "0.25"})
    assert {type(given[0].parameters[name]) for name in ("top", "share")} == {int, float}
    check_parameters(given)
    assert with_parameters(reports, {}) == reports


def test_what_the_run_sets_itself_cannot_be_given(reports):
    assert known_parameters(reports[0].template)["top"] == "int"
    with pytest.raises(BatchError, match="'tables_dir' is set by the run itself"):
        with_parameters(reports, {"tables_dir": "elsewhere"})
