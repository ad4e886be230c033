"""A pupil's feedback: what stands on the page, and what must never stand there."""

import html
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from report_course import (
    E05,
    H04,
    M04,
    ON_TIME,
    all_right,
    cell,
    clicked,
    copies,
    desk,
    failed,
    make_course,
    passed,
    words,
)

from howcome.words import words as activity_words
from howcome_instructor.course.folder import open_course
from howcome_instructor.course.roster.pupil import Pupil
from howcome_instructor.course.stock import gradebook_of
from howcome_instructor.errors import BadInput
from howcome_instructor.export.feedback import addressed
from howcome_instructor.grade.notes import NEEDS_TEACHER, NOT_GRADABLE, Note
from howcome_instructor.grade.report import write_all, write_feedback
from howcome_instructor.grade.report.lesson import lesson_of

ONE = "amber-otter"
HIDDEN = (
    """three = pd.DataFrame({"bus_line": list("AABBBBCC"), "on_time": [1, 1, 0, 0, 0, 1, 1, 0]})"""
)
"""A line of the hidden tests of h04's gap."""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A course in which nobody has handed in: made once, copied for each test."""
    return make_course(
        tmp_path_factory.mktemp("fresh") / "course",
        lessons=(M04, H04, E05),
        pupils=(ONE, "blue-heron", Pupil("calm-lynx", "Lynx", "Calm", language="es")),
    )


@pytest.fixture
def course(fresh, tmp_path):
    """A course of this test's own."""
    return open_course(shutil.copytree(fresh.root, tmp_path / "course"))


def read(course, student=ONE, lesson=M04) -> str:
    """A pupil's page, as it was written."""
    return write_feedback(course, lesson, student).read_text(encoding="utf-8")


def by_hand(desk_, student, points, comment=None, name="letter"):
    """What a teacher does in Formgrader."""
    grade = desk_.ledger.gradebook.find_grade("letter", M04, M04, student)
    grade.manual_score, grade.needs_manual_grade = points, False
    if comment:
        found = desk_.ledger.gradebook.find_comment(name, M04, M04, student)
        found.manual_comment = comment
    desk_.ledger.gradebook.db.commit()


def test_the_page_is_where_nbgrader_looks_for_it(course):
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()))
    path = write_feedback(course, "m04", ONE)
    assert path == course.root / "feedback" / ONE / M04 / f"{M04}.html"


def test_what_is_right_comes_first_then_what_to_look_at(course):
    with desk(course) as d:
        notebook, wrong = copies(d.notebook())
        d.grade(ONE, notebook, misconceptions=wrong)
    said = words(read(course))
    order = [
        "Who is missing?",
        "3 of 6 points so far",
        "You got 2 of 4 tasks right.",
        "2 more points are still with your teacher.",
        "What you got right",
        "Task 1 Open the mistakes",
        "1 of 1 point · right",
        "80 deep-sea fish were called other.",
        "What to look at again",
        "Task 3 Cards that are new, cards that are copies",
        "0 of 1 point · look again",
        "The check said: Compare line 3 with line 4 of your table.",
        "Many people think: Copying the few cards is as good as making new ones.",
        "Ask yourself: If I ask the same person five times, how many opinions do I have?",
        "Still with your teacher",
        "Write to the crew",
        "2 points to earn",
    ]
    places = [said.find(one) for one in order]
    assert -1 not in places, [one for one, at in zip(order, places, strict=True) if at < 0]
    assert places == sorted(places)


def test_everything_right_says_so(course):
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()))
        by_hand(d, ONE, 2)
    said = words(read(course))
    assert "6 of 6 points" in said
    assert "Everything is right. Well done!" in said
    assert "look again" not in said
    assert "so far" not in said


def test_the_answers_stand_on_the_page(course):
    with desk(course) as d:
        notebook = all_right(d.notebook(), "The small group pays & nobody <sees> it.\nReally.")
        clicked(notebook, "mend", {"counts": {}}, "<table><tr><td>120</td></tr></table>", "120")
        cell(notebook, "answer-mend")["source"] = "# how to type it\nmend.answer(counts={})"
        d.grade(ONE, notebook)
    page = read(course)
    assert "The small group pays &amp; nobody &lt;sees&gt; it.\nReally." in page
    assert "<table><tbody><tr><td>120</td></tr></tbody></table>" in page
    assert "<pre>mend.answer(counts={})</pre>" in page


def test_code_and_what_it_put_out(course):
    with desk(course) as d:
        notebook = d.notebook(H04)
        gap = cell(notebook, "gap")
        gap["source"] = "def gap(table, measure):\n    return 1 < 2"
        gap["outputs"] = [
            {"output_type": "stream", "name": "stdout", "text": ["one\n", "\x1b[31mtwo\x1b[0m"]},
            {"output_type": "error", "ename": "KeyError", "evalue": "'a'", "traceback": ["secret"]},
        ]
        failed(notebook, "check-gap", "That is a share. Times 100 makes it points.")
        d.grade(ONE, notebook, H04)
    page = read(course, lesson=H04)
    assert "<pre>def gap(table, measure):\n    return 1 &lt; 2</pre>" in page
    assert '<pre class="printed">one\ntwo</pre>' in page
    assert '<pre class="printed">KeyError: &#39;a&#39;</pre>' in page
    assert "secret" not in page


def test_nothing_that_runs_a_sentence_about_starting_again_is_left(course):
    with desk(course) as d:
        notebook = all_right(d.notebook())
        sentence = activity_words("shared")["no_kernel"]
        assert "press Start" in sentence
        kept = f"<p>120</p><p>{sentence}</p>"
        clicked(notebook, "mend", {"counts": {}}, kept, "120")
        d.grade(ONE, notebook)
    assert "press Start" not in read(course)


@pytest.mark.parametrize("lesson", [M04, H04])
def test_no_check_no_hidden_test_and_no_solution_is_on_the_page(course, lesson):
    source = json.loads(course.source(lesson).read_text(encoding="utf-8"))
    with desk(course) as d:
        notebook = d.notebook(lesson)
        for one in notebook["cells"]:
            own = one["metadata"].get("nbgrader", {})
            if own.get("grade") and one["cell_type"] == "code":
                text = one["source"].splitlines()
                failed(notebook, own["grade_id"], "Not yet.", trace=[f"---> {x}" for x in text])
        d.grade(ONE, notebook, lesson)
    page = html.unescape(read(course, lesson=lesson))
    assert lesson_of(course, lesson).hidden
    for one in source["cells"]:
        own = one["metadata"].get("nbgrader", {})
        text = "".join(one["source"])
        if own.get("grade") and one["cell_type"] == "code":
            for line in text.splitlines():
                assert len(line.strip()) < 12 or line.strip() not in page
        for solution in re.findall(r"### BEGIN SOLUTION\n(.*?)### END", text, re.DOTALL):
            for line in solution.splitlines():
                assert len(line.strip()) < 12 or line.strip() not in page


def test_the_guide_s_wrong_answers_stay_in_the_guide(course):
    with desk(course) as d:
        d.grade(ONE, d.notebook(H04), H04, misconceptions={"check-gap": "h04-heads"})
    said = words(read(course, lesson=H04))
    assert "Comparing how many people is the same as comparing which share." in said
    assert "counts.max()" not in said


@pytest.mark.parametrize(
    ("name", "sentence", "shown", "never"),
    [
        ("NameError", "name 'tabel' is not defined", "NameError: name 'tabel' is not", ""),
        ("MyOwnError", "words of a pupil", "An error stopped your code: MyOwnError", "of a pupil"),
        ("AssertionError", "gap(three, 'x') == 75", "Try your answer on another", "gap(three"),
        ("NotYet", "Shares <b>first</b>.", "The check said: Shares <b>first</b>.", ""),
        ("TypeError", HIDDEN, "An error stopped your code: TypeError", "AABBBBCC"),
        ("NotYet", f"seen: {HIDDEN}", "Try your answer on another example.", "AABBBBCC"),
    ],
)
def test_an_error_is_one_sentence(course, name, sentence, shown, never):
    assert HIDDEN in course.source(H04).read_text(encoding="utf-8").replace('\\"', '"')
    with desk(course) as d:
        notebook = d.notebook(H04)
        cell(notebook, "gap")["source"] = "def gap(table, measure):\n    return 1"
        failed(notebook, "check-gap", sentence, name, trace=["assert gap(three) == 75"])
        d.grade(ONE, notebook, H04)
    said = words(read(course, lesson=H04))
    assert shown in said
    assert not never or never not in said
    assert "assert gap" not in said


def test_a_task_without_an_answer_says_where_to_begin(course):
    with desk(course) as d:
        notebook = d.notebook(H04)
        failed(notebook, "check-equal-chance", "Move the bar of line B, then run this cell again.")
        failed(notebook, "check-gap", "name 'gap' is not defined", "NameError")
        d.grade(ONE, notebook, H04)
    said = words(read(course, lesson=H04))
    assert "There was no answer in your file yet." in said
    assert "0 of 2 points · not answered yet" in said
    assert "Move the bar of line B" in said
    assert "NameError" not in said


def test_an_activity_nobody_touched_shows_no_answer(course):
    with desk(course) as d:
        notebook = d.notebook()
        clicked(notebook, "mend", None, "<p>as it stood at first</p>", "at first")
        d.grade(ONE, notebook)
    assert "as it stood at first" not in read(course)


def test_points_and_comments_of_the_teacher(course):
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()))
        by_hand(d, ONE, 1, "You say who pays.\n<i>How come</i>?")
        by_hand(d, ONE, 1, "A fine mix.", name="answer-mend")
    page = read(course)
    assert "1 of 2 points · partly right" in words(page)
    assert "You say who pays.\n&lt;i&gt;How come&lt;/i&gt;?" in page
    assert page.index("A fine mix.") < page.index("You say who pays.")


def test_marking_again_keeps_what_the_teacher_gave(course):
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()))
        by_hand(d, ONE, 1, "Say how come.")
        d.grade(ONE, all_right(d.notebook()))
    said = words(read(course))
    assert "1 of 2 points · partly right" in said
    assert "Say how come." in said


def test_in_spanish(course):
    with desk(course) as d:
        notebook, wrong = copies(d.notebook())
        d.grade("calm-lynx", notebook, misconceptions=wrong, notes=[Note("mark.older-marks")])
        notebook, wrong = copies(d.notebook())
        d.grade(ONE, notebook, misconceptions=wrong, language="es")
    for student in ("calm-lynx", ONE):  # by the roster, and by the copy
        page = read(course, student)
        assert '<html lang="es">' in page
        assert "Lo que hiciste bien" in page
        assert "3 de 6 puntos" in page
        assert '<q lang="en">Compare line 3 with line 4 of your table.</q>' in page
    with desk(course) as d:
        d.grade("calm-lynx", all_right(d.notebook()), language="en")
    assert '<html lang="en">' in read(course, "calm-lynx")


@pytest.mark.parametrize("name", ["KeyboardInterrupt", "CellTimeoutError"])
def test_a_cell_that_was_stopped_is_said_in_words(course, name):
    with desk(course) as d:
        notebook = d.notebook(H04)
        cell(notebook, "gap")["source"] = "while True:\n    pass"
        failed(notebook, "gap", "", name)
        failed(notebook, "check-gap", "", name)
        d.grade(ONE, notebook, H04)
    page = read(course, lesson=H04)
    assert name not in page
    assert words(page).count("It took too long and was stopped.") == 2


def test_chosen_sentences_are_not_joined_by_a_semicolon(course):
    with desk(course) as d:
        notebook = all_right(d.notebook())
        told = "Your answer: They are not.; With equal chances more."
        clicked(notebook, "which", {"value": ["a", "b"]}, f"<p>{told}</p>", told)
        d.grade(ONE, notebook)
    assert "Your answer: They are not. With equal chances more." in words(read(course))


def test_the_page_that_is_handed_back_names_its_pupil_and_the_course_s_own_does_not(course):
    course = replace(course, pseudonyms=True)
    with desk(course) as d:
        d.grade("calm-lynx", all_right(d.notebook(), "I, calm-lynx, think so."))
        d.grade(ONE, all_right(d.notebook()), language="es")
    own = read(course, "calm-lynx")
    assert "Comentarios para calm-lynx" in words(own)
    path = course.feedback("calm-lynx", M04) / f"{M04}.html"
    given = addressed(path, Pupil("calm-lynx", "Ana <3", "Calm")).decode()
    assert "Comentarios para Ana <3 Calm" in words(given)
    # that one line, and not a word of the pupil's own
    assert given == own.replace("para calm-lynx", "para Ana &lt;3 Calm", 1)
    assert "I, calm-lynx, think so." in words(given)
    assert path.read_text(encoding="utf-8") == own
    assert addressed(path, Pupil("calm-lynx")).decode() == own  # of whom no name is known


def test_a_file_that_could_not_be_marked(course):
    with desk(course) as d:
        d.refuse(ONE, NOT_GRADABLE)
        d.refuse("blue-heron", NEEDS_TEACHER, notes=[Note("mark.memory")])
    said = words(read(course))
    assert "Your file has arrived, but it could not be marked." in said
    assert "Ask your teacher how to hand it in once more." in said
    assert "of 6 points" not in said
    said = words(read(course, "blue-heron"))
    assert "Your work has arrived safely." in said
    assert "memory" not in said  # the machine's trouble is not the pupil's


def test_marks_of_earlier_work_are_called_so(course):
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()))
        d.refuse(ONE, NOT_GRADABLE)
    said = words(read(course))
    assert "What stands below is about the work you handed in before." in said
    assert "Open the mistakes" in said
    assert "of 6 points" not in said


def test_late_work_with_and_without_more_time(course):
    config = course.root / "nbgrader_config.py"
    config.write_text(
        config.read_text() + "c.AssignLatePenalties.plugin_class = 'a_point.Off'\n"
        "import sys; sys.path.insert(0, str(Path(__file__).parent))\n"
    )
    (course.root / "a_point.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class Off(BasePlugin):\n"
        "    def late_submission_penalty(self, student, score, late):\n"
        "        return 1.0\n"
    )
    late = ON_TIME + timedelta(days=2, hours=10)
    try:
        with desk(course) as d:
            d.grade(ONE, all_right(d.notebook()), handed_in=late)
            d.grade("blue-heron", all_right(d.notebook()), handed_in=late)
    finally:
        sys.path.remove(str(course.root))
    said = words(read(course))
    assert "3 of 6 points so far" in said
    assert "That was 2 days and 3 hours after the due date. 1 point was taken off for that." in said
    with gradebook_of(course) as gradebook:
        gradebook.grant_extension(M04, "blue-heron", days=3)
    said = words(read(course, "blue-heron"))
    assert "You were given 3 days more." in said
    assert "after the due date" not in said


def test_notes_stand_with_their_task_or_at_the_end(course, monkeypatch):
    sentences = {
        "restored": {"teacher": "Put back.", "pupil": "Leave the check of {cell} as it is."},
        "named": {"teacher": "Found.", "pupil": "Hand in `m04.ipynb` under its own name."},
    }
    monkeypatch.setattr("howcome_instructor.grade.notes._sentences", lambda _part, _lang: sentences)
    notes = [Note("mend.restored", cell="check-mend"), Note("mend.named"), Note("mend.named")]
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()), notes=notes)
    page = read(course)
    card = page[page.index("Mend it") : page.index("Cards that are new")]
    assert "Leave the check of check-mend as it is." in card
    end = page[page.index("For next time") :]
    assert end.count("Hand in <code>m04.ipynb</code> under its own name.") == 1


ODD = [
    lambda nb: nb.update(cells="none"),
    lambda nb: nb.update(cells=[None, 3, "a", {"metadata": 4}, {"metadata": {"nbgrader": []}}]),
    lambda nb: cell(nb, "mend").update(outputs={"a": 1}),
    lambda nb: cell(nb, "mend").update(outputs=[None, {"data": 4}, {"data": {"text/html": 5}}]),
    lambda nb: cell(nb, "letter").update(source={"a": 1}, attachments=[1]),
    lambda nb: cell(nb, "letter").update(attachments={"a.png": {"image/png": 4}, "b": 5}),
    lambda nb: cell(nb, "check-mend").update(outputs=[{"output_type": "error"}]),
    lambda nb: cell(nb, "answer-mend").update(source=None, outputs=[{"output_type": "stream"}]),
    lambda nb: cell(nb, "letter").update(source="\ud800 half a sign"),
]


@pytest.mark.parametrize("spoil", ODD)
def test_an_odd_notebook_still_gives_a_page(course, spoil):
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()))
    path = course.autograded(ONE, M04) / f"{M04}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    spoil(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert "4 of 6 points" in words(read(course))


def test_a_page_that_cannot_be_made_costs_nobody_else_theirs(course, monkeypatch):
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()))
        d.grade("blue-heron", all_right(d.notebook()))
    from howcome_instructor.grade.report import feedback

    real = feedback.answer

    def answer(task, cells, *more):
        if "amber" in cells.get("letter", {}).get("source", ""):
            raise ZeroDivisionError
        return real(task, cells, *more)

    monkeypatch.setattr(feedback, "answer", answer)
    path = course.autograded(ONE, M04) / f"{M04}.ipynb"
    path.write_text(path.read_text().replace("The deep-sea creatures pay.", "amber"))
    write_all(course)
    said = words((course.feedback(ONE, M04) / f"{M04}.html").read_text())
    assert "4 of 6 points" in said
    assert "Your answers could not be shown on this page." in said
    assert "The deep-sea creatures pay." in read(course, "blue-heron")
    page = words((course.reports / f"{M04}.html").read_text())
    assert "was written without the answers" in page
    monkeypatch.undo()
    write_all(course)
    assert "was written without" not in words((course.reports / f"{M04}.html").read_text())


def test_only_what_changed_is_written(course):
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()))
        d.grade("blue-heron", all_right(d.notebook()))
    first = write_all(course)
    assert len(first) == 2 + 3 + 1  # feedback, a page a lesson, and the index
    assert write_all(course) == []
    with desk(course) as d:
        by_hand(d, ONE, 2)
    changed = {path.name for path in write_all(course)}
    assert changed == {f"{M04}.html", "index.html"}
    assert not list(course.root.rglob("*.part"))


def test_only_the_lessons_asked_for(course):
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()))
        d.grade(ONE, d.notebook(H04), H04)
    write_all(course, [H04])
    assert not course.feedback(ONE, M04).exists()
    assert course.feedback(ONE, H04).exists()


def test_nothing_to_write_is_one_sentence(course):
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()))
    for student, lesson in (("nobody", M04), ("blue-heron", M04), (ONE, "x99")):
        with pytest.raises(BadInput):
            write_feedback(course, lesson, student)
    course.gradebook.unlink()
    with pytest.raises(BadInput, match="missing"):
        write_feedback(course, M04, ONE)


def test_an_id_cannot_lead_out_of_the_course(course):
    from howcome_instructor.grade.report.pages import write

    with pytest.raises(ValueError, match="not inside"):
        write(course, course.feedback("../..", M04) / "page.html", "words")


def test_names_are_shown_unless_the_course_keeps_pseudonyms(course):
    with desk(course) as d:
        d.grade("calm-lynx", all_right(d.notebook()), language="en")
    assert "Feedback for Lynx Calm" in words(read(course, "calm-lynx"))
    secret = replace(course, pseudonyms=True)
    assert "Feedback for calm-lynx" in words(read(secret, "calm-lynx"))
    assert "Lynx" not in read(secret, "calm-lynx")


def test_an_elementary_lesson_whose_letter_is_checked(course):
    with desk(course) as d:
        notebook = d.notebook(E05)
        clicked(notebook, "letter", {"value": "Show boots."}, "<p>Show boots.</p>", "Show boots.")
        passed(notebook, "check-letter", "Your sentence is kept.")
        d.grade(ONE, notebook, E05)
    said = words(read(course, lesson=E05))
    assert "1 of 5 points" in said
    assert "Task 4 Think together" in said
    assert "Show boots." in said


def test_nbgrader_s_own_commands_give_our_pages_and_release_them(course, tmp_path):
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    config = course.root / "nbgrader_config.py"
    config.write_text(
        config.read_text() + f"c.Exchange.root = {str(exchange)!r}\n"
        "c.GenerateFeedback.exporter_class = "
        "'howcome_instructor.grade.report.stock.FeedbackExporter'\n"
    )
    submitted = course.submitted(ONE, M04)
    submitted.mkdir(parents=True)
    (submitted / "submission_secret.txt").write_text("5" * 128)
    (submitted / "timestamp.txt").write_text("2026-11-20 09:00:00.000000 UTC")
    with desk(course) as d:
        d.grade(ONE, all_right(d.notebook()))
        d.grade("blue-heron", all_right(d.notebook()))  # by mail: it has no secret
    write_all(course)
    page = course.feedback(ONE, M04) / f"{M04}.html"
    ours = page.read_text(encoding="utf-8")
    assert (page.parent / "submission_secret.txt").read_text() == "5" * 128
    write_all(course)
    _nbgrader(course, "generate_feedback", M04, "--force")
    assert page.read_text(encoding="utf-8") == ours
    _nbgrader(course, "release_feedback", M04)
    released = list((exchange / "period-3" / "feedback").glob("*.html"))
    assert len(released) == 2
    assert ours in [one.read_text(encoding="utf-8") for one in released]


def _nbgrader(course, *arguments):
    command = [sys.executable, "-m", "nbgrader", *arguments]
    ran = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-3000:]
