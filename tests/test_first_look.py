import pytest

from wres_analysis.notebook.first_look import where_reports_are


@pytest.mark.parametrize("made", [True, False])
def test_the_way_to_the_reports_or_what_makes_them(tmp_path, made):
    if made:
        (tmp_path / "index.html").touch()
    shown = where_reports_are(tmp_path)
    form = shown._repr_mimebundle_()
    assert shown.made is made
    assert (f'<a href="{tmp_path.as_posix()}/index.html">' in form["text/html"]) is made
    assert ("python start.py" in form["text/plain"]) is not made
