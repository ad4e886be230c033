"""A lesson's runs: each way once, as its author and as marking run it."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from nbformat.v4 import new_output

from howcome_instructor.check import runs
from howcome_instructor.check.finding import NotDone
from howcome_instructor.check.rules import chosen
from howcome_instructor.check.rules.answers.visible_without_hint import is_vague
from howcome_instructor.check.rules.runs import slow
from howcome_instructor.check.rules.runs._minutes import estimate
from howcome_instructor.check.rules.runs.differs_twice import shown
from howcome_instructor.check.runs import AuthorRun, answer_cell, failure

from .faults import Copy
from .faults_runs import small


@pytest.fixture
def lesson(tmp_path) -> Copy:
    """The first question of e05."""
    copy = Copy(tmp_path, "e05")
    small(copy)
    return copy


@pytest.fixture
def draft(lesson):
    """It under check; the runs are closed at the end."""
    made = lesson.draft()
    with closing(made.runs):
        yield made


def test_the_small_lesson_of_the_faults_is_right(lesson, draft):
    lesson.save()
    quiet = ("answers.wrong_without_task", "answers.points_do_not_add_up")  # of the other tasks
    for rule in chosen(["runs", "answers"]):
        if rule.name not in quiet:
            assert list(rule.findings(draft)) == [], rule.name


def test_the_authors_run_tells_time_by_cell_and_memory(lesson, draft):
    lesson.code("set-up", "sum(range(3_000_000))", "busy")
    lesson.code("check-why", "assert why.answered", "claims")
    lesson.cell("claims").metadata["tags"] = ["author-only"]
    lesson.save()
    run = draft.runs.author
    assert run.stopped is None
    assert run.error == ""
    assert max(run.seconds, key=run.seconds.get) in ("busy", "guess")  # what imports the most
    assert run.seconds["busy"] > 0.01
    assert "claims" in run.seconds
    assert all(20e6 < held < 500e6 for held in run.memory.values())
    assert "boots" in run.notebook.cells[1].outputs[0].data["text/plain"]
    assert run is draft.runs.author
    assert "claims" not in draft.runs.again.seconds
    assert "claims" not in draft.runs.plain.seconds


def test_what_an_earlier_run_left_does_not_name_the_wrong_cell(lesson, draft):
    lesson.code("set-up", "1 / 0")
    lesson.tidy = False
    lesson.cell("check-why").outputs = [new_output("stream", name="stdout", text="old")]
    lesson.cell("check-why").execution_count = 9
    lesson.save()
    assert draft.runs.author.stopped == "added"
    assert draft.runs.author.error == "ZeroDivisionError: division by zero"


def test_a_cell_that_does_not_end_is_stopped(lesson, draft, monkeypatch):
    monkeypatch.setattr(runs, "LONGEST", 1)
    lesson.code("set-up", "while True: pass")
    lesson.save()
    assert draft.runs.author.stopped == "added"
    assert draft.runs.author.error == "It ran longer than 1 seconds"


def test_python_that_ends_is_told(lesson, draft):
    lesson.code("set-up", "import os; os._exit(1)")
    lesson.save()
    assert (draft.runs.author.stopped, draft.runs.author.error) == (
        "added",
        "Python ended while it ran",
    )


def test_a_cell_that_is_to_fail_may_fail(lesson, draft):
    lesson.code("set-up", "boots", "look-error")
    lesson.cell("look-error").metadata["tags"] = ["raises-exception"]
    lesson.save()
    names = [rule.name for rule in chosen(["runs"])] + ["answers.refuses_right"]
    assert [one for rule in chosen(names) for one in rule.findings(draft)] == []


def test_a_check_run_in_a_notebook_does_not_read_that_notebooks_answers(lesson, draft, monkeypatch):
    monkeypatch.setenv("HOWCOME_NOTEBOOK", "/somewhere/mine.ipynb")
    monkeypatch.setenv("JPY_SESSION_NAME", "/somewhere/mine.ipynb")
    lesson.code(
        "set-up",
        "import os\nprint([name for name in os.environ if name in "
        "('HOWCOME_NOTEBOOK', 'JPY_SESSION_NAME')])",
    )
    lesson.save()
    added = next(cell for cell in draft.runs.author.notebook.cells if cell.id == "added")
    assert added.outputs[0].text == "[]\n"


def test_a_wrong_answer_runs_to_its_check_and_once(lesson, draft):
    lesson.code("check-why", "print('later')", "later")
    lesson.save()
    wrong = {"why": {"value": "too-few"}}
    ran = draft.runs.visible(wrong)
    assert ran["check-why"].misconception == "e05-more-of-the-same"
    assert "later" not in ran
    assert "later" in draft.runs.right
    assert draft.runs.visible(dict(wrong)) is ran
    assert draft.runs.marked(wrong) is not ran
    assert draft.runs.right["check-why"].status == "ok"
    assert draft.runs.empty["check-why"].status == "error"
    assert draft.runs.handed_out["check-why"].misconception is None


def test_only_marking_runs_hidden_checks(lesson, draft):
    hidden = '### BEGIN HIDDEN TESTS\ncheck(False, "Never.")\n### END HIDDEN TESTS\n'
    lesson.swap("check-why", "well_done", f"{hidden}well_done")
    lesson.save()
    assert draft.runs.visible()["check-why"].status == "ok"
    assert failure(draft.runs.right["check-why"].outputs) == "NotYet: Never."


def test_without_a_sandbox_marking_runs_all_the_same(lesson, draft, monkeypatch):
    monkeypatch.setattr(runs.Runs, "shut_in", False)
    lesson.save()
    assert draft.runs.visible()["check-why"].status == "ok"
    assert draft.runs.visible({"why": {"value": "too-hard"}})["check-why"].status == "error"
    (rule,) = chosen(["runs.needs_network"])
    with pytest.raises(NotDone, match="no sandbox here"):
        list(rule.findings(draft))


def test_why_no_copy_can_be_made(lesson, draft):
    lesson.swap("answer-why", "### END SOLUTION", "")
    lesson.save()
    assert draft.runs.copy_error
    for rule in chosen(["answers", "runs.pupil_stops_elsewhere"]):  # each of them lives with it
        said = [one.said for one in rule.findings(draft)]
        assert not any("could not be checked" in one for one in said), rule.name


def test_an_answer_cell_without_a_line_to_answer_by():
    assert answer_cell("gap = 3", "def gap(): ...") == "gap = 3"
    with pytest.raises(ValueError, match=r"no line such as"):
        answer_cell({"value": 3}, "def gap(): ...")


def test_a_long_error_is_cut():
    long = {"output_type": "error", "ename": "ValueError", "evalue": "boot " * 200}
    assert len(failure([long])) <= 240
    assert failure([long]).endswith(" …")
    assert failure([]) == failure(None) == ""


class _Ran:
    """What a rule that only looks at the author's run needs of a draft."""

    def __init__(self, draft, **ran):
        self.notebook = draft.notebook
        self.runs = type("Runs", (), {"author": AuthorRun(draft.notebook, **ran)})


def test_slow_lessons_and_slow_claims_are_counted_apart(tmp_path):
    draft = Copy(tmp_path, "e05").draft()
    assert list(slow.check(_Ran(draft, seconds={"look": 9, "mix": 9, "claims": 50}))) == []
    found = list(slow.check(_Ran(draft, seconds={"look": 9, "mix": 12, "claims": 61})))
    assert [where for where, _ in found] == ["mix", "claims"]
    assert "21 seconds" in found[0][1]
    assert "61 seconds" in found[1][1]
    assert list(slow.check(_Ran(draft, stopped="mix", error="It ran longer"))) == []


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("<Boot object at 0x7f32a3b10f90>", "<Boot object at 0x7f11c3b10a20>"),
        ("id 5c3ddc69412e4a6c9e9abbdc93aed5d8", "id 1e8efc98c48e44c5a3508a10e13e3862"),
        ("id 5c3ddc69-412e-4a6c-9e9a-bbdc93aed5d8", "id 1e8efc98-c48e-44c5-a350-8a10e13e3862"),
        ('id="howcome-0123456789abcdef"', 'id="howcome-fedcba9876543210"'),
        ("#T_1a2b3_row0 {}", "#T_9f8e7_row0 {}"),
        ("/tmp/ipykernel_4211/99.py", "/tmp/ipykernel_12/345.py"),
    ],
)
def test_what_is_another_each_time_by_its_nature_is_not_compared(text, other):
    one, two = ([new_output("stream", name="stdout", text=said)] for said in (text, other))
    assert shown(one) == shown(two)
    assert shown(one) != shown([new_output("stream", name="stdout", text="32 boots")])


def test_warnings_and_ids_of_widgets_are_not_compared():
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "a"}, "text/plain": "Ask"}
    warning = new_output("stream", name="stderr", text="a warning")
    assert shown([new_output("display_data", data=view), warning]) == {"text/plain": "Ask\n"}


def test_sentences_that_say_what_to_look_at_are_no_verdicts(tmp_path):
    for sentence in ("Move a slider first.", "That is a share. Times 100 makes it points."):
        assert not is_vague(sentence)
    for verdict in ("Wrong.", "No, that is not correct!", "Try again.", "Not quite right yet", ""):
        assert is_vague(verdict)


@pytest.mark.parametrize(("name", "least"), [("e05", 15), ("m04", 12), ("h04", 20)])
def test_the_estimate_of_minutes_leaves_time_to_play_and_talk(tmp_path, name, least):
    draft = Copy(tmp_path, name).draft()
    assert least < estimate(draft).all < 0.6 * draft.record["minutes"]


def test_a_question_that_is_credited_when_done_takes_every_choice(lesson, draft):
    """Nothing is right or wrong about it: no finding."""
    lesson.cell("why").source = (
        'why = Ask("Who should look in the box?", name="why",\n'
        '    choices={"a": "A grown-up.", "no-boots": "A pupil.", "c": "Both."})\nwhy'
    )
    lesson.cell("check-why").source = 'check(why.answered, "Press one answer first.")'
    lesson.swap_guide("task: why", "note: why")
    lesson.save()
    for rule in chosen(["answers"]):
        if rule.name not in ("answers.wrong_without_task", "answers.points_do_not_add_up"):
            assert list(rule.findings(draft)) == [], rule.name


def test_a_lesson_without_checks_is_no_fault(lesson, draft):
    lesson.notebook.cells = lesson.notebook.cells[:2]
    lesson.swap_guide('stage: "3-5"', "stage: TK-2")
    lesson.guide = re.sub(r"misconceptions:\n.*(?=care:)", "", lesson.guide, flags=re.DOTALL)
    lesson.swap_guide("Marks, 5 in all", "Listen")
    lesson.save()
    assert [one for rule in chosen(["runs", "answers"]) for one in rule.findings(draft)] == []


def test_odd_records_end_in_findings(lesson, draft):
    lesson.guide = (
        "---\nminutes: [1]\nmisconceptions:\n  - {id: 3, wrong: {1: 2}, task: why}\n"
        "  - {id: x, task: [why], wrong: 5}\n  - {id: z, wrong: 2026-01-01, task: why}\n"
        "  - 7\n---\n"
    )
    lesson.save()
    found = [
        one for rule in chosen(["answers", "runs.minutes_too_few"]) for one in rule.findings(draft)
    ]
    assert not any("could not be checked" in one.said for one in found)
    assert {one.rule for one in found} == {
        "answers.wrong_cannot_be_given",
        "answers.wrong_without_task",
    }
