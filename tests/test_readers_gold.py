"""The floor under the benchmark of reading: hand-checked documents in really published shapes."""

import importlib.util
from pathlib import Path

import pytest

from wres_analysis.documents import read_document
from wres_analysis.documents.scan import program
from wres_analysis.plans.actions import extract_actions

EXTRACTION = Path(__file__).resolve().parents[2] / "shared" / "gold" / "extraction"
GOLD = EXTRACTION / "dev"


def documents():
    named = {path.name.removesuffix(".gold.csv") for path in GOLD.glob("*.gold.csv")}
    found = sorted(path for path in GOLD.iterdir() if path.stem in named) if GOLD.exists() else []
    return found or [pytest.param(None, marks=pytest.mark.skip(reason="the shared documents are not here"))]


def score(actions, path, folder):
    spec = importlib.util.spec_from_file_location("score", EXTRACTION / "score.py")
    judge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judge)
    actions.to_csv(folder / "actions.csv", index=False)
    return judge.score(folder / "actions.csv", GOLD / f"{path.stem}.gold.csv")[0]


@pytest.mark.parametrize("path", documents(), ids=lambda path: getattr(path, "name", "none"))
def test_every_action_and_nearly_every_cell_is_right(path, tmp_path):
    scanned = path.stem == "d10_scan"
    if scanned and program() is None:
        pytest.skip("tesseract is not installed")
    actions = extract_actions(read_document(path), keep_names=True).actions
    found = score(actions, path, tmp_path)
    least = 0.95 if scanned else 1.0
    assert found["recall"] >= least
    assert found["precision"] >= least
    assert found["accuracy"] >= (0.95 if scanned else 0.99)
