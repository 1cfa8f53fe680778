import pytest

from wres_analysis.notebook.plan_check import plan_check
from wres_analysis.notebook.plan_check.checked_plan import look_at
from wres_analysis.notebook.plan_check.controls import plan_check_controls
from wres_analysis.notebook.plan_check.plan_check import check_my_plan

HEADER = "No,Action,Lead,By when,RAG,Moon phase"
MANY = [
    f"{row},Train panel {row} in fair selection,Head of OD,March 2024,Green,waxing" for row in range(1, 60)
]


@pytest.fixture
def check(tmp_path, monkeypatch):
    monkeypatch.setattr(plan_check, "read_for_a_look", look_at)  # without a child, to be quick
    path = tmp_path / "data" / "plans" / "RXA" / "2023-24 plan.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join([HEADER, *MANY]), encoding="utf-8")
    return check_my_plan(path)


def within(widget):
    """A widget and everything in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from within(child)


def named(box, description):
    (found,) = [widget for widget in within(box) if getattr(widget, "description", None) == description]
    return found


def shown(box):
    return " ".join(widget.value for widget in within(box) if isinstance(getattr(widget, "value", None), str))


def test_pages_are_turned(check):
    box = plan_check_controls(check)
    back, on = named(box, "Previous page"), named(box, "Next page")
    assert (back.disabled, on.disabled) == (True, False)
    assert ">Train panel 1 in" in shown(box)
    on.click()
    assert named(box, "Page").index == 1
    assert (back.disabled, on.disabled) == (False, True)
    assert ">Train panel 59 in" in shown(box)
    assert ">Train panel 1 in" not in shown(box)


def test_a_column_is_chosen_and_saved(check):
    box = plan_check_controls(check)
    named(box, "Next page").click()
    named(box, "Moon phase").value = "comment"
    named(box, "Save and read again").click()
    assert set(check.actions["comment"]) == {"waxing"}
    assert named(box, "Moon phase").label == "as read: comment"
    assert named(box, "Page").index == 1
    assert 'role="status"' in shown(box)
    assert "Saved in" in shown(box)
    named(box, "Moon phase").value = "evidence"
    named(box, "Save and read again").click()
    assert set(check.actions["evidence"]) == {"waxing"}


def test_nothing_chosen_is_said(check):
    box = plan_check_controls(check)
    named(box, "Save and read again").click()
    assert "Choose a field for a column first." in shown(box)


def test_what_goes_wrong_is_one_line_in_its_place(check):
    box = plan_check_controls(check)
    (check.place.data / "column_mappings.csv").write_text("document,heading\n", encoding="utf-8")
    named(box, "Moon phase").value = "comment"
    named(box, "Save and read again").click()
    assert "column field is missing; add it" in shown(box)
