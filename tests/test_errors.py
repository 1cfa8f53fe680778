from IPython.core.interactiveshell import InteractiveShell

from wres_analysis.errors import DataFolderError, WresError


def test_an_error_is_one_line_with_place_and_remedy():
    assert str(WresError("what\nis wrong", "a.pdf", "mend it")) == "a.pdf: what is wrong; mend it"
    assert str(WresError("what is wrong")) == "what is wrong"


def test_a_notebook_shows_the_line_and_no_traceback():
    shell, told = InteractiveShell(), []
    shell._showtraceback = lambda *told_of: told.append(told_of[-1])
    try:
        raise DataFolderError("there is no such file", "plan.pdf", "check the path")
    except DataFolderError:
        shell.showtraceback()
    assert told == [["plan.pdf: there is no such file; check the path"]]
