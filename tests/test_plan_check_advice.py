import ast
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

import wres_analysis
from wres_analysis.notebook.plan_check.checked_plan import ANY_NOTE, advice_on, numbered_notes
from wres_analysis.tables import READING_NOTES, SEVERITIES, table_of
from wres_analysis.vocabulary import vocabulary_rows

PACKAGE = Path(wres_analysis.__file__).parent


def codes_in(path: Path) -> Iterator[str]:
    """What stands behind a severity in a call, or as the key of a severity, is the code of a note."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        pairs: list[tuple[ast.expr | None, ast.expr]] = []
        if isinstance(node, ast.Call):
            pairs = list(zip(node.args, node.args[1:], strict=False))
        elif isinstance(node, ast.Tuple):
            pairs = list(zip(node.elts, node.elts[1:], strict=False))
        elif isinstance(node, ast.Dict):
            pairs = list(zip(node.values, [key for key in node.keys if key], strict=False))
        for severity, code in pairs:
            texts = [one.value for one in (severity, code) if isinstance(one, ast.Constant)]
            if (
                len(texts) == 2
                and texts[0] in SEVERITIES
                and isinstance(texts[1], str)
                and texts[1] != "severity"
            ):
                yield texts[1]


def test_every_note_that_the_package_makes_has_advice_of_its_own():
    paths = [path for room in ("plans", "documents") for path in (PACKAGE / room).glob("*.py")]
    made = {code for path in paths for code in codes_in(path)}
    assert len(made) > 70
    listed = {row["code"] for row in vocabulary_rows("note_advice")}
    assert made - listed == set()
    composed = {"list_not_read", "no_owner_column", "no_deadline_column", "scan_not_read", "not_read"}
    composed |= {"read_from_list", "read_from_prose"}
    composed |= {"file_left_out", "plan_year_in_doubt", "plan_refreshed", "plan_year_from_document"}
    composed |= {
        "code_not_portable",
        "codes_alike",
        "own_words",
        "mapping_unused",
        "mapping_without_document",
    }
    composed |= {"text_lost", "text_not_placed", "read_from_list", "read_from_prose"}
    assert listed - made == composed


def test_advice_is_one_sentence():
    for row in vocabulary_rows("note_advice"):
        assert row["what_to_do"].endswith(".")
        assert row["what_to_do"][0].isupper()
        assert ". " not in row["what_to_do"]
    assert advice_on("never heard of") == ANY_NOTE


def test_errors_and_warnings_are_numbered_and_remarks_are_not():
    notes = [
        {"severity": "warn", "code": "ocr"},
        {"severity": "info", "code": "term_mixed"},
        {"severity": "error", "code": "row_garbled", "row": 3},
    ]
    numbered = numbered_notes(table_of(notes, READING_NOTES))
    assert [(note.number, note.row, note.code) for note in numbered] == [
        (1, 0, "ocr"),
        (0, 0, "term_mixed"),
        (2, 3, "row_garbled"),
    ]
    assert numbered_notes(pd.DataFrame(table_of([], READING_NOTES))) == []
