from pathlib import Path

import pytest

from wres_analysis.data_folder import PlanFile
from wres_analysis.errors import DataFolderError, FileError
from wres_analysis.notebook.plan_check.checked_plan import (
    check_choice,
    mapping_of,
    save_mapping,
)
from wres_analysis.plans.plan_columns import FILE, mappable_fields, read_column_mappings


def plan(name: str, code: str = "RXA") -> PlanFile:
    return PlanFile(code, "2022-23", Path(name))


def test_every_field_that_is_offered_is_accepted_by_reading(tmp_path):
    for field in mappable_fields():
        save_mapping(tmp_path, plan("plan.pdf"), f"Column of {field}", field)
    assert [one.field for one in read_column_mappings(tmp_path)] == mappable_fields()


def test_no_data_folder_and_no_file_mean_no_mapping(tmp_path):
    assert mapping_of(None, plan("plan.pdf")) == {}
    assert mapping_of(tmp_path, plan("plan.pdf")) == {}


def test_saving_replaces_the_row_of_the_same_heading_only(tmp_path):
    save_mapping(tmp_path, plan("a.pdf"), "Lead", "owner")
    save_mapping(tmp_path, plan("b.pdf"), "Lead", "aim")
    save_mapping(tmp_path, plan("a.pdf"), "LEADS", "comment")
    assert mapping_of(tmp_path, plan("a.pdf")) == {"LEADS": "comment"}
    assert mapping_of(tmp_path, plan("b.pdf")) == {"Lead": "aim"}
    assert [path.name for path in tmp_path.glob("[!.]*")] == [FILE]


def test_a_mapping_may_hold_for_every_plan_of_the_organisation(tmp_path):
    save_mapping(tmp_path, plan("a.pdf"), "Lead", "aim")
    save_mapping(tmp_path, plan("a.pdf"), "Lead", "owner", every_plan=True)
    held = {(code, name): mapping_of(tmp_path, plan(name, code)) for code in ("RXA", "RXB") for name in "ab"}
    assert held == {
        ("RXA", "a"): {"Lead": "owner"},
        ("RXA", "b"): {"Lead": "owner"},
        ("RXB", "a"): {},
        ("RXB", "b"): {},
    }
    assert mapping_of(tmp_path, plan("a.pdf")) == {"Lead": "owner"}
    save_mapping(tmp_path, plan("a.pdf"), "Lead", "comment")
    assert mapping_of(tmp_path, plan("a.pdf")) == {"Lead": "comment"}
    assert mapping_of(tmp_path, plan("b.pdf")) == {"Lead": "owner"}


def test_a_file_of_before_without_organisations_is_added_to(tmp_path):
    (tmp_path / FILE).write_text("document,heading,field,why\na.pdf,Who,owner,asked\n", "utf-8")
    save_mapping(tmp_path, plan("b.pdf"), "Lead", "owner", every_plan=True)
    assert mapping_of(tmp_path, plan("a.pdf")) == {"Who": "owner", "Lead": "owner"}
    assert "a.pdf,,Who,owner,asked" in (tmp_path / FILE).read_text("utf-8-sig")


def test_a_spreadsheet_opens_the_file_without_spoiling_a_heading(tmp_path):
    save_mapping(tmp_path, plan("a.pdf"), "Lead – café", "owner")
    assert (tmp_path / FILE).read_bytes().startswith(b"\xef\xbb\xbf")
    assert mapping_of(tmp_path, plan("a.pdf")) == {"Lead – café": "owner"}


def test_a_heading_like_a_formula_is_kept_safe_and_found_again(tmp_path):
    for field in ("owner", "aim"):
        save_mapping(tmp_path, plan("a.pdf"), "=Lead()", field)
        save_mapping(tmp_path, plan("a.pdf"), "Other", field)
    assert (tmp_path / FILE).read_text(encoding="utf-8").count("a.pdf,,'=Lead(),aim") == 1
    check_choice("=Lead()", "aim", ["=Lead()"], mapping_of(tmp_path, plan("a.pdf")))


def test_a_file_that_another_program_holds_is_one_clear_line(tmp_path):
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    with pytest.raises(FileError, match=r"column_mappings\.csv: it cannot be used .*choose another one"):
        save_mapping(tmp_path / "data", plan("a.pdf"), "Lead", "owner")


def test_a_file_that_says_two_things_is_refused_with_its_lines(tmp_path):
    (tmp_path / FILE).write_text("document,heading,field\na,Lead,owner\nb,Lead,aim\na,lead,aim\n", "utf-8")
    with pytest.raises(DataFolderError) as caught:
        mapping_of(tmp_path, plan("a"))
    assert str(caught.value) == (
        "column_mappings.csv: lines 2 and 4 take 'lead' for owner and for aim; delete one of the two"
    )


def test_a_column_without_a_title_cannot_be_named():
    with pytest.raises(DataFolderError, match="no column is headed ''"):
        check_choice("", "owner", ["", "Lead"], {})
