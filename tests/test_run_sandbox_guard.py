"""Checks can still fail, whatever a notebook did to Python; what was odd is told, once."""

import pytest
from sandboxed import (
    ANSWER,
    LIMITS,
    RIGHT,
    SET_UP,
    changed_after_answering,
    check_cell,
    code,
    codes,
    marks_are_fair,
    notebook,
    runner,
    texts,
)

__all__ = ["runner"]

SHELL = "shell = get_ipython()\n"
HOOKS = {
    "cleanup": SHELL + "shell.input_transformers_cleanup.append(lambda lines: [])",
    "post": SHELL + "shell.input_transformers_post.append(lambda lines: ['1'])",
    "manager": SHELL + "other = type(shell.input_transformer_manager)()\n"
    "other.cleanup_transforms = [lambda lines: []]\n"
    "shell.input_transformer_manager = other",
    "ast": "import ast\nclass NoAsserts(ast.NodeTransformer):\n"
    "    def visit_Assert(self, node):\n        return ast.Pass()\n"
    "    def visit_Expr(self, node):\n        return ast.Pass()\n"
    "get_ipython().ast_transformers.append(NoAsserts())",
    "custom": SHELL + "shell.set_custom_exc((Exception,), lambda *a, **k: None)",
    "hook": "seen = []\n" + SHELL + "shell.events.register('pre_run_cell', seen.append)",
    "event list": SHELL + "shell.events.callbacks['pre_run_cell'] = [lambda info: None]",
    "traceback": SHELL + "shell.showtraceback = lambda *a, **k: None",
    "class": "type(get_ipython()).showtraceback = lambda *a, **k: None",
    "run_code": "async def run_code(self, *a, **k):\n    return False\n"
    "type(get_ipython()).run_code = run_code",
    "trace": "import sys\nsys.settrace(lambda *a: None)",
    "profile": "import sys\nsys.setprofile(lambda *a: None)",
    "namespace": SHELL + "shell.user_ns = dict(shell.user_ns, answer=42)",
    "compile": SHELL + "shell.compile.ast_parse = lambda *a, **k: __import__('ast').parse('')",
    "displayhook": SHELL + "shell.display_trap.hook = lambda *a: None",
}
LIBRARY = {
    "builtins": ("import builtins\nbuiltins.abs = lambda n: 42", "builtins-restored"),
    "exec": ("import builtins\nbuiltins.exec = lambda *a, **k: None", "builtins-restored"),
    "check": ("import howcome.checks as c\nc.check = lambda *a: None", "checks-restored"),
    "code": (
        "check.__code__ = (lambda passed, otherwise: None).__code__",
        "checks-restored",
    ),
    "NotYet": (
        "import howcome.checks as c\nc.NotYet.__init__ = lambda self, said: None",
        "checks-restored",
    ),
    "module": ("import sys\nsys.modules['howcome.checks'] = sys", "checks-restored"),
    "math": ("import math\nmath.isclose = lambda *a, **k: True", "library-restored"),
    "hidden": (
        "import howcome.checks as c\nc.NotYet.__str__ = lambda self: 'fine'\n"
        "c.NotYet.with_traceback = lambda self, tb: Warning()",
        "checks-restored",
    ),
}
EQUAL = (
    "class Anything:\n    def __eq__(self, other):\n        return True\n"
    "    def __ne__(self, other):\n        return False\n"
)


def run(runner, *sources):
    ran = runner.run(changed_after_answering(*sources), limits=LIMITS)
    assert marks_are_fair(ran), [cell.status for cell in ran.cells.values()]
    return ran


@pytest.mark.parametrize("name", HOOKS)
def test_hooks_are_put_back_before_a_check(runner, name):
    ran = run(runner, HOOKS[name])
    assert codes(ran) == [("run.hooks-restored", "check-right", True)]


@pytest.mark.parametrize("name", LIBRARY)
def test_patches_are_put_back_before_a_check(runner, name):
    source, kind = LIBRARY[name]
    assert codes(run(runner, source)) == [(f"run.{kind}", "check-right", True)]


@pytest.mark.parametrize(
    "source",
    [
        "sum = 3",
        "check = 5",
        "check = hint = lambda *a: None",
        "import sys\nsys.stdout = open('elsewhere', 'w')",
        "from math import *",
        "import copy\nimport howcome.checks as c\ncopy.copy(c.well_done('yes'))\n"
        "copy.deepcopy(c.WellDone('yes')), c.WellDone.__annotations__",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])",
        "import statistics\nclass Dog:\n    def __eq__(self, other):\n"
        "        return self.name == other.name",
    ],
)
def test_what_honest_pupils_write_is_no_note(runner, source):
    assert not run(runner, source).notes


@pytest.mark.parametrize(
    "source",
    [
        EQUAL + "answer = Anything()",
        EQUAL.replace("Anything", "Sly(int)") + "answer = Sly(1)",
        "from unittest.mock import ANY as answer",
        EQUAL.replace("class", "    class")
        .replace("\n    ", "\n        ")
        .join(["def make():\n", "    return Anything()\nanswer = make()"]),
    ],
)
def test_an_object_equal_to_anything_keeps_its_mark_and_is_told(runner, source):
    plain = check_cell("assert answer == 42", "check-plain")
    ran = runner.run(notebook(SET_UP, code(source, "answer"), plain), limits=LIMITS)
    assert ran.cells[2].status == "ok"
    assert codes(ran) == [("run.equal-to-all", "check-plain", True)]


def test_code_that_still_runs_is_told(runner):
    source = (
        "import threading, time\n"
        "def wait():\n    time.sleep(60)\n"
        "threading.Thread(target=wait, daemon=True).start()"
    )
    assert codes(run(runner, source)) == [("run.threads", "check-right", True)]


def test_a_check_that_cannot_fail_is_not_passed(runner):
    """Only somebody who takes the guard apart gets here: then a teacher looks."""
    source = (
        "import ast, sys\n"
        "sys.modules['inside.guard'].Guard.restore = lambda self, source: []\n" + HOOKS["ast"]
    )
    ran = runner.run(changed_after_answering(source), limits=LIMITS)
    *_others, right, wrong = [ran.cells[place] for place in sorted(ran.cells)]
    assert right.status == wrong.status == "error"
    assert "A teacher will look" in right.outputs[-1]["evalue"]
    assert codes(ran) == [("run.canary", "check-right", True)]


def test_the_tag_skip_execution_skips_nothing(runner):
    wrong = check_cell("assert answer == 42", "check-answer", tags=["skip-execution"])
    ran = runner.run(notebook(SET_UP, ANSWER, wrong, RIGHT), limits=LIMITS)
    assert [ran.cells[place].status for place in (2, 3)] == ["error", "ok"]


def test_an_error_that_nobody_showed_is_shown(runner):
    ran = runner.run(
        notebook(
            code("%xmode Minimal"), code("get_ipython()._showtraceback = lambda *a: None\n1/0")
        ),
        limits=LIMITS,
    )
    assert ran.cells[1].status == "error"
    assert ran.cells[1].outputs[-1]["ename"] == "ZeroDivisionError"


def test_later_hidden_tests_are_not_in_memory_yet(runner):
    source = (
        "import gc\n"
        "words = [thing for thing in gc.get_objects() if isinstance(thing, str)]\n"
        "texts = str(list(map(str, globals().values()))) + str(words)\n"
        "'secret' + '-of-the-check' in texts, len(open('/proc/self/maps').read()) > 0"
    )
    looks = (
        "word = b'secret' + b'-of-the-check'\n"
        "found = 0\n"
        "with open('/proc/self/mem', 'rb', 0) as memory:\n"
        "    for line in open('/proc/self/maps'):\n"
        "        first, last = (int(n, 16) for n in line.split()[0].split('-'))\n"
        "        if ' r' in line and 'heap' in line:\n"
        "            memory.seek(first)\n"
        "            found += word in memory.read(last - first)\n"
        "found"
    )
    hidden = check_cell("assert answer == 42, 'secret-of-the-check'", "check-answer")
    ran = runner.run(
        notebook(SET_UP, code(source), code(looks), ANSWER, hidden, RIGHT), limits=LIMITS
    )
    assert texts(ran, 1) == "(False, True)"
    assert texts(ran, 2) == "0"
    assert "secret-of-the-check" in texts(ran, 4)
