import sys
from types import SimpleNamespace

import pytest

from wres_analysis.processes.progress import someone_can_click


@pytest.mark.parametrize(
    ("metadata", "clickable"), [({"cellId": "01-02"}, True), ({}, False), ({"cellId": ""}, False)]
)
def test_a_front_end_with_a_person_names_the_cell_in_its_request(monkeypatch, metadata, clickable):
    kernel = SimpleNamespace(get_parent=lambda channel: {"metadata": metadata, "channel": channel})
    shell = SimpleNamespace(kernel=kernel)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert someone_can_click() is clickable


@pytest.mark.parametrize("shell", [None, SimpleNamespace(), SimpleNamespace(kernel=SimpleNamespace())])
def test_a_script_or_a_console_is_no_front_end(monkeypatch, shell):
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert not someone_can_click()


def test_who_never_loaded_a_notebook_does_not_load_it_now(monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert not someone_can_click()
    assert "IPython" not in sys.modules
