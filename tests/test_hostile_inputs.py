"""Three hundred generated inputs that nobody would make on purpose: each is taken, or refused in one line."""

import random
from pathlib import Path

import pytest
from conftest import PLANS, plan_text

from wres_analysis.batch.notebook_reports import NOTEBOOKS, check_parameters, plan_reports, with_parameters
from wres_analysis.data_folder import PlanFile, find_plans
from wres_analysis.errors import WresError
from wres_analysis.linking.review import LINKS_TO_REVIEW, read_reviewed_links
from wres_analysis.notebook.plan_check.checked_plan import mapping_of
from wres_analysis.plans.reading import decided_in, read_documents

pytestmark = pytest.mark.whole_run  # three hundred inputs, many of them whole documents

DOCUMENTS = sorted(path for path in (Path(__file__).parent / "documents").glob("*") if path.is_file())
ODD = "=+-@?*<>|&%#$\\'\"`~{}[]();:,. \t\x00\x1b\x7f\u202e\u200d\ufeff\U0001f600é名"
REVIEWED = (
    ",".join(LINKS_TO_REVIEW)
    + "\n"
    + "A1,2021-22,1,2022-23,1,a,b,reworded,0.5,yes,why,0.1,c-d,link,Ann,\n" * 3
)
MAPPED = "document,organisation,heading,field\nplan.pdf,,Lead,owner\n*,A1,When,deadline\n"


def damaged(content, chance):
    """The bytes after one of the things that happen to files."""
    half = chance.randrange(1, max(2, len(content)))
    return chance.choice(
        [
            lambda: content[:half],
            lambda: content[half:],
            lambda: content + content[:half],
            lambda: bytes(chance.randrange(256) if chance.random() < 0.02 else one for one in content),
            lambda: content[:half] + bytes(200) + content[half:],
            lambda: content[:half] + ODD.encode() + content[half:],
            lambda: content.replace(b",", b";").replace(b"\t", b";"),
            lambda: content.replace(b"\n", b"\r"),
            lambda: content.decode("utf-8", "replace").encode("utf-16"),
            lambda: "é".encode("cp1252") + content,
            lambda: chance.randbytes(half % 5000),
        ]
    )()


def answered(ask):
    """The line that refuses it; blank where it was taken. Anything else than a line fails the test."""
    try:
        ask()
    except WresError as error:
        assert str(error) and "\n" not in str(error) and "unforeseen" not in str(error), error
        return str(error)
    return ""


@pytest.mark.parametrize("part", range(4))
def test_documents(tmp_path, part):
    chance, plans = random.Random(part), []
    sources = [*DOCUMENTS, None]
    for number in range(30):
        source = chance.choice(sources)
        content = source.read_bytes() if source else plan_text(PLANS["A1/2021-22 plan.txt"]).encode()
        ending = chance.choice([source.suffix if source else ".txt", ".pdf", ".csv", ".html"])
        path = tmp_path / f"2022-23 plan {number}{ending}"
        path.write_bytes(damaged(content, chance))
        plans.append(PlanFile("A1", "2022-23", path))
    outcomes = list(read_documents(plans, decided_in(tmp_path)))
    assert len(outcomes) == len(plans)
    for outcome in outcomes:
        assert outcome.error or outcome.value is not None
        assert "\n" not in str(outcome.error or "") and "unforeseen" not in str(outcome.error or ""), outcome


@pytest.mark.parametrize("number", range(60))
def test_names(tmp_path, number):
    chance = random.Random(number)
    code = "".join(chance.choice(ODD + "A") for _ in range(chance.randrange(1, 60)))
    code = code.replace("/", "").replace("\x00", "").strip(".") or "x"
    plan = tmp_path / "plans" / code / f"2022-23 {code}.txt"
    plan.parent.mkdir(parents=True)
    plan.write_text(plan_text(PLANS["A1/2021-22 plan.txt"]), encoding="utf-8")
    assert "\x1b" not in answered(
        lambda: list(plan_reports({one.organisation: code for one in find_plans(tmp_path).plans}))
    )


@pytest.mark.parametrize("number", range(60))
def test_decisions(tmp_path, number):
    path = tmp_path / "links_reviewed.csv"
    path.write_bytes(damaged(REVIEWED.encode(), random.Random(number)))
    line = answered(lambda: read_reviewed_links(path))
    assert not line or line.startswith("links_reviewed.csv"), line


@pytest.mark.parametrize("number", range(40))
def test_mappings(tmp_path, number):
    (tmp_path / "column_mappings.csv").write_bytes(damaged(MAPPED.encode(), random.Random(number)))
    line = answered(lambda: mapping_of(tmp_path, PlanFile("A1", "2022-23", tmp_path / "plan.pdf")))
    assert not line or line.startswith("column_mappings.csv"), line


@pytest.mark.parametrize("number", range(20))
def test_parameters(number):
    chance = random.Random(number)
    name = chance.choice(["peers", "organization", "data_dir", "", "Peers", "top", "\x1b[31m"])
    value = chance.choice(["", "007", 5.0, None, True, ODD, "x" * 9999])
    reports = list(plan_reports({"A1": "Alder"}, NOTEBOOKS))
    answered(lambda: check_parameters(with_parameters(reports, {name: value})))
