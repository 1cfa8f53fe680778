from small_documents import plan_row

from wres_analysis.plans.sections import band_of, is_dropped, plain_band_of

NO_WORDS: frozenset[str] = frozenset()


def test_a_cell_across_the_table_is_a_band():
    row = plan_row(ref="Fair selection")
    row.band = "Fair selection"
    assert band_of(row, NO_WORDS)[:2] == ("aim", "Fair selection")


def test_a_number_with_a_heading_above_its_own_numbers_is_a_band():
    heading, below = (
        plan_row(ref="1", action="Fair selection"),
        plan_row(ref="1.1", action="Train", owner="HR"),
    )
    assert plain_band_of(heading, None, below, "").text == "Fair selection"
    assert plain_band_of(heading, None, plan_row(ref="2", action="Pay", owner="HR"), "") is None


def test_a_band_cut_at_the_column_borders_is_mended():
    row = plan_row(ref="Aim", action=": Fair recruit", owner="ment of all st", deadline="aff")
    assert band_of(row, frozenset({"recruitment", "staff"}))[:2] == ("aim", "Fair recruitment of all staff")


def test_blanks_at_the_cuts_are_kept():
    row = plan_row(ref="Aim:", action=" Fair ", owner="for ", deadline=" all")
    assert band_of(row, NO_WORDS).text == "Fair for all"


def test_words_in_the_number_column_are_a_band():
    assert band_of(plan_row(ref="Staff", action="Growth"), NO_WORDS).text == "Staff Growth"


def test_a_row_with_a_date_or_a_status_is_no_band():
    assert band_of(plan_row(ref="Staff", action="Growth", deadline="May 2024"), NO_WORDS) is None
    assert band_of(plan_row(ref="1", action="Train panels"), NO_WORDS) is None


def test_a_lone_text_above_a_numbered_row_is_a_band():
    alone, after = (
        plan_row(action="Fair recruitment"),
        plan_row(ref="1", action="Train", owner="HR", deadline="May 2024"),
    )
    assert plain_band_of(alone, None, after, "").text == "Fair recruitment"
    assert plain_band_of(alone, plan_row(action="another"), after, "") is None
    assert plain_band_of(plan_row(action="and the wards"), None, after, "") is None
    assert plain_band_of(alone, None, None, "") is None


def test_totals_and_trailers_are_dropped():
    assert is_dropped(plan_row(ref="Total: 12"))
    assert is_dropped(plan_row(action="End of report"))
    assert not is_dropped(plan_row(ref="1", action="Train panels"))
