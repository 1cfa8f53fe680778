from __future__ import annotations

import pandas as pd
import pytest

from wres_analysis.errors import TableError
from wres_analysis.measures.measure_definitions import measure_of, measures, names_of, read_vocabulary
from wres_analysis.tables import ORGANISATIONS, RATES, STATUSES, as_schema


def test_every_measure_is_described_in_full():
    for name, measure in measures().items():
        assert name == measure.measure
        assert all([measure.label, measure.question, measure.denominator])
        assert measure.direction in ("one plan", "forward", "backward", "pair")


def test_labels_tell_measures_apart():
    labels = [measure.label for measure in measures().values()]
    assert len(set(labels)) == len(labels)


def test_every_status_is_measured_and_has_a_group_in_pictures():
    assert {f"status_{status}" for status in STATUSES} <= set(names_of("one plan"))
    assert set(read_vocabulary("status_groups")["status"]) == set(STATUSES)


def test_an_unknown_measure_is_refused_with_the_known_ones():
    with pytest.raises(TableError, match=r"no measure 'carried'.*matched_forward"):
        measure_of("carried")


def test_a_computed_table_gets_the_order_and_the_types_of_its_schema():
    frame = pd.DataFrame({name: [1.0] if spec.kind != "text" else ["x"] for name, spec in RATES.items()})
    typed = as_schema(frame[list(RATES)[::-1]], RATES)
    assert list(typed.columns) == list(RATES)
    assert str(typed["numerator"].dtype) == "Int64"
    assert str(typed["rate"].dtype) == "Float64"


def test_an_empty_table_keeps_its_columns():
    assert list(as_schema(pd.DataFrame(columns=list(ORGANISATIONS)), ORGANISATIONS).columns) == list(
        ORGANISATIONS
    )
