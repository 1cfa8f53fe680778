from hypothesis import given
from hypothesis import strategies as st
from small_documents import document, grid, line

from wres_analysis.documents.document import Document, Grid, Line
from wres_analysis.notebook.plan_check.plan_pages import MOST_ROWS, leaves_of
from wres_analysis.tables import ACTIONS, table_of


def actions_at(*places):
    return table_of(
        ({"row": number, "place": place} for number, place in enumerate(places, start=1)), ACTIONS
    )


def test_pages_of_a_pdf_are_leaves_even_without_actions():
    leaves = leaves_of(Document("plan.pdf", "pdf", pages=3), actions_at("page 3", "page 1", "page 3"))
    assert [(leaf.title, leaf.page, leaf.rows) for leaf in leaves] == [
        ("page 1", 1, (2,)),
        ("page 2", 2, ()),
        ("page 3", 3, (1, 3)),
    ]


def test_each_sheet_is_a_leaf():
    blocks = (grid("a|b", place="sheet Plan"), grid("c|d", place="sheet More"))
    leaves = leaves_of(Document("plan.xlsx", "xlsx", blocks), actions_at("sheet More, row 1"))
    assert [(leaf.title, leaf.rows) for leaf in leaves] == [("sheet Plan", ()), ("sheet More", (1,))]


def test_an_action_whose_place_is_unknown_is_not_lost():
    leaves = leaves_of(document("a|b", kind="docx"), actions_at("somewhere else"))
    assert [leaf.rows for leaf in leaves] == [(1,)]


def test_a_title_stays_with_its_table():
    rows = "\n".join("a|b" for _ in range(MOST_ROWS))
    assert len(leaves_of(document(line("Plan"), rows, kind="csv"), actions_at())) == 1


@given(st.lists(st.integers(1, 3 * MOST_ROWS) | st.none(), max_size=6))
def test_nothing_of_a_long_document_is_lost_or_out_of_order(sizes):
    blocks = [line("x") if size is None else grid("\n".join(["a|b"] * size)) for size in sizes]
    leaves = leaves_of(document(*blocks, kind="csv"), actions_at())
    shown = [block for leaf in leaves for block in leaf.blocks]
    assert flat(shown) == flat(blocks)
    assert all(len(flat(leaf.blocks)) <= 1.5 * MOST_ROWS for leaf in leaves)


def flat(blocks):
    return [piece for block in blocks for piece in ([block] if isinstance(block, Line) else rows_of(block))]


def rows_of(block: Grid):
    return list(block.rows)
