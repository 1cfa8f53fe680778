from small_documents import plan_row

from wres_analysis.plans.plan_tables import PlanAction, Shared


def entry(**values):
    return PlanAction(
        "page 1", "", Shared("Fair selection"), Shared("Train"), values, [plan_row(action="Train")]
    )


def test_texts_are_found_by_field():
    made = entry(owner="HR")
    assert [made.text_of(name) for name in ("aim", "action", "owner", "comment")] == [
        "Fair selection",
        "Train",
        "HR",
        "",
    ]


def test_a_shared_text_goes_on_for_all_its_actions():
    one, two = entry(), entry()
    two.aim = one.aim
    one.aim.text += " for all"
    assert two.text_of("aim") == "Fair selection for all"


def test_a_note_stands_once_for_each_code():
    made = entry()
    made.note("warn", "row_split_by_page", "first")
    made.note("warn", "row_split_by_page", "second")
    assert [(note.message, note.place) for note in made.notes] == [("first", "page 1")]
