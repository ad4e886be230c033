"""Mending cells: each is recognised, once, in its place, with the lesson's labels and checks."""

import copy

import nbformat
import pytest
from mending import (
    ANSWERS,
    SMALL,
    answered,
    at,
    codes,
    mended,
    names,
    own,
    place,
    reference,
    released,
    sources,
    twin,
    without_outputs,
)

from howcome_instructor.grade.mend.work import as_given
from howcome_instructor.grade.notes import GRADED, NEEDS_TEACHER, NOT_GRADABLE

HEALTHY = mended(answered()).notebook
LESSON = [cell["id"] for cell in reference().notebook["cells"]]


def without(nb: dict, *gone: str) -> dict:
    nb["cells"] = [cell for cell in nb["cells"] if cell["id"] not in gone]
    return nb


def about(nb: dict, name: str) -> dict:
    return at(nb, name)["metadata"]["nbgrader"]


# --- which lesson, which version


def test_another_lesson_cannot_be_marked_as_this_one():
    done = mended(answered("m04-who-is-missing"))
    assert (done.outcome, codes(done)) == (NOT_GRADABLE, ["wrong-lesson"])
    assert "m04-who-is-missing" in done.notes[0].teacher()


def test_another_lesson_without_its_name_is_not_taken_for_this_one():
    nb = answered("h04-fair-for-whom")
    del nb["metadata"]["howcome"]
    done = mended(nb, "m04-who-is-missing")
    assert (done.outcome, codes(done)) == (NOT_GRADABLE, ["no-lesson-cells"])


def test_this_lesson_under_another_name_is_marked_and_looked_at():
    nb = answered()
    nb["metadata"]["howcome"]["lesson"] = "m92-thrice"
    done = mended(nb)
    assert (done.outcome, codes(done)) == (GRADED, ["other-name"])
    assert done.notes[0].look
    assert done.notebook == HEALTHY


def test_this_lesson_without_a_name_is_recognised():
    nb = answered()
    del nb["metadata"]["howcome"]
    done = mended(nb)
    assert codes(done) == ["unnamed"]
    assert done.notebook["metadata"]["howcome"] == {"lesson": SMALL, "version": 3}


def test_another_version_with_the_same_tasks_is_marked():
    nb = answered()
    nb["metadata"]["howcome"]["version"] = 2
    at(nb, "title")["source"] = "# Double"
    done = mended(nb)
    assert (done.outcome, codes(done)) == (GRADED, ["same-tasks"])
    assert done.notebook["metadata"]["howcome"]["version"] == 3
    assert sources(done)["double"] == ANSWERS["double"]


@pytest.mark.parametrize(
    "change",
    [
        lambda nb: at(nb, "check-double").update(source="check(double(3) == 6, 'No.')"),
        lambda nb: at(nb, "colour").update(source="colour = Ask('Whose?', choices={})"),
        lambda nb: about(nb, "check-double").update(points=5),
        lambda nb: without(nb, "why"),
    ],
)
def test_another_version_with_other_tasks_is_the_teachers_to_mark(change):
    nb = answered()
    nb["metadata"]["howcome"]["version"] = 2
    change(nb)
    done = mended(nb)
    assert (done.outcome, codes(done)) == (NEEDS_TEACHER, ["other-version"])
    assert done.notebook is None


def test_another_version_with_a_task_more_is_the_teachers_to_mark():
    nb = answered()
    nb["metadata"]["howcome"]["version"] = 4
    more = twin(nb, "double", "def triple(number):\n    return 3 * number")
    more["metadata"]["nbgrader"]["grade_id"] = "triple"
    assert codes(mended(nb)) == ["other-version"]


def test_a_version_is_a_number_or_a_word():
    nb = answered()
    nb["metadata"]["howcome"]["version"] = "3"
    assert codes(mended(nb)) == []


def test_a_copy_without_places_for_answers_has_nothing_to_mark():
    nb = without(answered(), "answer-colour", "double", "why")
    at(nb, "colour")["outputs"] = []
    done = mended(nb)
    assert (done.outcome, codes(done)) == (NOT_GRADABLE, ["no-answers"])


# --- labels


def test_lost_labels_are_put_back_by_the_cells_own_ids():
    nb = answered()
    for cell in nb["cells"]:
        cell["metadata"] = {}
    done = mended(nb)
    assert codes(done) == ["labels-many"]
    assert done.notebook == HEALTHY


def test_without_labels_and_ids_cells_are_recognised_by_what_they_say():
    nb = answered()
    for number, cell in enumerate(nb["cells"]):
        cell |= {"metadata": {}, "id": f"x{number}"}
    nb["cells"].insert(3, own("thing = 5\nthing * 2"))
    done = mended(nb)
    assert done.outcome == GRADED
    assert codes(done) == ["labels-many"]
    assert [cell["source"] for cell in done.notebook["cells"] if cell["id"] != "mine"] == [
        cell["source"] for cell in HEALTHY["cells"]
    ]
    assert sources(done) == sources(mended(answered()))


@pytest.mark.parametrize("lesson", ["m04-who-is-missing", "h04-fair-for-whom"])
def test_a_real_lesson_without_any_labels_is_recognised(lesson):
    nb = answered(lesson)
    for number, cell in enumerate(nb["cells"]):
        cell |= {"metadata": {}, "id": f"x{number}"}
    nb["metadata"] = {}
    done = mended(nb, lesson)
    assert (done.outcome, codes(done)) == (GRADED, ["unnamed", "labels-many"])
    healthy = mended(answered(lesson), lesson).notebook["cells"]
    for cell, other in zip(done.notebook["cells"], healthy, strict=True):
        assert cell["source"] == other["source"]
        if "nbgrader" in other["metadata"]:
            assert cell == other


def test_a_renamed_label_is_put_back():
    nb = answered()
    about(nb, "double")["grade_id"] = "dubble"
    about(nb, "check-double").pop("grade_id")
    done = mended(nb)
    assert codes(done) == ["labels", "labels"]
    assert done.notebook == HEALTHY


def test_exchanged_labels_are_told_apart_by_what_the_cells_say():
    nb = answered()
    about(nb, "double")["grade_id"] = "check-double"
    about(nb, "check-double")["grade_id"] = "double"
    done = mended(nb)
    assert done.notebook == HEALTHY


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"points": 100}, "settings"),
        ({"grade": False}, "settings"),
        ({"solution": True}, "settings"),
        ({"locked": False}, "settings"),
        ({"task": True}, "settings"),
        ({"points": [1]}, "settings"),
        ({"schema_version": 99}, "labels"),
        ({"schema_version": "x", "extra": 1}, "labels"),
    ],
)
def test_changed_settings_are_put_back(changes, code):
    nb = answered()
    about(nb, "check-double").update(changes)
    done = mended(nb)
    assert codes(done) == [code]
    assert done.notes[0].look == (code == "settings")
    assert done.notebook == HEALTHY


def test_labels_of_no_cell_of_this_lesson_are_taken_off():
    nb = answered()
    stray = own("answer = 6 * 7")
    stray["metadata"]["nbgrader"] = {**about(nb, "double"), "grade_id": "not-ours"}
    plain = own("3 + 4", name="plain")
    plain["metadata"]["nbgrader"] = {"grade": False, "solution": False, "locked": False}
    nb["cells"][3:3] = [stray, plain]
    done = mended(nb)
    assert codes(done) == ["foreign"]
    assert [done.notebook["cells"][n]["metadata"] for n in (3, 4)] == [{}, {}]
    assert sources(done) == sources(mended(answered()))


@pytest.mark.parametrize("tag", ["skip-execution", "raises-exception"])
def test_tags_that_steer_are_taken_off_graded_cells(tag):
    nb = answered()
    at(nb, "check-double")["metadata"]["tags"] = [tag, "mine"]
    at(nb, "look")["metadata"]["tags"] = [tag]
    done = mended(nb)
    assert codes(done) == ["tags"]
    assert done.notes[0].look
    assert done.notebook["cells"][place(done.notebook, "check-double")]["metadata"]["tags"] == [
        "mine"
    ]
    assert done.notebook["cells"][place(done.notebook, "look")]["metadata"]["tags"] == [tag]


# --- types


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("double", kind) for kind in ("markdown", "raw")),
        *(("why", kind) for kind in ("code", "raw")),
        *(("talk", kind) for kind in ("code", "raw")),
        *(("check-double", kind) for kind in ("markdown", "raw")),
        ("set-up", "markdown"),
    ],
)
def test_a_changed_type_is_changed_back(name, kind):
    nb = answered()
    cell = at(nb, name)
    cell["cell_type"] = kind
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)
    if kind == "code":
        cell |= {"outputs": [], "execution_count": 3}
    done = mended(nb)
    assert codes(done) == ["type"]
    assert done.notebook == HEALTHY


def test_a_cell_that_is_the_pupils_to_use_keeps_its_type():
    nb = answered()
    nb["cells"][place(nb, "look")] = own("I counted them.", "markdown", "look")
    done = mended(nb)
    assert codes(done) == []
    assert done.notebook["cells"][2]["cell_type"] == "markdown"


# --- halves and copies


def split(nb: dict, name: str, line: int) -> dict:
    """Split Cell as JupyterLab does it: a new cell above takes the first lines and the label."""
    lines = at(nb, name)["source"].split("\n")
    here = place(nb, name)
    twin(nb, name, at(nb, name)["source"])
    first, second = nb["cells"][here], nb["cells"][here + 1]
    first["id"], second["id"] = second["id"], first["id"]
    if first["cell_type"] == "code":
        first["execution_count"], second["execution_count"] = None, 7
    first["source"] = "\n".join(lines[:line])
    second["source"] = "\n".join(lines[line:])
    return second


@pytest.mark.parametrize("line", [1, 2])
def test_a_split_answer_is_joined(line):
    nb = answered()
    split(nb, "double", line)
    done = mended(nb)
    assert codes(done) == ["joined"]
    assert done.notebook == HEALTHY


def test_an_answer_split_in_three_is_joined():
    nb = answered()
    at(nb, "double")["source"] = "a = 1\nb = 2\ndef double(number):\n    return number * b"
    split(nb, "double", 1)
    split(nb, "double", 1)
    assert sources(mended(nb))["double"] == (
        "a = 1\nb = 2\ndef double(number):\n    return number * b"
    )


def test_a_second_half_without_a_label_is_joined_when_it_makes_no_sense_alone():
    nb = answered()
    at(nb, "double")["source"] = "def double(number):"
    nb["cells"].insert(place(nb, "double") + 1, own("    return number + number"))
    done = mended(nb)
    assert codes(done) == ["joined"]
    assert sources(done)["double"] == "def double(number):\n    return number + number"
    assert "mine" not in names(done)


def test_a_docstring_and_its_body_without_a_label_are_joined():
    nb = answered()
    at(nb, "double")["source"] = 'def double(number):\n    """Twice the number."""'
    nb["cells"].insert(place(nb, "double") + 1, own("    return number + number"))
    assert sources(mended(nb))["double"] == ANSWERS["double"]


def test_an_indented_cell_of_the_pupils_own_is_no_half():
    nb = answered()  # IPython runs it: it takes the indent off
    nb["cells"].insert(place(nb, "double") + 1, own("    print(double(4))"))
    done = mended(nb)
    assert codes(done) == []
    assert "mine" in names(done)


def test_a_cell_of_the_pupils_own_behind_an_answer_stays():
    nb = answered()
    nb["cells"].insert(place(nb, "double") + 1, own("double(4)"))
    done = mended(nb)
    assert codes(done) == []
    assert names(done)[7] == "mine"


def test_a_split_text_is_joined():
    nb = answered()
    at(nb, "why")["source"] = (
        "Because both halves are the same.\nIt was like that with apples, too."
    )
    split(nb, "why", 1)
    done = mended(nb)
    assert codes(done) == ["joined"]
    assert sources(done)["why"] == (
        "Because both halves are the same.\n\nIt was like that with apples, too."
    )


BETTER = 'def double(number):\n    """Twice the number."""\n    return 2 * number'


@pytest.mark.parametrize(
    ("source", "count", "after", "newest"),
    [
        (BETTER, 99, 1, BETTER),  # ran later
        (BETTER, 2, 1, ANSWERS["double"]),  # ran before
        (BETTER, None, 1, ANSWERS["double"]),  # never ran
        (BETTER, 99, 0, BETTER),  # above it
        (BETTER, 99, 4, BETTER),  # at the end, behind the check
        ("", 99, 1, ANSWERS["double"]),
        (" \n", 99, 1, ANSWERS["double"]),
        (reference().notebook["cells"][6]["source"], 99, 1, ANSWERS["double"]),  # as given
    ],
)
def test_of_copies_the_newest_answer_counts(source, count, after, newest):
    nb = answered()
    twin(nb, "double", source, count, after)
    done = mended(nb)
    assert codes(done) == ["copies"]
    assert sources(done)["double"] == newest
    seat = names(done).index("double")
    assert [name for name in names(done) if name in LESSON] == LESSON
    kept = [
        cell for cell in done.notebook["cells"] if "kept" in cell["metadata"].get("howcome", {})
    ]
    older = ({BETTER, ANSWERS["double"]} - {newest}).pop()
    if source == BETTER:
        assert kept == [done.notebook["cells"][seat + 1]]
        assert kept[0]["cell_type"] == "markdown"
        assert older in kept[0]["source"]
        assert "nbgrader" not in kept[0]["metadata"]
    else:
        assert kept == []


def test_copies_that_never_ran_the_later_one_counts():
    nb = answered()
    at(nb, "double")["execution_count"] = None
    twin(nb, "double", BETTER)
    assert sources(mended(nb))["double"] == BETTER
    nb = answered()
    twin(nb, "why", "Because both halves are really the same.")
    assert sources(mended(nb))["why"] == "Because both halves are really the same."


def test_a_kept_version_cannot_end_its_frame():
    nb = answered()
    twin(nb, "double", BETTER + "\n# ```` <script>alert(1)</script>", 1)
    kept = next(
        c for c in mended(nb).notebook["cells"] if "kept" in c["metadata"].get("howcome", {})
    )
    assert kept["source"].count("`````") == 2


def test_kept_versions_speak_the_copys_language():
    nb = answered()
    nb["metadata"]["howcome"]["language"] = "es"
    twin(nb, "double", BETTER, 1)
    done = mended(nb)
    kept = next(c for c in done.notebook["cells"] if "kept" in c["metadata"].get("howcome", {}))
    assert kept["source"].startswith("**Otra versión de double")


def test_a_copied_check_counts_once():
    nb = answered()
    twin(nb, "check-double", at(nb, "check-double")["source"])
    twin(nb, "colour", at(nb, "colour")["source"])
    done = mended(nb)
    assert codes(done) == ["copied-text", "copied-check"]
    assert [name for name in names(done) if name in LESSON] == LESSON
    assert sources(done) == sources(mended(answered()))


def test_two_cells_with_one_id_get_two():
    nb = answered()
    nb["cells"][3:3] = [own("1"), own("2"), own("3", name="not an id!")]
    done = mended(nb)
    assert codes(done) == ["ids"]
    assert len(set(names(done))) == len(names(done))
    nbformat.validate(done.notebook)


def test_format_4_4_without_ids_is_no_damage():
    nb = answered()
    nb["nbformat_minor"] = 4
    for cell in nb["cells"]:
        del cell["id"]
    done = mended(nb)
    assert codes(done) == []
    assert done.notebook["cells"][6] == HEALTHY["cells"][6]
    nbformat.validate(done.notebook)


# --- the lesson's own cells


def test_a_changed_check_is_put_back_and_kept():
    nb = answered()
    at(nb, "check-double")["source"] = "pass"
    done = mended(nb)
    assert codes(done) == ["check-changed"]
    assert sources(done) == sources(mended(answered()))
    kept = done.notebook["cells"][place(done.notebook, "check-double") + 1]
    assert kept["source"].endswith("```python\npass\n```")


def test_a_changed_text_is_put_back_and_kept():
    nb = answered()
    at(nb, "talk")["source"] = "Talk about it with your partner.\n\nWe think it is true."
    done = mended(nb)
    assert codes(done) == ["text-changed"]
    assert "One point." in sources(done)["talk"]  # the mark scheme is back
    kept = done.notebook["cells"][place(done.notebook, "talk") + 1]
    assert "> We think it is true." in kept["source"]


def test_blanks_at_the_ends_of_lines_are_no_change():
    nb = answered()
    at(nb, "check-double")["source"] = at(nb, "check-double")["source"].replace("\n", "  \n") + "\n"
    assert codes(mended(nb)) == []


def test_deleted_cells_come_back_in_their_place():
    for gone in ("check-double", "colour", "check-colour", "talk"):
        done = mended(without(answered(), gone))
        code = "check-missing" if gone.startswith("check") else "cell-missing"
        assert codes(done) == [code], gone
        assert done.notebook["cells"] == HEALTHY["cells"]


def test_a_deleted_answer_comes_back_empty():
    done = mended(without(answered(), "double"))
    assert codes(done) == ["answer-missing"]
    assert names(done) == LESSON
    assert sources(done)["double"] == sources(mended(released()))["double"]


def test_who_clicked_does_not_miss_the_cell_for_typing():
    done = mended(without(answered(), "answer-colour"))
    assert (codes(done), done.notes[0].look) == (["cell-missing"], False)
    done = mended(without_outputs(without(answered(), "answer-colour")))
    assert (codes(done), done.notes[0].look) == (["answer-missing"], True)


def test_an_answer_in_a_new_cell_in_the_place_of_the_deleted_one_is_taken():
    nb = without(answered(), "why", "double")
    nb["cells"].insert(place(nb, "check-double"), own(BETTER))
    nb["cells"].insert(place(nb, "talk"), own("Because they are.", "markdown", "because"))
    done = mended(nb)
    assert codes(done) == ["labels", "labels"]
    assert sources(done)["double"] == BETTER
    assert sources(done)["why"] == "Because they are."
    assert names(done) == LESSON


def test_a_deleted_check_comes_back_behind_what_the_pupil_wrote_for_it():
    nb = without(answered(), "check-double")
    nb["cells"].insert(place(nb, "double") + 1, own("helper = 2"))
    assert names(mended(nb))[6:9] == ["double", "mine", "check-double"]


def test_a_deleted_cell_that_makes_what_checks_need_comes_back():
    done = mended(without(answered(), "set-up", "look", "title"))
    assert codes(done) == ["cell-missing"]
    assert names(done) == [name for name in LESSON if name not in ("look", "title")]


def test_what_deleted_cells_need_comes_back_too():
    lesson = "h04-fair-for-whom"
    nb = without(answered(lesson), "look", "set-up", "look-rows", "look-base-rate")
    done = mended(nb, lesson)
    assert codes(done) == ["cell-missing", "cell-missing"]
    assert names(done)[:6] == ["title", "goals", "guess-words", "guess", "set-up", "meet"]
    assert "look" in names(done)
    assert "look-rows" not in names(done)


def test_what_the_pupil_makes_instead_needs_no_deleted_cell():
    nb = without(answered(), "set-up")
    nb["cells"].insert(0, own("from howcome import *\nfrom howcome import Ask, check, well_done"))
    assert codes(mended(nb)) == []


# --- order


def test_checks_before_their_answers_go_behind_them():
    nb = answered()
    check = nb["cells"].pop(place(nb, "check-double"))
    nb["cells"].insert(1, check)
    nb["cells"].insert(2, own("double(4)"))
    done = mended(nb)
    assert codes(done) == ["moved"]
    assert [name for name in names(done) if name != "mine"] == LESSON
    assert names(done)[names(done).index("mine") - 1] == "check-double"


def test_upside_down_is_put_right():
    nb = answered()
    nb["cells"].reverse()
    done = mended(nb)
    assert codes(done) == ["moved-many"]
    assert done.notebook == HEALTHY


def test_nothing_moves_that_the_pupil_may_move():
    nb = answered()
    look = nb["cells"].pop(place(nb, "look"))
    nb["cells"].append(look)
    done = mended(nb)
    assert codes(done) == []
    assert names(done) == [cell["id"] for cell in nb["cells"]]


def test_a_missing_check_comes_back_in_order_though_other_cells_moved():
    nb = without(answered(), "check-colour")
    nb["cells"].append(nb["cells"].pop(place(nb, "set-up")))
    done = mended(nb)
    kept = [name for name in names(done) if name in sources(done)]
    assert kept == [name for name in LESSON if name in sources(done)]


# --- the notebook


def test_another_kernel_is_put_back():
    nb = answered()
    nb["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    nb["metadata"]["language_info"] = {"name": "R"}
    done = mended(nb)
    assert codes(done) == ["kernel"]
    assert done.notebook == HEALTHY


def test_what_jupyter_adds_is_no_damage():
    nb = answered()
    nb["metadata"]["kernelspec"]["display_name"] = "Python 3 (ipykernel)"
    nb["metadata"]["language_info"] |= {"version": "3.12.1", "file_extension": ".py"}
    at(nb, "look")["metadata"] |= {
        **{"collapsed": True, "scrolled": "auto", "jupyter": {"outputs_hidden": True}},
        "execution": {"iopub.status.busy": "2026-11-20T09:00:00"},
    }
    done = mended(nb)
    assert codes(done) == []
    assert done.notebook["metadata"]["language_info"]["version"] == "3.12.1"
    look = done.notebook["cells"][2]["metadata"]
    assert set(look) == {"jupyter", "execution"}


# --- all together


def test_a_mended_notebook_needs_no_mending():
    nb = answered()
    twin(nb, "double", BETTER, 3)
    split(nb, "why", 1)
    without(nb, "check-colour", "set-up")
    at(nb, "check-double")["source"] = "pass"
    nb["cells"].insert(0, own("mine = 1"))
    once = mended(nb).notebook
    twice = mended(copy.deepcopy(once))
    assert codes(twice) == []
    assert twice.notebook == once


def test_as_given_is_what_release_gives():
    for lesson in (SMALL, "m04-who-is-missing", "h04-fair-for-whom"):
        given = {cell["id"]: cell["source"] for cell in released(lesson)["cells"]}
        for cell in reference(lesson).notebook["cells"]:
            assert as_given(cell["source"]) == given[cell["id"]]
