"""Records: the highest revision of the same notebook wins, and a save loses none."""

from __future__ import annotations

import json

import pytest
import traitlets
from tornado.web import HTTPError

from howcome import SampleMixer, answers
from howcome.activities.base import Activity
from howcome.answers import ANSWER, WIDGET_VIEW, Book, bundles_in, lesson_at, side_file
from howcome.save import pre_save
from howcome.toys import sea


def record(name="mix", revision=1, notebook="a1", **value) -> dict:
    return {
        ANSWER: {
            "v": 1,
            "lesson": "m04",
            "lesson_version": 1,
            "notebook": notebook,
            "name": name,
            "activity": "SampleMixer",
            "value": value,
            "revision": revision,
        },
        "text/html": '<div class="howcome-kept">picture</div>',
    }


def notebook(*bundles, own="a1", names=("mix",)) -> dict:
    """A notebook with a cell for each name; all bundles stand in the first one."""
    cells = [
        {
            "cell_type": "code",
            "source": "",
            "metadata": {"nbgrader": {"grade_id": name}},
            "outputs": [],
        }
        for name in names
    ]
    cells[0]["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": bundle} for bundle in bundles
    ]
    about = {"lesson": "m04-who-is-missing", "version": 2, "notebook": own}
    return {"cells": cells, "metadata": {"howcome": about}, "nbformat": 4, "nbformat_minor": 5}


def write(path, nb) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(nb), encoding="utf-8")


class Manager:
    def __init__(self, root):
        self.root_dir = str(root)


def saved(nb, folder, name="m04.ipynb") -> dict:
    """What the hook makes of ``nb`` on its way into the folder."""
    pre_save(model={"type": "notebook", "content": nb}, path=name, contents_manager=Manager(folder))
    return nb


def test_the_higher_revision_wins_whatever_its_place(tmp_path):
    write(tmp_path / "m04.ipynb", notebook(record(revision=2, n=2), record(revision=1, n=1)))
    write(side_file(tmp_path / "m04.ipynb", "a1"), {"mix": record(revision=3, n=3)})
    book = Book(lesson_at(tmp_path / "m04.ipynb"))
    assert book.value("mix", "SampleMixer") == {"n": 3}
    assert book.record("mix", "SampleMixer", {"n": 4})["revision"] == 4
    assert book.record("mix", "SampleMixer", {})["lesson_version"] == 2


def test_another_pupils_records_do_not_count(tmp_path):
    nb = notebook(record(notebook="b2", revision=9, n=9), record(n=1))
    write(tmp_path / "m04.ipynb", nb)
    assert Book(lesson_at(tmp_path / "m04.ipynb")).value("mix", "SampleMixer") == {"n": 1}


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"metadata": 3}',
        b"\xff\xfe",
        b'{"metadata": {"howcome": 3}}',
        b'{"metadata": {}, "cells": null}',
        b'{"metadata": {}, "cells": [3, {"outputs": [3, {"data": 3}]}]}',
    ],
)
def test_a_damaged_file_restores_nothing_and_stops_nobody(tmp_path, damage):
    path = tmp_path / "m04.ipynb"
    path.write_bytes(damage)
    side = side_file(path, "a1")
    side.parent.mkdir(parents=True)
    side.write_bytes(damage)
    assert answers.newest(answers.read_side_file(side), "a1") == {}
    book = Book(lesson_at(path))
    assert book.value("mix", "SampleMixer") is None
    assert book.record("mix", "SampleMixer", {})["revision"] == 1


def test_it_works_when_nothing_was_handed_over(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.delenv("HOWCOME_NOTEBOOK", raising=False)
    book = Book(answers.this_lesson())
    made = book.record("mix", "SampleMixer", {"n": 1})
    assert (made["lesson"], made["notebook"], made["revision"]) == (None, None, 1)
    book.keep("mix", {ANSWER: made})


def test_marking_hands_a_file_over(tmp_path, monkeypatch):
    write(tmp_path / "submitted.ipynb", notebook(record(n=1)))
    monkeypatch.setenv("JPY_SESSION_NAME", "/elsewhere/other.ipynb")
    monkeypatch.setenv("HOWCOME_NOTEBOOK", str(tmp_path / "submitted.ipynb"))
    assert answers.this_lesson().notebook == "a1"
    assert Book(answers.this_lesson()).value("mix", "SampleMixer") == {"n": 1}


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / ".howcome").write_text("a file where a folder should be")
    write(tmp_path / "m04.ipynb", notebook())
    book = Book(lesson_at(tmp_path / "m04.ipynb"))
    book.keep("mix", record())
    assert not book.saved
    assert book.value("mix", "SampleMixer") == {}


def test_an_id_cannot_lead_out_of_the_folder(tmp_path):
    assert side_file(tmp_path / "m04.ipynb", "../../etc/x").parent.parent.parent == tmp_path


def test_a_save_puts_back_what_run_all_has_cleared(tmp_path):
    write(tmp_path / "m04.ipynb", notebook(record(n=1), names=("mix", "other")))
    after = saved(notebook(names=("mix", "other")), tmp_path)
    assert bundles_in(after)["mix"][ANSWER]["value"] == {"n": 1}
    assert after["cells"][1]["outputs"] == []


def test_a_save_takes_the_side_files_newer_answer_and_no_older_one(tmp_path):
    write(side_file(tmp_path / "m04.ipynb", "a1"), {"mix": record(revision=5, n=5)})
    assert bundles_in(saved(notebook(record(n=1)), tmp_path))["mix"][ANSWER]["revision"] == 5
    newer = notebook(record(revision=6, n=6))
    assert bundles_in(saved(newer, tmp_path))["mix"][ANSWER]["revision"] == 6


def test_a_page_of_another_pupil_is_not_saved_over_a_copy(tmp_path):
    write(tmp_path / "m04.ipynb", notebook(record(n=1)))
    with pytest.raises(HTTPError, match="another copy"):
        saved(notebook(own="b2"), tmp_path)
    saved(notebook(own="b2"), tmp_path, "new.ipynb")


def test_a_save_leaves_no_dead_view_but_leaves_other_widgets_alone(tmp_path):
    nb = notebook(record(n=1), names=("mix", "other"))
    live = {"output_type": "display_data", "metadata": {}, "data": {WIDGET_VIEW: {}}}
    nb["cells"][0]["outputs"].insert(0, live)
    nb["cells"][1]["outputs"] = [live]
    after = saved(nb, tmp_path)
    assert [WIDGET_VIEW in out["data"] for out in after["cells"][0]["outputs"]] == [False]
    assert after["cells"][1]["outputs"] == [live]


@pytest.mark.parametrize("content", [None, {}, {"cells": []}, {"metadata": {}, "cells": [{}]}])
def test_a_save_of_something_else_goes_through(tmp_path, content):
    pre_save(
        model={"type": "notebook", "content": content},
        path="x.ipynb",
        contents_manager=Manager(tmp_path),
    )
    pre_save(
        model={"type": "file", "content": "text"}, path="x", contents_manager=Manager(tmp_path)
    )


@pytest.fixture
def fresh_book(monkeypatch):
    """Every test a lesson of its own, as every kernel has one."""
    book = Book(answers.Lesson(lesson="m04", version=1, notebook="a1"))
    monkeypatch.setattr("howcome.activities.base.book", lambda: book)
    return book


def test_an_activity_comes_back_as_it_was_left(fresh_book):
    first = SampleMixer(sea, name="mix", counts={"reef": 190, "deep": 10})
    assert not first.answered
    first.answer(counts={"reef": 100, "deep": 90})
    again = SampleMixer(sea, name="mix", counts={"reef": 190, "deep": 10})
    assert again.answered
    assert again.counts == {"reef": 100, "deep": 90}
    assert again.errors == first.errors


def test_a_step_from_the_view_is_recorded_when_it_is_settled(fresh_book):
    mix = SampleMixer(sea, name="mix", counts={"reef": 190, "deep": 10})
    mix.set_state({"counts": {"reef": 190, "deep": 60}})
    assert fresh_book.last("mix") is None, "a slider on its way is no answer yet"
    mix.set_state({"counts": {"reef": 190, "deep": 90}, "settled": 1})
    assert fresh_book.last("mix")["value"]["counts"]["deep"] == 90
    mix.undo()
    assert mix.counts["deep"] == 10
    assert not mix.answered
    assert fresh_book.last("mix")["revision"] == 2


def test_an_answer_of_another_version_is_kept_but_not_shown(fresh_book):
    fresh_book.record("mix", "SampleMixer", {"counts": {"reef": 190, "space": 1}})
    mix = SampleMixer(sea, name="mix", counts={"reef": 190, "deep": 10})
    assert mix.counts == {"reef": 190, "deep": 10}
    assert fresh_book.last("mix")["value"]["counts"]["space"] == 1


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"reef": 999, "deep": 0}, "0 to 200"),
        ({"reef": 1.5, "deep": 0}, "whole number"),
        ({"space": 3}, "no group 'space'"),
    ],
)
def test_bad_input_is_one_sentence_and_the_last_good_answer_stays(fresh_book, counts, sentence):
    mix = SampleMixer(sea, name="mix", counts={"reef": 190, "deep": 10})
    with pytest.raises(ValueError, match=sentence):
        mix.answer(counts=counts)
    mix.set_state({"counts": counts, "settled": 1})
    assert sentence in mix.problem
    assert mix.counts == {"reef": 190, "deep": 10}
    assert not mix.answered


def test_a_mixer_may_stand_at_zero_on_the_way(fresh_book):
    mix = SampleMixer(sea, name="mix", counts={"reef": 190, "deep": 10})
    mix.set_state({"counts": {"reef": 0, "deep": 0}, "settled": 1})
    assert mix.problem == ""
    assert mix.model is None
    assert not mix.errors["deep"] <= 1, "no number passes no check"
    assert "at least one" in mix.picture()
    mix.set_state({"counts": {"reef": 0, "deep": 90}, "settled": 2})
    assert mix.errors["reef"] > mix.errors["deep"]


class Broken(Activity):
    """An activity with a mistake of its own."""

    part = "sample_mixer"
    answer_traits = ("n",)
    n = traitlets.Int(0).tag(sync=True)

    def refresh(self):
        if self.n == 3:
            raise RuntimeError("a mistake in our own code")

    def picture(self):
        return "<p></p>"


def test_a_mistake_in_the_kernel_shows_one_plain_sentence(fresh_book):
    broken = Broken(name="n")
    broken.set_state({"n": 3, "settled": 1})
    assert broken.problem == broken.words["did_not_work"]
    broken.set_state({"n": 2, "settled": 2})
    assert broken.problem == ""
    with pytest.raises(ValueError, match="an answer here has n"):
        broken.answer(m=1)
