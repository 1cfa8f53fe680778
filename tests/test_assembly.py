from small_documents import codes, grid, line, read

HEADER = "Aim | Action | Detail | Lead | Deadline | Progress"
FIRST = "Fair recruitment | Panels | Train chairs in the law and | Head of HR | May 2024 | Met - all chairs"


def page(*rows, header=HEADER):
    return grid("\n".join([header, *rows]), new_page=True)


def column(records, name):
    return [record[name] for record in records]


def test_blank_aims_and_actions_are_the_same_as_above():
    records, _ = read(
        page(
            FIRST, " | | Review adverts | HR | June 2024 | Met - done", " | Pay | Publish | HR | May 2024 | "
        )
    )
    assert column(records, "aim") == ["Fair recruitment"] * 3
    assert column(records, "action") == ["Panels", "Panels", "Pay"]
    assert column(records, "owner")[1] == "HR"


def test_a_new_aim_ends_the_action_above():
    records, _ = read(page(FIRST, "Pay | | Publish the gap | HR | May 2024 | Met - done"))
    assert column(records, "action") == ["Panels", "Publish the gap"]


def test_owner_deadline_and_status_are_never_filled_down():
    whole = "Fair recruitment | Panels | Train all chairs. | Head of HR | May 2024 | Met - all chairs."
    records, _ = read(page(whole, " | | Review adverts | | | "))
    assert [records[1][name] for name in ("owner", "deadline", "status_raw")] == ["", "", ""]


def test_a_row_that_goes_on_below_the_next_header_is_whole_again():
    records, notes = read(page(FIRST), page(" | | in plain words. | | | of sixty."))
    assert len(records) == 1
    assert records[0]["detail"] == "Train chairs in the law and in plain words."
    assert records[0]["comment"] == "Met - all chairs of sixty."
    assert "row_split_by_page" in codes(notes, 1)
    assert "continuation_ambiguous" not in codes(notes, 1)


def test_a_first_row_with_a_date_of_its_own_is_an_action():
    records, _ = read(page(FIRST), page(" | | Review adverts | | June 2024 | Met - done"))
    assert len(records) == 2


def test_a_piece_that_suits_two_rows_is_marked_on_both():
    open_row = " | Pay | Publish the gap. | HR | May 2024 | Met - the report was written,"
    closed = " | Pay | Explain the gap. | HR | May 2024 | Met - it was explained."
    _, notes = read(page(open_row, closed), page(" | | | | | Work is being done on the next one."))
    assert all("continuation_ambiguous" in codes(notes, row) for row in (1, 2))


def test_printed_lines_of_one_numbered_row_are_joined():
    header = "No | Action | Lead | Deadline | Stage"
    rows = [
        "1 | Review reports of non- | Head of | May 2024 | 2",
        " | clinical training | HR | | ",
        "2 | Train | HR | May 2024 | 1",
    ]
    records, notes = read(page(*rows, header=header), kind="txt")
    assert column(records, "action") == ["Review reports of non-clinical training", "Train"]
    assert records[0]["owner"] == "Head of HR"
    assert "lines_joined" in codes(notes, 1)


def test_an_action_whose_wording_stands_on_the_next_page():
    header = "No | Action | Lead | Deadline | Status"
    first = page("1 | Train | HR | May 2024 | Done", "2 | | | June 2024 | Done", header=header)
    records, _ = read(first, page(" | Review adverts | Chief Nurse | | ", header=header))
    assert (records[1]["action"], records[1]["owner"]) == ("Review adverts", "Chief Nurse")


def test_pieces_of_a_merged_aim_reach_all_its_rows():
    first = page("Fair recruitment and | Panels | Train | HR | May 2024 | Met - done")
    records, _ = read(
        first, page("promotion | | all chairs | | | ", "^ | Pay | Publish | HR | May 2024 | Met - done")
    )
    assert column(records, "aim") == ["Fair recruitment and promotion"] * 2


def test_parts_restart_the_aims():
    records, _ = read(
        page(FIRST), line("Part 2 – Longer term", 2), page(" | Pay | Publish | HR | May 2024 | Met - done")
    )
    assert column(records, "part") == ["", "Part 2 – Longer term"]
    assert column(records, "aim") == ["Fair recruitment", ""]


def test_text_outside_the_tables_heads_the_rows_below_it():
    header = "No | Action | Lead | Deadline | Status"
    block = [line("Hold panels to:"), line("widen the pool", bullet=True)]
    first = page("1 | Train | HR | May 2024 | Done", header=header)
    second = grid(
        "2 | Review adverts | HR | May 2024 | Done \n 3 | Hold interviews | HR | May 2024 | Done",
        new_page=True,
    )
    records, notes = read(first, *block, second)
    assert column(records, "aim") == [
        "",
        "Hold panels to: • widen the pool",
        "Hold panels to: • widen the pool",
    ]
    assert [("text_outside_table" in codes(notes, row)) for row in (1, 2, 3)] == [False, True, True]


def test_rows_that_are_no_actions_are_told():
    records, notes = read(page(FIRST, "Total: 1 | | | | | "))
    assert len(records) == 1
    assert "row_left_out" in codes(notes)


def test_headings_above_several_tables_are_aims():
    header = "Action | Lead | Deadline | Status"
    one, two = (
        page("Train | HR | May 2024 | Done", header=header),
        page("Publish | HR | May 2024 | Done", header=header),
    )
    title = line("Mossley NHS Trust action plan", 1)
    records, _ = read(title, line("Recruitment", 2), one, line("Pay", 2), two)
    assert column(records, "aim") == ["Recruitment", "Pay"]


def test_a_band_above_a_column_of_aims_is_a_part():
    records, _ = read(page("Theme: Access | < | < | < | < | <", FIRST))
    assert (records[0]["part"], records[0]["aim"]) == ("Access", "Fair recruitment")


def test_a_merged_indicator_stands_for_all_its_rows():
    header = "Indicator | Action | Lead | Deadline"
    records, _ = read(page("2 | Train | HR | May 2024", "^ | Review | HR | May 2024", header=header))
    assert column(records, "indicators") == ["2", "2"]
