from dataclasses import replace

from small_reviews import EARLIER, LATER, doubtful, sitting

from wres_analysis.notebook.link_review.review_widget import marked, pairs_left


def test_changed_words_are_marked_and_every_text_is_escaped(tmp_path):
    page = pairs_left(sitting(tmp_path)).html()
    assert "<del>Give</del> BME nurses" in page and "2022-23: <ins>Find coaches for</ins> BME nurses" in page
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert page.count("<tr>") == 4 and "first 3 of 3" in page
    assert marked([("a & b", True)], "ins") == "<ins>a &amp; b</ins>"


def test_what_is_decided_is_not_in_the_table(tmp_path):
    review = sitting(tmp_path)
    review.accept()
    assert "jobs fair" not in pairs_left(review).html() and "jobs fair" not in pairs_left(review).text()


def test_plain_text_has_both_wordings(tmp_path):
    told = pairs_left(sitting(tmp_path)).text()
    assert EARLIER[0] in told and LATER[0] in told


def test_nothing_to_review_is_said(tmp_path):
    analysis = doubtful()
    analysis = replace(analysis, links_to_review=analysis.links_to_review.head(0))
    left = pairs_left(sitting(tmp_path, analysis=analysis))
    assert "nothing to review" in left.html() and "nothing to review" in left.text()
