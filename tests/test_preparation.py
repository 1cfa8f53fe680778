import pytest
from small_analyses import small_analysis

from wres_analysis.analysis import Analysis, schemas
from wres_analysis.analysis import open as open_analysis
from wres_analysis.batch.preparation import ALL, codes_with_counts, earlier_preparation, key_of, prepare
from wres_analysis.data_folder import PlanFile, PlansFound, Problem
from wres_analysis.errors import DocumentError
from wres_analysis.plans.reading_cache import Readings


@pytest.fixture
def data(tmp_path):
    (tmp_path / "data" / "plans").mkdir(parents=True)
    return tmp_path / "data"


@pytest.fixture
def reports(tmp_path):
    (tmp_path / "reports").mkdir()
    return tmp_path / "reports"


def readings_of(data, problems=()):
    plan = PlanFile("A1", "2022-23", data / "plans" / "A1" / "2022-23.txt")
    return Readings(PlansFound([plan], None, []), {plan: data / "f00.json"}, list(problems))


def test_the_key_changes_with_everything_that_the_tables_come_from(data):
    keys = [key_of(data, readings_of(data))]
    problem = Problem("A1", "2021-22", "old.pdf", DocumentError("it is empty"))
    keys.append(key_of(data, readings_of(data, [problem])))
    for name in ("organisations.csv", "links_reviewed.csv", "workforce/A1/2022.csv"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("code\nA1\n")
        keys.append(key_of(data, readings_of(data)))
    assert len(set(keys)) == 5
    assert key_of(data, readings_of(data)) == keys[-1]


def test_codes_with_counts_are_those_that_have_a_folder(data):
    assert codes_with_counts(data) == []
    for code in ("5E1", "007"):
        (data / "workforce" / code).mkdir(parents=True)
    (data / "workforce" / "notes.txt").touch()
    assert codes_with_counts(data) == ["007", "5E1"]


def test_each_organisation_gets_its_own_rows_and_everyone_the_tables_that_compare(data, reports):
    analysis = small_analysis()
    prepared = prepare(analysis, reports, "key", data)
    assert set(prepared.names) == {"T1", "007"}
    own = open_analysis(data, reports / ".cache" / "tables" / "007")
    assert set(own.actions["organisation"]) == {"007"}
    assert len(own.comparison) == len(analysis.comparison)
    assert len(open_analysis(data, reports).actions) == len(analysis.actions)
    assert {f"{name}.csv" for name in schemas()} | {"benchmark.xlsx"} <= set(prepared.files)


def test_rows_of_an_organisation_that_is_gone_go(data, reports):
    prepare(small_analysis(2), reports, "key", data)
    prepare(small_analysis(1), reports, "key", data)
    assert not (reports / ".cache" / "tables" / "007").exists()


def test_a_digest_changes_for_those_whose_rows_changed_only(data, reports):
    analysis = small_analysis()
    before = prepare(analysis, reports, "key", data).digests
    actions = analysis.actions.copy()
    actions.loc[actions["organisation"].eq("007"), "owner"] = "Somebody else"
    after = prepare(Analysis.of_tables(analysis.tables | {"actions": actions}), reports, "key", data).digests
    assert {code for code in before if before[code] != after[code]} == {"organisations/007", ALL}
    changed = Analysis.of_tables(analysis.tables | {"benchmark": analysis.benchmark.assign(low=0.5)})
    everyone = prepare(changed, reports, "key", data).digests
    plan_pages = {"organisations/T1", "organisations/007"}
    assert {code for code in before if before[code] != everyone[code]} == {*plan_pages, ALL}


def test_what_was_prepared_is_taken_again_while_nothing_changed(data, reports):
    prepared = prepare(small_analysis(), reports, "key", data)
    assert earlier_preparation(reports, "key") == prepared
    assert earlier_preparation(reports, "another key") is None
    with (reports / "rates.csv").open("a") as stream:
        stream.write("one more line\n")
    assert earlier_preparation(reports, "key") is None


@pytest.mark.parametrize("damage", [None, "", "{", "[]", '{"key": "key"}'])
def test_a_record_that_is_missing_or_damaged_counts_as_none(reports, damage):
    (reports / ".cache").mkdir()
    if damage is not None:
        (reports / ".cache" / "prepared.json").write_text(damage)
    assert earlier_preparation(reports, "key") is None
