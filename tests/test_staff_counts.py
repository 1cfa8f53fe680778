import csv

import pandas as pd
import pytest
from small_workforce import DATA, counts_of, write_counts

from wres_analysis.errors import TableError
from wres_analysis.workforce.checks import check_counts
from wres_analysis.workforce.staff_counts import (
    COLUMN_MAP,
    find_workforce,
    from_wide,
    read_column_map,
    read_workforce,
    read_year,
)
from wres_analysis.workforce.staff_measures import (
    breakdown_of,
    breakdowns_of,
    counted,
    group_of,
    indicators_by_key,
    measure_named,
)

STAFF = "staff,White,,500\nstaff,BME,,100\nstaff,Unknown,,20"


def read(tmp_path, text, name="2022-23.csv"):
    return read_year([write_counts(tmp_path, text, name)], "A1", "2022-23")


def cells(table):
    return {(row.measure, row.breakdown, row.group): row[-1] for row in table.itertuples(index=False)}


def test_counts_are_read_with_their_file_and_line(tmp_path):
    table = read(tmp_path, STAFF)
    assert table[["organisation", "year", "file"]].drop_duplicates().values.tolist() == [
        ["A1", "2022-23", "2022-23.csv"]
    ]
    assert table["line"].tolist() == [2, 3, 4]
    assert cells(table)["staff", "", "BME"] == 100


def test_a_thousands_comma_is_read_and_a_blank_count_is_not_given(tmp_path):
    table = read(
        tmp_path, 'staff,White,,"1,204"\nstaff,BME,,100\nstaff,Unknown,,20\ntraining,White,,\ntraining,BME,,'
    )
    assert cells(table)["staff", "", "White"] == 1204
    assert "training" not in set(table["measure"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("staff,White,,83%", "percentage stands where a count belongs"),
        ("staff,White,,83.2", "percentage stands where a count belongs"),
        ("staff,White,,*", "is not a count"),
        ("staff,White,,-3", "is not a count"),
        ("staff,White,,1e3", "is not a count"),
        ("stuff,White,,3", "'stuff' is not a measure; did you mean 'staff'"),
        ("staff,Purple,,3", "'Purple' is not a group"),
        ("staff_clinical,White,Band 12,3", "'Band 12' is not a breakdown"),
        ("printed_ratio,,Indicator 2,17.16%", "printed with a per-cent sign"),
        ("printed_ratio,,Indicator 2,17.16", "not a relative likelihood from 0.1 to 10"),
        ("printed_ratio,,Indicator 9,1.2", "'Indicator 9' is not a breakdown"),
    ],
)
def test_a_cell_that_cannot_be_right_is_refused_with_line_and_reason(tmp_path, row, reason):
    with pytest.raises(TableError) as caught:
        read(tmp_path, f"{STAFF}\n{row}")
    assert str(caught.value).startswith("2022-23.csv, line 5: ")
    assert reason in str(caught.value)


def test_a_message_never_repeats_a_count(tmp_path):
    for text in (
        f"{STAFF}\ntraining,White,,3.7",
        f"{STAFF}\nstaff,Total,,9137",
        f"{STAFF}\ntraining,White,,9137\ntraining,BME,,1",
    ):
        with pytest.raises(TableError) as caught:
            read(tmp_path, text)
        assert "3.7" not in str(caught.value)
        assert "9137" not in str(caught.value)


def test_a_missing_column_says_what_to_give(tmp_path):
    path = tmp_path / "2022-23.csv"
    path.write_text("what,who,how many\nstaff,White,3\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"column measure, group, breakdown, count is missing.*columns\.csv"):
        read_year([path], "A1", "2022-23")


def test_a_year_may_stand_in_several_files_but_a_count_only_once(tmp_path):
    first = write_counts(tmp_path, STAFF)
    second = write_counts(tmp_path, "training,White,,50\ntraining,BME,,10", "2022-23 training.csv")
    assert set(read_year([first, second], "A1", "2022-23")["file"]) == {"2022-23.csv", "2022-23 training.csv"}
    again = write_counts(tmp_path, "staff,White,,501", "2022-23 again.csv")
    with pytest.raises(
        TableError,
        match=r"2022-23 again.csv, line 2: staff, White stands twice, first in 2022-23.csv, line 2",
    ):
        read_year([first, again], "A1", "2022-23")


def test_a_file_without_a_year_and_one_of_two_years_are_problems(tmp_path):
    folder = tmp_path / "workforce" / "A1"
    write_counts(folder, STAFF)
    write_counts(folder, STAFF, "newest.csv")
    write_counts(folder, STAFF, "2021-23.csv")
    found = read_workforce(tmp_path)
    assert set(found.counts["year"]) == {"2022-23"}
    assert sorted(str(problem.error) for problem in found.problems) == [
        "'2021-23' is not one year; name the file as 2022-23.csv",
        "newest.csv: no year in the file name; name it as 2022-23.csv",
    ]


def test_the_sample_is_read_without_a_problem_and_codes_stay_text():
    found = read_workforce(DATA)
    assert found.problems == []
    assert {"007", "Qv7b"} <= set(found.counts["organisation"])


def test_only_the_organisations_asked_for_are_read():
    assert {file.organisation for file in find_workforce(DATA, ["007"])} == {"007"}
    assert find_workforce(DATA / "plans") == []


MAP = """column,measure,group,breakdown
BME clinical,staff_clinical,BME,{Pay band}
White clinical,staff_clinical,White,{Pay band}
WTE,,,
"""


def wide(tmp_path, text, columns=MAP):
    (tmp_path / "columns.csv").write_text(columns, encoding="utf-8")
    path = tmp_path / "2022-23.csv"
    path.write_text(text, encoding="utf-8")
    return read_year([path], "A1", "2022-23")


def test_columns_are_found_by_name_whatever_their_order(tmp_path):
    first = wide(tmp_path, "Pay band,White clinical,BME clinical,WTE\n8a,20,12,30.1\n")
    second = wide(tmp_path, "WTE,bme  Clinical,Pay band,White clinical\n30.1,12,8a,20\n")
    for table in (first, second):
        found = table.set_index("group")["count"]
        assert (found["White"], found["BME"]) == (20, 12)
        assert set(table["breakdown"]) == {"Band 8a"}
        assert set(table["line"]) == {2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Pay band,White clinical,BME clinical,WTE,Agency\n8a,20,12,30.1,4\n",
            r"columns\.csv does not say what column 'Agency' holds; add it, with a blank",
        ),
        (
            "Pay band,White clinical,BME clinical\n8a,20,12\n",
            r"names a column 'wte' that is not here; its columns are Pay band",
        ),
        (
            "Pay band,White clinical,BME clinical,WTE\n8a,20,12,1\n8b,20,12%,1\n",
            r"2022-23.csv, line 3: a percentage stands where a count belongs",
        ),
    ],
)
def test_a_wide_table_that_does_not_fit_its_map_is_refused(tmp_path, text, said):
    with pytest.raises(TableError, match=said):
        wide(tmp_path, text)


def test_a_fixed_breakdown_needs_no_column():
    columns = pd.DataFrame(
        [["Shortlisted BME", "recruitment", "BME", "Shortlisted"]], columns=list(COLUMN_MAP)
    )
    found = from_wide(pd.DataFrame({"Shortlisted BME": ["40"]}), columns, "x.csv")
    assert found[["measure", "group", "breakdown", "count"]].values.tolist() == [
        ["recruitment", "BME", "Shortlisted", "40"]
    ]


def test_the_map_of_the_sample_leaves_one_column_out_knowingly():
    columns = read_column_map(DATA / "workforce" / "007" / "columns.csv")
    assert columns.loc[columns["measure"].eq(""), "column"].tolist() == ["Whole-time equivalent"]


def test_a_map_without_its_columns_is_refused(tmp_path):
    (tmp_path / "columns.csv").write_text("column,measure\nA,staff\n", encoding="utf-8")
    with pytest.raises(TableError, match="column group, breakdown is missing"):
        read_column_map(tmp_path / "columns.csv")


def refused(tmp_path, text):
    with pytest.raises(TableError) as caught:
        read_year([write_counts(tmp_path, text)], "A1", "2022-23")
    return str(caught.value)


def pair(measure, breakdown, white, bme):
    return f"{measure},White,{breakdown},{white}\n{measure},BME,{breakdown},{bme}"


def lines(*parts):
    return "\n".join(parts)


def test_a_table_that_can_be_true_is_returned_as_it_is():
    table = counts_of(("recruitment", "Shortlisted", 40, 20), ("recruitment", "Appointed", 10, 4))
    assert check_counts(table) is table


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (
            lines(pair("recruitment", "Shortlisted", 40, 3), pair("recruitment", "Appointed", 10, 5)),
            5,
            "recruitment, Appointed, BME is larger than recruitment, Shortlisted, BME",
        ),
        (
            lines(pair("recruitment", "Applicants", 30, 30), pair("recruitment", "Shortlisted", 40, 3)),
            4,
            "recruitment, Shortlisted, White is larger than recruitment, Applicants, White",
        ),
        (STAFF + "\nstaff,Total,,630", 5, "White, BME and Unknown do not add up to the Total of staff"),
        ("staff,White,,500\nstaff,BME,,100\nstaff,Total,,620", 2, "staff, Unknown is missing"),
        ("training,White,,50", 2, "training, BME is missing"),
        (lines(STAFF, pair("disciplinary", "", 9, 101)), 6, "disciplinary, BME is larger than staff, BME"),
        (
            lines(pair("survey_8", "Respondents", 80, 20), pair("survey_8", "Yes", 8, 21)),
            5,
            "survey_8, Yes, BME is larger",
        ),
        (
            lines(pair("board", "All members", 12, 1), pair("board", "Voting members", 9, 2)),
            5,
            "board, Voting members, BME is larger",
        ),
        (
            "\n".join(
                [
                    STAFF,
                    pair("staff_clinical", "Band 5", 300, 60),
                    pair("staff_non_clinical", "Band 5", 250, 10),
                ]
            ),
            2,
            "staff_clinical and staff_non_clinical and staff_medical together are more than staff, White",
        ),
        (
            "\n".join(
                [STAFF, pair("staff_by_division", "A", 300, 60), pair("staff_by_division", "B", 100, 60)]
            ),
            3,
            "staff_by_division together are more than staff, BME",
        ),
        (
            lines(pair("staff_clinical", "Band 5", 90, 10), pair("staff_clinical", "Band 6", 85, 15)),
            2,
            "every row of staff_clinical adds up to 100: these look like percentages",
        ),
        (STAFF + "\n" + STAFF.splitlines()[0], 5, "staff, White stands twice"),
    ],
)
def test_an_impossible_table_is_refused_with_line_and_reason(tmp_path, text, line, reason):
    message = refused(tmp_path, text)
    assert message.startswith(f"2022-23.csv, line {line}: {reason}")
    assert ";" in message, "the message does not say what to do"


DISCIPLINARY = lines(STAFF, pair("disciplinary", "", 20, 8))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # a published ratio like the counts: (8 / 100) / (20 / 500) = 2.0
        *((f"{DISCIPLINARY}\nprinted_ratio,,Indicator 3,{told}", 6) for told in ("2.0", "2", "1.95", "2.08")),
        (f"{STAFF}\nprinted_ratio,,Indicator 3,1.5", 4),  # without counts it cannot be checked
        (lines(STAFF, pair("staff_clinical", "Band 5", 300, 0)), 5),  # an empty group is a count
    ],
)
def test_what_can_be_true_is_accepted(tmp_path, text, rows):
    assert len(read(tmp_path, text)) == rows


@pytest.mark.parametrize("printed", ["0.5", "1.5", "2.3"])
def test_a_published_ratio_unlike_the_counts_is_refused(tmp_path, printed):
    message = refused(tmp_path, f"{DISCIPLINARY}\nprinted_ratio,,Indicator 3,{printed}")
    assert message.startswith("2022-23.csv, line 7: the published ratio of indicator 3 is not the one")


def template_rows():
    with (DATA / "workforce" / "template.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_data_dictionary_explains_every_measure():
    for spec in counted().values():
        assert all((spec.label, spec.meaning, spec.period, spec.where_to_find_it))
        assert spec.kind in ("people", "residents", "ratio")


def test_all_nine_indicators_are_defined_with_source_and_reading():
    numbered = [one for one in indicators_by_key().values() if one.indicator]
    assert [one.indicator for one in numbered] == list("123456789")
    for one in indicators_by_key().values():
        assert all((one.definition, one.source, one.reading))
        assert one.on_top in ("White", "BME")


def test_only_indicator_7_starts_a_new_series():
    series = {key: one.series_from for key, one in indicators_by_key().items()}
    assert {key: year for key, year in series.items() if year} == {"7": "2021"}


def test_the_template_has_a_row_for_every_measure_breakdown_and_group():
    given = {(row["measure"], row["breakdown"], row["group"]) for row in template_rows()}
    for name, spec in counted().items():
        breakdowns = breakdowns_of(spec.breakdowns) or (
            "(name of the division)" if spec.breakdowns == "free" else "",
        )
        for breakdown in breakdowns:
            for group in spec.groups or ("",):
                assert (name, breakdown, group) in given
    assert all(row["count"] == "" for row in template_rows())


@pytest.mark.parametrize(
    ("printed", "band"),
    [
        ("Band 5", "Band 5"),
        ("AfC band 8A", "Band 8a"),
        ("8c", "Band 8c"),
        ("vsm", "VSM"),
        ("Band  9", "Band 9"),
    ],
)
def test_bands_are_known_however_they_are_written(printed, band):
    assert breakdown_of(counted()["staff_clinical"], printed) == band


@pytest.mark.parametrize(
    ("printed", "group"),
    [("white", "White"), ("BAME", "BME"), ("Not Stated", "Unknown"), ("All staff", "Total")],
)
def test_groups_are_known_however_they_are_written(printed, group):
    assert group_of(printed) == group


def test_tiers_of_the_bands():
    tiers = breakdowns_of("band")
    told = [tiers[band] for band in ("Band 5", "Band 6", "Band 7", "Band 8a", "VSM")]
    assert told == ["Lower", "Middle", "Middle", "Upper", "Upper"]


def test_what_is_not_known_is_an_error_that_helps():
    with pytest.raises(TableError, match="did you mean 'disciplinary'"):
        measure_named("discplinary")
    with pytest.raises(TableError, match="'Purple' is not a group; use White, BME"):
        group_of("Purple")
    with pytest.raises(TableError, match="'Band 10' is not a breakdown of staff_clinical"):
        breakdown_of(counted()["staff_clinical"], "Band 10")
    with pytest.raises(TableError, match="has no breakdown"):
        breakdown_of(counted()["staff"], "Band 5")
    with pytest.raises(TableError, match="name the division"):
        breakdown_of(counted()["staff_by_division"], " ")
