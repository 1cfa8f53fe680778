import pytest
from small_workforce import counts_of, write_counts

from wres_analysis.errors import TableError
from wres_analysis.workforce.checks import check_counts
from wres_analysis.workforce.staff_counts import read_year

STAFF = "staff,White,,500\nstaff,BME,,100\nstaff,Unknown,,20"


def refused(tmp_path, text):
    with pytest.raises(TableError) as caught:
        read_year([write_counts(tmp_path, text)], "A1", "2022-23")
    return str(caught.value)


def pair(measure, breakdown, white, bme):
    return f"{measure},White,{breakdown},{white}\n{measure},BME,{breakdown},{bme}"


def test_a_table_that_can_be_true_is_returned_as_it_is():
    table = counts_of(("recruitment", "Shortlisted", 40, 20), ("recruitment", "Appointed", 10, 4))
    assert check_counts(table) is table


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (
            pair("recruitment", "Shortlisted", 40, 3) + "\n" + pair("recruitment", "Appointed", 10, 5),
            5,
            "recruitment, Appointed, BME is larger than recruitment, Shortlisted, BME",
        ),
        (
            pair("recruitment", "Applicants", 30, 30) + "\n" + pair("recruitment", "Shortlisted", 40, 3),
            4,
            "recruitment, Shortlisted, White is larger than recruitment, Applicants, White",
        ),
        (STAFF + "\nstaff,Total,,630", 5, "White, BME and Unknown do not add up to the Total of staff"),
        ("staff,White,,500\nstaff,BME,,100\nstaff,Total,,620", 2, "staff, Unknown is missing"),
        ("training,White,,50", 2, "training, BME is missing"),
        (STAFF + "\n" + pair("disciplinary", "", 9, 101), 6, "disciplinary, BME is larger than staff, BME"),
        (
            pair("survey_8", "Respondents", 80, 20) + "\n" + pair("survey_8", "Yes", 8, 21),
            5,
            "survey_8, Yes, BME is larger",
        ),
        (
            pair("board", "All members", 12, 1) + "\n" + pair("board", "Voting members", 9, 2),
            5,
            "board, Voting members, BME is larger",
        ),
        (
            STAFF
            + "\n"
            + pair("staff_clinical", "Band 5", 300, 60)
            + "\n"
            + pair("staff_non_clinical", "Band 5", 250, 10),
            2,
            "staff_clinical and staff_non_clinical and staff_medical together are more than staff, White",
        ),
        (
            STAFF
            + "\n"
            + pair("staff_by_division", "A", 300, 60)
            + "\n"
            + pair("staff_by_division", "B", 100, 60),
            3,
            "staff_by_division together are more than staff, BME",
        ),
        (
            pair("staff_clinical", "Band 5", 90, 10) + "\n" + pair("staff_clinical", "Band 6", 85, 15),
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


def test_bands_may_be_fewer_than_staff_and_an_empty_group_is_a_count(tmp_path):
    text = STAFF + "\n" + pair("staff_clinical", "Band 5", 300, 0)
    assert len(read_year([write_counts(tmp_path, text)], "A1", "2022-23")) == 5


DISCIPLINARY = STAFF + "\n" + pair("disciplinary", "", 20, 8)


@pytest.mark.parametrize("printed", ["2.0", "2", "1.95", "2.08"])
def test_a_published_ratio_like_the_counts_is_accepted(tmp_path, printed):
    # (8 / 100) / (20 / 500) = 2.0
    text = f"{DISCIPLINARY}\nprinted_ratio,,Indicator 3,{printed}"
    assert len(read_year([write_counts(tmp_path, text)], "A1", "2022-23")) == 6


@pytest.mark.parametrize("printed", ["0.5", "1.5", "2.3"])
def test_a_published_ratio_unlike_the_counts_is_refused(tmp_path, printed):
    message = refused(tmp_path, f"{DISCIPLINARY}\nprinted_ratio,,Indicator 3,{printed}")
    assert message.startswith("2022-23.csv, line 7: the published ratio of indicator 3 is not the one")


def test_a_published_ratio_without_counts_cannot_be_checked(tmp_path):
    text = f"{STAFF}\nprinted_ratio,,Indicator 3,1.5"
    assert len(read_year([write_counts(tmp_path, text)], "A1", "2022-23")) == 4
