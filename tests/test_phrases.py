from urllib.parse import parse_qsl, urlsplit

import lxml.html
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wres_analysis.reports.phrases import Facts, Phrase, joined, listed, marked, phrase

PLANS = pd.DataFrame(
    {
        "organisation": ["A1", "A1", "007", "&<b>"],
        "status": ["complete", "at_risk", "complete", "withdrawn"],
        "numerator": pd.array([3, None, 0, 5], dtype="Int64"),
        "denominator": pd.array([4, 10, 2, 5], dtype="Int64"),
    }
)
FACTS = Facts("rates.csv", PLANS)


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("{n:action} {n:is/are} late", {"n": 1}, "1 action is late"),
        ("{n:action} {n:is/are} late", {"n": 0}, "0 actions are late"),
        ("{n:+life/lives}", {"n": 1200}, "1,200 lives"),
        ("{s:%} of {who}", {"s": 0.999, "who": "A1"}, "over 99% of A1"),
        ("{n} of {of:open action}", {"n": 2, "of": 3}, "2 of 3 open actions"),
        ("{x}", {"x": 2.46}, "2.5"),
    ],
)
def test_a_number_brings_its_noun_and_its_verb(template, values, expected):
    assert phrase(template, **values) == expected


def test_a_number_knows_its_rows_and_its_column_also_inside_other_phrases():
    part = phrase("{n:action}", n=FACTS.only(organisation=["A1", "007"], status="complete").sum("numerator"))
    shown = lxml.html.fromstring(f"<p>{joined([listed([part, 'x<y']), 'end'], '; ').marked}</p>")
    (number,) = shown.xpath("//data")
    assert shown.text_content() == "3 actions and x<y; end"
    assert (number.text, number.get("value")) == ("3", "3")
    place = urlsplit(number.get("data-from"))
    assert (place.path, place.fragment) == ("rates.csv", "numerator")
    assert dict(parse_qsl(place.query)) == {"organisation": "A1|007", "status": "complete"}


def test_unknown_is_never_zero():
    assert FACTS.only(status="at_risk").sum("numerator") is None
    assert FACTS.only(status="at_risk").share() is None
    assert FACTS.only(status="none such").count() == 0
    assert FACTS.only(organisation="A1").share() == 0.75  # of the rows that have both


def test_what_is_worked_out_from_numbers_has_no_source_of_its_own():
    assert "data-from" not in phrase("{n}", n=FACTS.count() - 1).marked


@given(st.text())
def test_any_text_is_escaped(text):
    shown = lxml.html.fromstring(f"<p>{phrase('{t}', t=text.replace(chr(0), '')).marked}</p>")
    assert not shown.xpath(".//*")
    assert marked(Phrase("a & b")) == "a &amp; b"
