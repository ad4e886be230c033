"""What was clicked goes into marking: this copy's own records, the newest of each task."""

import json

import pytest
from mending import (
    COPY,
    SMALL,
    answered,
    at,
    clicked,
    codes,
    mended,
    own,
    place,
    released,
    without_outputs,
)

from howcome.answers import ANSWER, Book, bundles_in, lesson_at
from howcome_instructor.grade.notes import GRADED


def values(done) -> dict[str, object]:
    """What an activity finds when marking runs, read by the pupil's own package."""
    if done.answers is None:
        return {}
    found = bundles_in(json.loads(done.answers))
    return {name: bundle[ANSWER]["value"] for name, bundle in found.items()}


def test_a_clicked_answer_reaches_the_activity(tmp_path):
    done = mended(answered())
    path = tmp_path / "answers.ipynb"
    path.write_bytes(done.answers)
    book = Book(lesson_at(path))
    assert book.value("colour", "Ask") == "sky"
    assert (book.lesson.lesson, book.lesson.notebook) == (SMALL, COPY)
    assert book.record("colour", "Ask", "red")["revision"] == 3


def test_nothing_clicked_is_no_file():
    assert mended(released()).answers is None
    assert mended(without_outputs(answered())).answers is None


def test_the_file_holds_answers_and_nothing_else():
    """No output that a pupil's code made, not even the picture that stands beside an answer."""
    text = mended(answered()).answers.decode()
    assert "hello" not in text
    assert "<p>" not in text
    assert "double" not in text


def test_the_highest_revision_counts_wherever_it_stands():
    nb = answered()
    at(nb, "look")["outputs"] = [clicked("red", revision=9), clicked("sky", revision=4)]
    done = mended(nb)
    assert (values(done), codes(done)) == ({"colour": "red"}, [])


def test_answers_of_another_copy_are_left_out():
    nb = answered()
    at(nb, "look")["outputs"] = [clicked("red", revision=9, notebook="f00d")]
    done = mended(nb)
    assert (values(done), codes(done)) == ({"colour": "sky"}, ["answers-elsewhere"])
    assert done.notes[0].look
    at(nb, "colour")["outputs"] = []
    assert values(mended(nb)) == {}


def test_answers_of_another_lesson_are_left_out():
    nb = answered()
    at(nb, "look")["outputs"] = [clicked("red", revision=9, lesson="m92-thrice")]
    done = mended(nb)
    assert (values(done), codes(done)) == ({"colour": "sky"}, ["answers-other-lesson"])


def test_the_id_of_the_copy_is_found_again_in_its_answers():
    nb = answered()
    del nb["metadata"]["howcome"]["notebook"]
    done = mended(nb)
    assert (values(done), codes(done)) == ({"colour": "sky"}, [])
    assert json.loads(done.answers)["metadata"]["howcome"]["notebook"] == COPY


def test_of_several_ids_the_one_with_most_answers_counts():
    nb = answered()
    nb["metadata"] = {}
    at(nb, "look")["outputs"] = [clicked("yes", "look"), clicked("no", "look", notebook="f00d")]
    done = mended(nb)
    assert values(done) == {"colour": "sky", "look": "yes"}
    assert codes(done) == ["unnamed", "answers-elsewhere"]


def test_a_copy_that_never_had_an_id_keeps_its_answers():
    nb = answered()
    del nb["metadata"]["howcome"]["notebook"]
    at(nb, "colour")["outputs"] = [clicked(notebook=None, lesson=None)]
    done = mended(nb)
    assert (values(done), codes(done)) == ({"colour": "sky"}, [])


def test_an_answer_that_does_not_know_its_copy_counts_and_is_looked_at():
    """So it is in editors that do not tell the kernel which file it runs."""
    nb = answered()
    at(nb, "colour")["outputs"] = [clicked(notebook=None, lesson=None, lesson_version=None)]
    done = mended(nb)
    assert (values(done), codes(done)) == ({"colour": "sky"}, ["answers-unsigned"])
    assert done.notes[0].look
    at(nb, "look")["outputs"] = [clicked("red", revision=1)]
    assert values(mended(nb)) == {"colour": "red"}  # this copy's own answer goes first


def test_many_answers_that_do_not_know_their_copy_are_one_sentence_by_the_tasks_names():
    lesson = "m04-who-is-missing"
    nb = answered(lesson)
    no_copy = {"notebook": None, "lesson": None, "lesson_version": None}
    for name in ("which", "misses", "mend"):
        at(nb, name)["outputs"] = [clicked("x", name=name, **no_copy)]
    at(nb, "mend")["outputs"].append(clicked("x", name="nothing-of-this-lesson", **no_copy))
    done = mended(nb, lesson)
    assert codes(done) == ["answers-unsigned"]
    (note,) = done.notes
    for said in (note.teacher(), note.pupil()):
        tasks = "“Open the mistakes”, “Mend it”, “Cards that are new, cards that are copies”"
        assert tasks in said
        assert "clicked answer" not in said  # they may as well have been typed


@pytest.mark.parametrize(
    "record",
    [
        None,
        [],
        {"name": "colour"},
        {"name": ["colour"], "revision": 3, "notebook": COPY, "lesson": SMALL},
        {"name": "colour", "revision": "9", "notebook": COPY, "lesson": SMALL},
        {"name": "colour", "revision": 9, "notebook": [COPY], "lesson": SMALL},
        {"name": "colour", "revision": 9, "notebook": COPY, "lesson": {}},
    ],
)
def test_a_record_that_is_none_harms_nobody(record):
    nb = answered()
    at(nb, "look")["outputs"] = [{"output_type": "display_data", "data": {ANSWER: record}}]
    done = mended(nb)
    assert (done.outcome, values(done)) == (GRADED, {"colour": "sky"})


def test_an_endless_answer_is_left_out():
    nb = answered()
    at(nb, "look")["outputs"] = [clicked("x" * 2**20, revision=9)]
    done = mended(nb)
    assert (values(done), codes(done)) == ({"colour": "sky"}, ["answer-too-long"])


def test_an_answer_in_a_cell_that_was_deleted_and_pasted_again_counts():
    nb = answered()
    cell = nb["cells"].pop(place(nb, "colour"))
    nb["cells"].append(own("colour", name="pasted") | {"outputs": cell["outputs"]})
    done = mended(nb)
    assert values(done) == {"colour": "sky"}
