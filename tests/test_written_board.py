"""Marking by hand: into nbgrader's gradebook at once, and never over somebody else's mark."""

import json
import time

import pytest
from written_course import H04, LETTERS, M04, TRY, WrittenCourse, class_with_all_kinds, small_class

from howcome_instructor.errors import BadInput
from howcome_instructor.written.answers import clean, read_notebook
from howcome_instructor.written.board import Board, Conflict, Refused
from howcome_instructor.written.questions import keys_of


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> WrittenCourse:
    return small_class(tmp_path_factory.mktemp("small") / "course")


@pytest.fixture(scope="module")
def all_kinds(tmp_path_factory) -> WrittenCourse:
    return class_with_all_kinds(tmp_path_factory.mktemp("kinds") / "course")


@pytest.fixture
def course(made, tmp_path) -> WrittenCourse:
    return made.copy(tmp_path / "course")


@pytest.fixture
def open_board():
    boards = []

    def open_one(course: WrittenCourse, lesson: str | None = None) -> Board:
        board = Board(course.course)
        boards.append(board)
        board.choose(lesson)
        board.read()
        return board

    yield open_one
    for board in boards:
        board.book.close()


def find(board: Board, text: str) -> str:
    """The id of the one answer with this text."""
    (found,) = [
        name
        for name, answer in board.state()["answers"].items()
        if [part["text"] for part in answer["parts"]] == [text]
    ]
    return found


def change(board: Board, name: str, **after) -> dict:
    now = board.state()["answers"][name]
    before = {key: now[key] for key in ("score", "needs", "comment")}
    return {"id": name, "before": before, "after": before | after}


def test_a_mark_is_in_the_gradebook_as_formgrader_would_have_put_it(course, open_board):
    board = open_board(course)
    name = find(board, LETTERS[3])
    now = board.apply([change(board, name, score=1, needs=False, comment=" Who pays? ")])
    assert now[name]["score"] == 1
    assert course.grade(M04, "p04", "letter") == (1.0, False, "Who pays?")
    with course.gradebook() as book:
        submission = book.find_submission(M04, "p04")
        assert submission.written_score == 1.0
        assert not submission.notebooks[0].to_dict()["needs_manual_grade"]
        assert book.find_comment("letter", M04, M04, "p04").comment == "Who pays?"
    untouched = course.all_grades(M04, "letter") | {"p04": None}
    assert set(untouched.values()) == {None, (None, True, None), (None, False, None)}


def test_who_has_written_nothing_needs_no_mark_and_may_get_one(course, open_board):
    board = open_board(course)
    (empty,) = [
        group for group in board.state()["questions"][0]["groups"] if group["kind"] == "empty"
    ]
    answers = board.state()["answers"]
    assert [(answers[one]["auto"], answers[one]["needs"]) for one in empty["answers"]] == [
        (0, False)
    ] * 2
    one = empty["answers"][0]
    board.apply([change(board, one, score=0.5, comment="Told me.")])
    assert board.state()["answers"][one]["score"] == 0.5
    board.apply([change(board, one, score=None, comment="")])
    assert course.grade(M04, board.names([one])[one], "letter") == (None, False, None)


def test_nothing_says_who_wrote_what_until_it_is_asked(course, open_board):
    for pupil, first, last in [("p01", "Amber", "Otter"), ("p02", None, None)]:
        with course.gradebook() as book:
            book.update_or_create_student(pupil, first_name=first, last_name=last)
    board, second = open_board(course), open_board(course)
    sent = json.dumps(board.state())
    for trace in ("p01", "p22", "Amber", "Otter", "/p0"):
        assert trace not in sent
    assert set(board.state()["answers"]).isdisjoint(second.state()["answers"]), "ids of one start"
    orders = [group["answers"] for group in board.state()["questions"][0]["groups"]]
    pupils = [board.names([one])[one] for order in orders for one in order]
    assert pupils != sorted(pupils), "the order is not the roster's"
    one, two = find(board, LETTERS[0]), find(board, LETTERS[1])
    assert board.names([one, two, "x"]) == {one: "Amber Otter (p01)", two: "p02"}
    before = set(board.state()["answers"])
    board.read()
    assert set(board.state()["answers"]) == before, "reading anew keeps the ids"


def test_two_windows_do_not_overwrite_each_other(course, open_board):
    mine, theirs = open_board(course), open_board(course)
    first, second = (find(mine, LETTERS[place]) for place in (0, 1))
    theirs.apply([change(theirs, find(theirs, LETTERS[0]), score=2, needs=False)])
    wanted = [change(mine, one, score=0, needs=False) for one in (second, first)]
    with pytest.raises(Conflict) as refused:
        mine.apply(wanted)
    assert refused.value.reason == "mark-changed"
    assert [(one["score"], one["needs"]) for one in refused.value.answers.values()] == [(2, False)]
    assert course.grade(M04, "p01", "letter") == (2.0, False, None)
    assert course.grade(M04, "p02", "letter") == (None, True, None), "all or nothing"
    mine.apply([change(mine, one, score=0, needs=False) for one in (second, first)])
    assert course.grade(M04, "p01", "letter")[0] == 0


def test_a_comment_written_in_formgrader_is_not_overwritten_either(course, open_board):
    board = open_board(course)
    name = find(board, LETTERS[0])
    wanted = change(board, name, score=1, needs=False, comment="Mine")
    with course.gradebook() as book:
        book.find_comment("letter", M04, M04, "p01").manual_comment = "Theirs\n"
        book.db.commit()
    with pytest.raises(Conflict):
        board.apply([wanted])
    assert course.grade(M04, "p01", "letter") == (None, True, "Theirs\n")
    board.apply([change(board, name, score=1, needs=False)])
    assert course.grade(M04, "p01", "letter")[:2] == (1.0, False)


def test_comments_of_the_course_are_offered_those_on_what_was_marked_last_first(course, open_board):
    board = open_board(course)
    for text, comment in zip(LETTERS[:3], ("One.", "Two. \n\n  One.", "Three."), strict=True):
        board.apply([change(board, find(board, text), score=1, needs=False, comment=comment)])
    assert open_board(course).state()["written"] == ["Three.", "Two.", "One."]
    assert open_board(course, M04).state()["written"] == ["Three.", "Two.", "One."]


def test_marking_again_keeps_marks_and_comments_and_tells_what_has_changed(course, open_board):
    board = open_board(course)
    for place in range(4):
        name = find(board, LETTERS[place])
        board.apply([change(board, name, score=2, needs=False, comment=f"Comment {place}")])
    with course.gradebook() as book:  # somebody marked this one in Formgrader
        grade = book.find_grade("letter", M04, M04, "p05")
        grade.manual_score, grade.needs_manual_grade = 1.25, False
        book.db.commit()
    # nbgrader's own SaveAutoGrades: as after a changed check, and with one new answer
    course.mark(M04, {f"p{n:02}": {"letter": text} for n, text in enumerate(LETTERS[:6], 1)})
    course.mark(M04, {"p02": {"letter": "Something else."}, "p03": {}})
    for place in range(4):
        kept = course.grade(M04, f"p{place + 1:02}", "letter")
        assert kept == (2.0, True, f"Comment {place}"), "nbgrader keeps it and asks for a look"
    board = open_board(course)
    answers = board.state()["answers"]
    since = {
        text: answers[find(board, text)]["since"]
        for text in (LETTERS[0], "Something else.", LETTERS[3], LETTERS[4], LETTERS[5])
    }
    assert list(since.values()) == ["same", "changed", "same", "unknown", "unknown"]
    name = find(board, LETTERS[4])
    board.apply([change(board, name, needs=False)])
    assert course.grade(M04, "p05", "letter") == (1.25, False, None), "kept as it was"
    again = open_board(course).state()["answers"].values()
    assert sum(one["since"] == "same" for one in again) == 3


def test_an_answer_that_was_handed_in_anew_is_read_before_it_is_marked(course, open_board):
    board = open_board(course)
    name, other = find(board, LETTERS[0]), find(board, LETTERS[1])
    wanted = [change(board, one, score=0, needs=False) for one in (name, other)]
    time.sleep(0.01)
    course.mark(M04, {"p01": {"letter": "My better answer."}, "p02": {"letter": LETTERS[1]}})
    with pytest.raises(Conflict) as refused:
        board.apply(wanted)
    assert refused.value.reason == "answer-changed"
    assert [one["parts"][0]["text"] for one in refused.value.answers.values()] == [
        "My better answer."
    ]
    assert course.grade(M04, "p01", "letter")[0] is None
    board.apply(wanted)
    assert course.grade(M04, "p01", "letter")[0] == 0


@pytest.mark.parametrize(
    ("after", "error"),
    [
        ({"score": 2.5, "needs": False}, BadInput),
        ({"score": -1, "needs": False}, BadInput),
        ({"score": 0.3, "needs": False}, BadInput),
        ({"score": float("nan"), "needs": False}, BadInput),
        ({"score": float("inf"), "needs": False}, BadInput),
        ({"score": "many", "needs": False}, Refused),
        ({"score": None, "needs": False}, Refused),
        ({"comment": "x" * 2001}, BadInput),
    ],
)
def test_a_mark_that_makes_no_sense_is_refused(course, open_board, after, error):
    board = open_board(course)
    name = find(board, LETTERS[0])
    good = change(board, find(board, LETTERS[1]), score=1, needs=False)
    with pytest.raises(error):
        board.apply([good, change(board, name, **after)])
    with pytest.raises(Refused):
        board.apply([good, good])
    with pytest.raises(Refused):
        board.apply([{**good, "id": "somebody"}])
    assert course.grade(M04, "p02", "letter")[0] is None, "nothing at all is written"


def test_all_kinds_of_answers_that_a_person_marks(all_kinds, open_board):
    board = open_board(all_kinds)
    state = board.state()
    asked = {one["title"]: one for one in state["questions"]}
    assert set(asked) == {"Write to the crew", "m90-think", "m90-talk", "Draw it"}
    by_cell = {shelf.question.cell: shelf for shelf in board.shelves}
    assert set(by_cell) == {"letter", "m90-think", "m90-talk", "draw"}
    talk = by_cell["m90-talk"]
    assert talk.question.asked.prompt == "Talk about it."
    assert talk.question.asked.scheme == "secret_mark_scheme"
    assert next(kind for kind, _ in talk.groups) == "empty", "a task is never marked by itself"
    assert sorted(answer.text for _, group in talk.groups for answer in group) == [
        "",
        "",
        *(f"We talked, {n} of us." for n in range(1, 5)),
    ]
    draw = by_cell["draw"]
    assert [key.points for key in draw.question.keys] == [0, 0.5, 1, 1.5]
    assert [key.key for key in draw.question.keys] == ["1", "2", "3", "4"]
    assert draw.question.asked.scheme == "print('a model answer')"
    assert draw.groups[0][1][0].parts[0].code
    one = talk.groups[0][1][0].id
    board.apply([change(board, one, score=1, needs=False, comment="Well told.")])
    assert all_kinds.grade(TRY, board.names([one])[one], "m90-talk") == (1, False, "Well told.")


def test_one_assignment_alone(all_kinds, open_board):
    board = open_board(all_kinds, "m04")
    assert {shelf.question.lesson for shelf in board.shelves} == {M04}
    with pytest.raises(BadInput, match="There is no assignment 'm05'"):
        board.choose("m05")


def test_the_question_brings_its_rubric_and_says_when_it_does_not_fit(course, open_board):
    question = open_board(course).state()["questions"][0]
    assert [(key["key"], key["level"]) for key in question["keys"]] == [
        ("0", "not yet"),
        ("1", "in part"),
        ("2", "all of it"),
    ]
    assert question["prompt"].startswith("## Write to the crew")
    assert question["problem"] == question["scheme"] == ""
    guide = course.course.root / ".howcome" / "guides" / f"{M04}.md"
    guide.parent.mkdir()
    table = "| level | points | what it looks like |\n| yes | 3 | all |\n| no | 0 | - |\n"
    text = f"## Good answers\n\nMany.\n\n### Rubric: letter\n\n{table}"
    guide.write_text(text, encoding="utf-8")
    question = open_board(course).state()["questions"][0]
    assert "goes up to 3, and the lesson gives 2" in question["problem"]
    assert [key["points"] for key in question["keys"]] == [0, 1, 2]
    assert question["good"] == "Many."


@pytest.mark.parametrize(
    ("most", "keys"),
    [
        (2, "0=0 1=1 2=2"),
        (1.5, "1=0 2=0.5 3=1 4=1.5"),
        (0, "0=0"),
        (12, "0=0 1=1 2=2 3=3 4=4 5=5 6=6 7=7 8=8 9=9"),
        (4.5, "1=0 2=0.5 3=1 4=1.5 5=2 6=2.5 7=3 8=3.5 9=4"),
    ],
)
def test_keys_without_a_rubric(most, keys):
    assert " ".join(f"{key.key}={key.points:g}" for key in keys_of(None, most)) == keys


def test_a_notebook_that_is_gone_or_damaged_is_counted_and_never_marked(course, open_board):
    folder = course.course.root / "autograded"
    (folder / "p01" / M04 / f"{M04}.ipynb").unlink()
    (folder / "p02" / M04 / f"{M04}.ipynb").write_text("{", encoding="utf-8")
    (folder / "p03" / M04 / f"{M04}.ipynb").write_text('{"cells": [{"source": 3}, {}]}')
    (folder / "p04" / M04 / f"{M04}.ipynb").write_text("[" * 100_000, encoding="utf-8")
    board = open_board(course)
    assert board.state()["questions"][0]["unread"] == 4
    assert board.unread(0) == ["p01", "p02", "p03", "p04"]
    assert len(board.state()["answers"]) == 18


def test_an_answer_is_text_whatever_it_holds(tmp_path):
    assert clean("a\x00\x1b[31m\r\nb\t c  \ud800\n\n") == "a[31m\nb    c  ?"
    path = tmp_path / "x.ipynb"
    path.write_text('{"cells": [3]}')
    assert read_notebook(path) is None


def test_nothing_to_mark_is_said(course, open_board, tmp_path):
    empty = WrittenCourse.make(tmp_path / "empty", [H04])
    board = open_board(empty)
    with pytest.raises(BadInput, match="There are no written answers here yet; run `howcome grade"):
        board.check()
    (course.course.root / "gradebook.db").unlink()
    with pytest.raises(BadInput, match=r"There is no gradebook in .* yet; run `howcome grade"):
        Board(course.course)
    (course.course.root / "gradebook.db").write_bytes(b"not a database" * 100)
    with pytest.raises(BadInput, match="cannot be opened"):
        Board(course.course)
