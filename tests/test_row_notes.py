from small_documents import codes, grid, read

HEADER = "No | Action | Lead | Deadline | Status | In Model Employer plan | In race disparity ratio plan"


def noted(*blocks, row=1, **options):
    return codes(read(*blocks, **options)[1], row)


def notes_of(rows, header=HEADER, kind="pdf"):
    return read(grid("\n".join([header, *rows])), kind=kind)[1]


def test_a_plain_row_calls_for_no_warning():
    notes = notes_of(["1 | Train panels | Head of HR | 31/05/2024 | Complete | Yes | No"])
    assert set(notes["severity"]) <= {"info"}


def test_nobody_is_responsible():
    rows = [
        "1 | Train panels | | 31/05/2024 | Complete | Yes | No",
        "2 | Pay | N/A | 31/05/2024 | Done | Yes | No",
    ]
    notes = notes_of(rows)
    assert all("owner_missing" in codes(notes, row) for row in (1, 2))
    assert "'N/A'" in notes.loc[notes["row"].eq(2), "message"].iloc[0]


def test_a_blank_flag_is_no_no():
    notes = notes_of(
        [
            "1 | Train panels | HR | 31/05/2024 | Done | Yes | ",
            "2 | Pay | HR | 31/05/2024 | Done | In part | No",
        ]
    )
    assert "plan_flag_missing" in codes(notes, 1)
    assert {"plan_flag_missing", "flag_not_understood"} <= codes(notes, 2)


def test_a_flag_may_contradict_its_part():
    part = "Part 2 – Actions of the Model Employer plan"
    assert "flag_contradicts_part" in noted(
        part, f"{HEADER} \n 1 | Train panels | HR | 31/05/2024 | Done | No | No"
    )


def test_short_and_truncated_rows_of_an_extract():
    header = "No | Action | Deadline | Lead | Comments | Stage | In Model Employer plan"
    short = "1 | Train all chairs in fair selection | May 2024 | Head of HR | 2 | Yes"
    cut = "2 | Hold stay interviews on all wards | | "
    notes = notes_of([short, cut], header, kind="txt")
    assert "row_too_short" in codes(notes, 1) and "row_truncated" not in codes(notes, 1)
    assert "row_truncated" in codes(notes, 2) and "row_too_short" not in codes(notes, 2)


def test_an_action_that_starts_midway_is_garbled():
    rows = [f"{number} | Train panels | HR | 31/05/2024 | Done | Yes | No" for number in range(1, 6)]
    notes = notes_of([*rows, "6 | ment of all panels | HR | 31/05/2024 | Done | Yes | No"])
    garbled = notes[notes["code"] == "row_garbled"]
    assert garbled[["row", "severity"]].to_numpy().tolist() == [[6, "error"]]


def test_a_plan_in_small_letters_is_not_garbled():
    rows = [f"{number} | train panels | HR | 31/05/2024 | Done | Yes | No" for number in range(1, 6)]
    assert "row_garbled" not in set(notes_of(rows)["code"])


def test_names_residue_and_empty_bullets_are_told():
    text = "Train panels with Sarah Okonkwo from 1 <sup>st</sup> May •"
    found = noted(f"{HEADER} \n 1 | {text} | HR | 31/05/2024 | Done | Yes | No")
    assert {"named_person", "markup_residue", "empty_bullet"} <= found


def test_names_are_kept_when_asked_for():
    plan = f"{HEADER} \n 1 | Train panels | Sarah Okonkwo | 31/05/2024 | Done | Yes | No"
    records, notes = read(plan, keep_names=True)
    assert records[0]["owner"] == "Sarah Okonkwo"
    assert "kept, as asked for" in " ".join(notes["message"])
    masked, told = read(plan)
    assert masked[0]["owner"] == "[name]"
    assert not told["message"].str.contains("Okonkwo").any()


def test_several_steps_in_one_action():
    assert "compound_action" in noted(
        f"{HEADER} \n 1 | Do: • this • that | HR | 31/05/2024 | Done | Yes | No"
    )


def test_an_indicator_that_does_not_exist():
    assert "indicator_not_understood" in noted(
        "WRES ref | Action | Lead \n 17 | Train panels | HR \n 2 | Pay | HR"
    )


def test_how_the_plan_states_carry_over():
    heading = "Part 2 – Outstanding actions from the 2023/24 plan"
    assert "carried_over_by_title" in noted(
        heading, f"{HEADER} \n 1 | Train | HR | 31/05/2024 | Done | Yes | No"
    )
    row = f"{HEADER} \n 1 | Train (carried over) | HR | 31/05/2024 | Done | Yes | No"
    assert "carried_over_without_year" in noted(row)
