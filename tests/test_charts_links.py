from __future__ import annotations

from small_analyses import small_analysis

from wres_analysis.measures.reliability import link_evidence
from wres_analysis.reports.chart_style import alt_text
from wres_analysis.reports.link_charts import evidence_plot


def test_a_bar_for_each_kind_with_its_number_of_links():
    analysis = small_analysis()
    found = link_evidence(analysis.links, analysis.actions)
    ax = evidence_plot(found)
    counts = found["kind"].str.replace("_", " ").value_counts()
    assert {label.get_text() for label in ax.get_yticklabels()} == {
        f"{kind} ({n})" for kind, n in counts.items()
    }
    assert "Stacked bars" in alt_text(ax.figure)


def test_no_links_say_so():
    analysis = small_analysis(0)
    ax = evidence_plot(link_evidence(analysis.links, analysis.actions))
    assert "No two actions of different plans are linked" in alt_text(ax.figure)
