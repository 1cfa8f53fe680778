import lxml.html
import pytest
from small_analyses import many_organisations, small_analysis

from wres_analysis.analysis import save_analysis
from wres_analysis.reports.index_page import write_index
from wres_analysis.tables import write_table


def index_of(folder, analysis, keys=(), failed=()):
    save_analysis(analysis, folder)
    write_table(analysis.pooled, folder / "pooled.csv")
    for key in keys:
        (folder / key).mkdir(parents=True)
        (folder / key / "report.html").touch()
    write_index(folder, dict.fromkeys(keys, ""), failed)
    return lxml.html.parse(str(folder / "index.html")).getroot()


def test_it_opens_with_the_answer_then_says_what_failed_and_links_what_is_there(tmp_path):
    keys = ["organisations/T1", "carry_over"]
    page = index_of(tmp_path, small_analysis(), keys, [("B", "plans/B: <empty>")])
    headings = [heading.text_content() for heading in page.xpath("//h2")]
    assert headings[:3] == ["Main points", "What failed or needs a person", "Organisations"]
    assert page.xpath("//main//a/@href")[:2] == ["organisations/T1/report.html", "carry_over/report.html"]
    text = page.text_content()
    assert "B: plans/B: <empty>" in text
    assert "2 organisations, 3 plans" in text
    assert "No comparison and no benchmark: they take 5 organisations, and 2 were read." in text
    assert "Workforce" not in text


@pytest.mark.parametrize(("number", "said"), [(0, "0 were read"), (1, "1 organisation, 2 plans")])
def test_it_is_right_for_none_and_for_one(tmp_path, number, said):
    assert said in index_of(tmp_path, small_analysis(number)).text_content()


def test_many_organisations_do_not_fill_the_page(tmp_path):
    page = index_of(tmp_path, many_organisations(60), ["comparison", "benchmark"])
    assert len(page.xpath("//details//tbody/tr")) == 60
    assert not page.xpath("//main/div[@class='table']")
