from small_documents import codes, grid, read

HEADER = "Action | Lead | Stage | Comments"
KEY = "Stage: 1 not started; 2 in progress; 3 complete"


def notes_of(*rows, header=HEADER, key=KEY):
    return read(key, grid("\n".join([header, *rows])))[1]


def test_a_blank_status_and_an_undefined_code():
    notes = notes_of("Train | HR | 2 | ", "Pay | HR | | ", "Adverts | HR | 5 | ")
    assert "status_missing" not in codes(notes, 1)
    assert "status_missing" in codes(notes, 2)
    undefined = notes[notes["code"] == "status_code_undefined"]
    assert undefined[["row", "severity"]].to_numpy().tolist() == [[3, "error"]]


def test_a_key_that_contradicts_itself_is_one_clear_line():
    notes = notes_of(
        "Train | HR | 1 | ", "Pay | HR | 2 | ", key="Stage: 1 not started; 2 in progress; 1 complete"
    )
    (message,) = notes.loc[notes["code"] == "status_key_contradicts", "message"]
    assert message.startswith("The plan's own key gives '1' two meanings; rows 1 ")
    assert "status_code_undefined" not in set(notes["code"])


def test_misprints_and_colours_without_a_key():
    notes = notes_of("Train | HR | Compelted | ", "Pay | HR | Amber | ", key="Mossley plan")
    assert "status_typo" in codes(notes, 1)
    assert "status_colour_without_key" in codes(notes, 2)


def test_a_plan_without_a_status_column():
    header = "Action | Lead | Deadline | Progress"
    rows = ["Train | HR | May 2024 | Met - all", "Pay | HR | May 2024 | Published in May"]
    notes = notes_of(*rows, header=header, key="Mossley plan")
    assert "status_embedded" in codes(notes)
    assert "status_missing" in codes(notes, 2)


def test_a_plan_without_any_status():
    notes = notes_of("Train | HR | May 2024", header="Action | Lead | Deadline", key="Mossley plan")
    assert "status_not_collected" in codes(notes)
    assert "status_missing" not in set(notes["code"])


def test_a_status_in_another_column():
    header = "Action | Detail | Lead | Deadline | Progress"
    rows = ["Train | All chairs | HR | Completed | ", "Pay | Completed: published | HR | May 2024 | All done"]
    notes = notes_of(*rows, header=header, key="Mossley plan")
    assert all("status_in_other_column" in codes(notes, row) for row in (1, 2))


def test_a_text_that_contradicts_its_status():
    notes = notes_of("Train | HR | 3 | The course did not run", "Pay | HR | 3 | Published in May")
    assert "status_contradicts_text" in codes(notes, 1)
    assert "status_contradicts_text" not in codes(notes, 2)
