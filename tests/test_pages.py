import re

import lxml.html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from wres_analysis.reports.pages import PageHead, notebook_page


def executed():
    secret = new_code_cell("password = 'secret code'", metadata={"tags": ["parameters"]})
    hostile = new_output("display_data", {"text/html": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"})
    warned = new_output("stream", name="stderr", text="a warning")
    shown = new_code_cell("code_that_nobody_sees()", outputs=[hostile, warned])
    return new_notebook(
        cells=[
            new_markdown_cell("# One plan\n\nWhy."),
            secret,
            new_markdown_cell("## What was read\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
            shown,
            new_markdown_cell("## What came back"),
        ]
    )


def page(title="Alpha & Sons"):
    return notebook_page(executed(), PageHead(title, [("All reports", "../index.html")]))


def test_a_page_shows_no_code_no_parameters_and_no_warnings():
    text = page()
    for hidden in ("secret", "code_that_nobody_sees", "a warning"):
        assert hidden not in text


def test_a_page_opens_offline_and_can_run_no_script():
    text = page()
    assert not re.search(r"(?:src|href)=[\"'](?!#|data:|\.\./index)", text)
    assert "://" not in text
    assert "<script" not in text
    assert "default-src 'none'" in text


def test_a_page_has_one_heading_a_title_a_language_and_a_contents_list_that_leads_somewhere():
    tree = lxml.html.document_fromstring(page())
    assert [heading.text_content() for heading in tree.xpath("//h1")] == ["Alpha & Sons"]
    assert tree.findtext(".//title") == "Alpha & Sons"
    assert tree.get("lang") == "en-GB"
    assert tree.xpath("string(//p[@class='subtitle'])") == "One plan"
    targets = [link.get("href") for link in tree.xpath("//nav[@class='contents']//a")]
    sections = [tree.get_element_by_id(target[1:]).text_content() for target in targets]
    assert sections == ["What was read", "What came back"]
    assert not [link for link in tree.xpath("//a") if not link.text_content().strip()]


def test_a_figure_of_a_plain_cell_gets_an_alternative_text_and_one_that_has_its_own_keeps_it():
    bare = new_output("display_data", {"image/png": "iVBORw0KGgo="})
    own = new_output("display_data", {"text/html": '<img src="data:," alt="Two bars">'})
    tree = lxml.html.document_fromstring(
        notebook_page(new_notebook(cells=[new_code_cell("1", outputs=[bare, own])]), PageHead("T"))
    )
    assert tree.xpath("//img/@alt") == ["No description has been provided for this image", "Two bars"]


def test_a_hostile_title_is_text():
    assert "<script>" not in page("<script>alert(1)</script>")
