from dataclasses import replace

from small_reviews import EARLIER, LATER, doubtful, sitting

from wres_analysis.notebook.link_review.review_widget import marked, table_html, table_text


def test_changed_words_are_marked_and_every_text_is_escaped(tmp_path):
    page = table_html(sitting(tmp_path))
    assert "<del>Give</del> BME nurses" in page and "2022-23: <ins>Find coaches for</ins> BME nurses" in page
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert page.count("<tr>") == 4 and "first 3 of 3" in page
    assert marked([("a & b", True)], "ins") == "<ins>a &amp; b</ins>"


def test_what_is_decided_is_not_in_the_table(tmp_path):
    review = sitting(tmp_path)
    review.accept()
    assert "jobs fair" not in table_html(review) and "jobs fair" not in table_text(review)


def test_plain_text_has_both_wordings(tmp_path):
    told = table_text(sitting(tmp_path))
    assert EARLIER[0] in told and LATER[0] in told


def test_nothing_to_review_is_said(tmp_path):
    analysis = doubtful()
    analysis = replace(analysis, links_to_review=analysis.links_to_review.head(0))
    review = sitting(tmp_path, analysis=analysis)
    assert "nothing to review" in table_html(review) and "nothing to review" in table_text(review)
