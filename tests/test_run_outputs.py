"""Frames and outputs from a side that nobody vouches for; and what marking says of a run."""

import json
import string
from pathlib import Path

import nbformat
import pytest
from sandboxed import check_cell, code, notebook

import howcome_instructor.grade
from howcome_instructor.grade.job import Reference
from howcome_instructor.grade.run import bwrap, lesson, outputs
from howcome_instructor.grade.run.inside.guard import KINDS
from howcome_instructor.grade.run.inside.wire import Broken, Frames, pack
from howcome_instructor.grade.run.outputs import as_scored

SENTENCES = Path(howcome_instructor.grade.__file__).parent / "sentences"


def test_frames_come_out_as_they_went_in_whatever_the_pieces():
    messages = [{"type": "stream", "content": {"text": "é" * n}} for n in range(5)]
    data = b"".join(map(pack, messages))
    frames = Frames(10_000)
    found = []
    for place in range(0, len(data), 7):
        found += frames.feed(data[place : place + 7])
    assert found == messages


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x01{",
        b"\x7f\xff\xff\xff",
        b"\x00\x00\x27\x10" + b"[" * 10_000,
        b"\x00\x00\x00\x02\xff\xff",
        b"\x00\x00\x17\x70" + b"1" * 6000,
    ],
)
def test_what_is_no_frame_is_refused(data):
    with pytest.raises(Broken):
        Frames(20_000).feed(data)


def test_text_that_no_file_can_hold_is_replaced():
    body = b'{"text": "\\ud800", "\\udfff": ["\\uDC00 ok"]}'
    (message,) = Frames(1000).feed(len(body).to_bytes(4, "big") + body)
    json.dumps(message, ensure_ascii=False).encode("utf-8")
    assert pack({"text": "\ud800"})[4:].decode("utf-8") == '{"text":"?"}'


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("stream", {"name": "stdin", "text": "x"}),
        ("stream", {"name": "stdout", "text": ["x"]}),
        ("stream", None),
        ("display_data", {"data": "x"}),
        ("execute_result", {}),
        ("update_display_data", {"data": None, "transient": {"display_id": "a"}}),
        ("comm_open", {}),
        ("done", {}),
        (None, {}),
    ],
)
def test_what_is_no_message_is_refused(kind, content):
    taken = outputs.Outputs()
    with pytest.raises(Broken):
        taken.take(0, kind, content)


def test_odd_data_is_made_fit_for_a_notebook():
    deep: list = []
    for _level in range(900):
        deep = [deep]
    taken = outputs.Outputs()
    data = {"text/html": 5, "application/json": deep, "text/plain": ["a", "b"], "x": None}
    taken.take(0, "display_data", {"data": data, "metadata": ["no"], "transient": {"x": 1}})
    taken.take(0, "execute_result", {"data": {}, "execution_count": "9"})
    taken.take(0, "error", {"ename": 1, "evalue": None, "traceback": "all of it"})
    taken.take(0, "error", {"traceback": [1, {"a": 2}]})
    cell = nbformat.v4.new_code_cell()
    cell.outputs = nbformat.from_dict(taken.of(0))
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))


def test_a_display_is_drawn_anew_in_earlier_cells_too():
    taken = outputs.Outputs()
    shown = {"transient": {"display_id": "slot"}, "metadata": {}}
    taken.take(0, "display_data", {"data": {"text/plain": "1"}, **shown})
    taken.take(1, "display_data", {"data": {"text/plain": "2"}, **shown})
    taken.take(2, "update_display_data", {"data": {"text/plain": "3"}, **shown})
    texts = [taken.of(place)[0]["data"]["text/plain"] for place in (0, 1)]
    assert texts == ["3", "3"]
    assert taken.of(2) == []
    taken.take(1, "clear_output", {"wait": False})
    taken.take(2, "update_display_data", {"data": {"text/plain": "4"}, **shown})
    assert taken.of(1) == []


def test_a_lesson_tells_its_imports_and_nothing_of_its_checks():
    reference = Reference(
        "t",
        "1",
        notebook(
            code("from howcome import figures, sea\nfrom howcome.checks import check as c, hint"),
            code("%matplotlib inline\nimport pandas as pd\nhint = 3"),
            code("figures.use('matplotlib')\nthis is no Python"),
            code("figures.use('matplotlib')"),
            check_cell("import math\nassert secret == math.pi", "check-secret"),
        ),
    )
    told = lesson.imports(reference)
    assert "import pandas as pd" in told
    assert "import math" in told
    assert any("matplotlib" in one for one in told)
    assert "secret" not in " ".join(told)
    assert "secret" not in " ".join(lesson.open_cells(reference))
    assert lesson.names(reference) == {
        "figures": ("howcome", "figures"),
        "sea": ("howcome", "sea"),
        "c": ("howcome.checks", "check"),
    }


def test_no_home_and_no_checkout_is_put_in_sight():
    seen = bwrap.packages()
    checkout = Path(__file__).parents[1]
    for hidden in (Path.home(), checkout, checkout / "curriculum", checkout / "instructor"):
        assert str(hidden) not in seen
        assert not bwrap.within(str(hidden), seen)


def sentences(language: str) -> dict:
    return json.loads((SENTENCES / f"run.{language}.json").read_text(encoding="utf-8"))


def test_every_note_has_its_sentences_in_both_languages():
    english, spanish = sentences("en"), sentences("es")
    said = {*KINDS, "canary", "timeout", "died", "memory", "processes", "forged", "output-cut"}
    said |= {"reaches-in", "too-long", "not-run", "no-sandbox", "no-start", "walls", "lost"}
    assert set(english) == set(spanish) == said
    for name in said:
        for reader in ("teacher", "pupil"):
            one, other = english[name][reader], spanish[name][reader]
            assert bool(one) == bool(other)
            assert fields(one) == fields(other)
        assert english[name]["teacher"] != spanish[name]["teacher"]


def fields(sentence: str) -> set:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(sentence)}


def value(text) -> dict:
    data = {"data": {"text/plain": text}, "metadata": {}}
    return {"output_type": "execute_result", "execution_count": 1, **data}


def graded_points(shown: list[dict], points: float = 2.0) -> float:
    from nbformat import from_dict
    from nbformat.v4 import new_code_cell
    from nbgrader.utils import determine_grade

    about = {"grade": True, "solution": False, "grade_id": "check", "points": points}
    cell = new_code_cell(outputs=shown, metadata={"nbgrader": about})
    return determine_grade(from_dict(cell))[0]


def test_points_follow_the_end_of_a_check_and_not_its_first_output():
    wrong = {"output_type": "error", "ename": "NotYet", "evalue": "", "traceback": []}
    for text in ("fine", "2", "100", "", ["1", "2"]):
        scored = as_scored([value(text), wrong], passed=False, points=2)
        assert graded_points(scored) == 0, text
        assert scored[0]["data"] == {"text/plain": text}  # still shown
    for text in ("100", "-1", "nan", "inf", ""):
        assert graded_points(as_scored([value(text)], passed=True, points=2)) == 2, text
    assert graded_points(as_scored([value("1.5")], passed=True, points=2)) == 1.5
    assert graded_points(as_scored([value("fine")], passed=True, points=2)) == 2


def test_a_warning_costs_no_points_and_stays_in_its_place():
    lines = [("stdout", "a"), ("stderr", "careful"), ("stdout", "b")]
    streams = [{"output_type": "stream", "name": name, "text": text} for name, text in lines]
    assert graded_points(streams) == 0  # stock nbgrader
    scored = as_scored(streams, passed=True, points=2)
    assert graded_points(scored) == 2
    assert [(one["name"], one["text"]) for one in scored] == [("stdout", "acarefulb")]
    assert as_scored(streams, passed=False, points=2) == streams
