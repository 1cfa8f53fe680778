from __future__ import annotations

from small_analyses import small_analysis

from wres_analysis import __version__
from wres_analysis.reports.provenance import sources


def block(analysis, parameters=None):
    table = sources(analysis, parameters or {}).table
    return dict(table.itertuples(index=False))


def test_versions_parameters_counts_and_every_input_with_its_hash_are_named():
    found = block(small_analysis(), {"top": 3})
    assert found["Package"] == f"wres_analysis {__version__}"
    assert found["Parameter top"] == "3"
    assert (found["Plans read"], found["Actions read"]) == ("3", "8")
    assert found["Input 007, 2022-23"] == f"2022-23 plan.csv, sha256 {'0' * 64}"
    assert sum(name.startswith("Input") for name in found) == 3
    assert found["Reading notes"] == "0 error, 0 warn, 0 info"


def test_links_that_a_person_decided_are_told_apart():
    analysis = small_analysis(1)
    by_model = block(analysis)
    joined = analysis.links["from_id"].ne("") & analysis.links["to_id"].ne("")
    assert (by_model["Links decided by a person"], by_model["Links found by the model"]) == ("0", "2")
    analysis.links.loc[joined.idxmax(), "decided_by"] = "A reviewer"
    assert block(analysis)["Links decided by a person"] == "1"


def test_nothing_read_is_said_as_such():
    found = block(small_analysis(0))
    assert (found["Plans read"], found["Links found by the model"]) == ("0", "0")
