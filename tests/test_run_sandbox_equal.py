"""For a healthy notebook the sandbox shows what nbclient with a kernel shows, cell by cell.

To be run for each new nbgrader, nbclient, ipykernel and IPython.
"""

import copy
import json
import os
import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.preprocessors import Execute
from sandboxed import code, notebook

from howcome_instructor.grade.job import Limits, Reference
from howcome_instructor.grade.run import open_runner
from howcome_instructor.release import without_author_cells
from howcome_instructor.sources import checkout_curriculum, sources_in

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

BROKEN = "class Broken:\n    def __repr__(self):\n        raise ValueError('no repr')\nBroken()"
SYNTHETIC = notebook(
    code("print('one', end='')\nprint(' line')\nimport sys\nprint('err', file=sys.stderr)"),
    code("x = 3\nx"),
    code(""),
    code("# only a remark"),
    code("1/0"),
    code("def f(n):\n    return g(n)\ndef g(n):\n    raise KeyError(n)\nf('no')"),
    code("this is no Python"),
    code("  if x:\n"),
    code("from howcome.checks import check, hint, well_done\ncheck(x == 4, hint('t-x', 'Look.'))"),
    code("well_done('Yes.')"),
    code("import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]})"),
    code(
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 4, 9])\nprint('p')"
    ),
    code("plt.bar(['a', 'b'], [1, 2])\nplt.title('Bars')\nplt.show()\nprint('after')"),
    code("plt.figure().gca().plot([1])"),
    code("from IPython.display import HTML, clear_output, display\ndisplay(HTML('<b>x</b>'))"),
    code("handle = display('first', display_id='slot')\nhandle"),
    code("handle.update('second')\ndisplay('again', display_id='slot')"),
    code("print('gone')\nclear_output()\nprint('stays')"),
    code("print('old')\nclear_output(wait=True)\ndisplay('new')"),
    code("print('kept')\nclear_output(wait=True)"),
    code("%%capture held\nprint('held')"),
    code("held.stdout"),
    code("!echo from a shell"),
    code("lines = !echo a; echo b\nlines"),
    code("import os\nos.system('echo to descriptor one')"),
    code("print?"),
    code("Out[2], In[2], _"),
    code("import warnings\nwarnings.simplefilter('always')\nwarnings.warn('careful')"),
    code("display({'application/json': {'a': [1]}, 'text/plain': 'json'}, raw=True)"),
    code(BROKEN),
    code("import ipywidgets\nslider = ipywidgets.IntSlider(3)\nslider"),
    code("slider.value = 5\nprint(slider.value)"),
    code("import asyncio\nawait asyncio.sleep(0)\n'awaited'"),
    code("get_ipython().__class__.__name__, __name__"),
    code("print('\\x1b[31mred\\x1b[0m', 'ü', '\\N{SNOWMAN}')"),
    code("raise SystemExit(1)"),
    code("%not_a_magic"),
    code("x = 5;\nx;"),
    code("assert x == 6, 'five'"),
    code("from IPython.display import Image\nhelp_me = 3\ndisplay(help_me, 4)"),
)


def plain(outputs) -> list:
    """Outputs without what differs from run to run."""
    text = re.sub(r"ipykernel_\d+", "ipykernel_…", json.dumps(outputs))
    outputs = json.loads(re.sub(r" at 0x[0-9a-f]+", " at 0x…", text))
    merged: list = []
    for output in outputs:
        view = output.get("data", {}).get(WIDGET_VIEW)
        if view:
            view["model_id"] = "…"
        last = merged[-1] if merged else {}
        both = output["output_type"] == "stream" == last.get("output_type")
        if both and last["name"] == output["name"]:
            last["text"] += output["text"]
        else:
            merged.append(output)
    # two streams are two pipes: which of two comes first is chance
    streams = sorted(
        (one for one in merged if one["output_type"] == "stream"), key=lambda one: one["name"]
    )
    return [*streams, *(one for one in merged if one["output_type"] != "stream")]


def by_nbclient(content: dict, folder) -> list:
    """The notebook's cells after a run the stock way."""
    done = nbformat.from_dict(copy.deepcopy(content))
    client = NotebookClient(
        done,
        allow_errors=True,
        timeout=120,
        resources={"metadata": {"path": str(folder)}},
        # what nbgrader adds to nbclient: an error that nobody showed is shown
        on_cell_executed=lambda **about: Execute.on_cell_executed(None, **about),
    )
    # in a test, ipykernel would leave alone what goes to descriptors 1 and 2
    client.execute(env={k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"})
    return done.cells


def differences(content: dict, folder) -> dict:
    """The cells of which the two runs differ."""
    stock = by_nbclient(content, folder)
    runner = open_runner(Reference("equal", "1", content))
    try:
        ran = runner.run(content, limits=Limits(cell_seconds=120, seconds=240))
    finally:
        runner.close()
    assert not ran.notes
    found = {}
    for place, cell in ran.cells.items():
        ours = (cell.execution_count, plain(cell.outputs))
        theirs = (stock[place].execution_count, plain(stock[place].outputs))
        if ours != theirs:
            found[content["cells"][place]["source"]] = (theirs, ours)
    assert len(ran.cells) == sum(cell.cell_type == "code" for cell in stock)
    return found


def as_json(source: nbformat.NotebookNode) -> dict:
    return json.loads(nbformat.writes(source, split_lines=False))


def test_every_kind_of_output(tmp_path, monkeypatch):
    # in a test, ipykernel would leave alone what goes to descriptors 1 and 2
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    found = differences(SYNTHETIC, tmp_path)
    # for an error without a traceback nbgrader says that showing it was disabled; we say which
    (_count, stock), (_same, ours) = found.pop("%not_a_magic")
    assert stock[:-1] == ours[:-1]
    assert stock[-1]["evalue"] == ours[-1]["evalue"]
    # and when a value cannot be shown, nbgrader adds a second error called NoneType
    (_count, stock), (_same, ours) = found.pop(BROKEN)
    assert stock[:-1] == ours
    assert found == {}


@pytest.mark.parametrize("lesson", ["m04", "h04"])
def test_a_lesson_with_its_answers(lesson, tmp_path):
    source = next(one for one in sources_in(checkout_curriculum()) if one.number == lesson)
    content = as_json(without_author_cells(nbformat.read(source.path, 4)))
    assert differences(content, tmp_path) == {}
