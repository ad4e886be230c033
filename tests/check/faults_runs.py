"""Faults that show when a lesson is run: as its author, as marking does, as nobody has answered."""

from .faults import Copy, fault


def small(lesson: Copy) -> None:
    """Keep of e05 what its first question needs: each fault here is found by running the lesson."""
    kept = ("title", "guess", "set-up", "why", "answer-why", "check-why")
    lesson.notebook.cells = [lesson.cell(name) for name in kept]


@fault("runs.breaks", "e05", where="added", says="bring the cell that makes it above")
def a_name_that_only_the_author_has(lesson: Copy):
    small(lesson)
    lesson.code("set-up", "print(yesterdays_boots)")


@fault("runs.breaks", "e05", where="added", says="ZeroDivisionError")
def a_cell_fails(lesson: Copy):
    small(lesson)
    lesson.code("set-up", "90 / 0")
    lesson.code("added", "print('never reached')", "more")


@fault("runs.breaks", "e05", where="check-why", says="refuses your own reference answer")
def the_reference_answer_is_wrong(lesson: Copy):
    small(lesson)
    lesson.swap("answer-why", '"no-boots"', '"too-few"')


@fault("runs.copy_cannot_be_made", "e05", where="notebook", says="END SOLUTION")
def an_answer_that_never_ends(lesson: Copy):
    small(lesson)
    lesson.swap("answer-why", "### END SOLUTION", "")


@fault("runs.pupil_stops_elsewhere", "e05", where="added", says="has not answered yet is stopped")
def a_cell_relies_on_an_answer(lesson: Copy):
    small(lesson)
    lesson.code("answer-why", "print(why.value.upper())")


@fault("runs.pupil_stops_elsewhere", "e05", where="check-why", says="what to do first")
def a_check_fails_like_python(lesson: Copy):
    small(lesson)
    lesson.cell("check-why").source = 'check(len(why.value) == 8, "Press the other answer.")'


@fault("runs.pupil_stops_elsewhere", "e05", where="added", says="Pupils have no `pairs`")
def a_cell_relies_on_the_authors_own(lesson: Copy):
    small(lesson)
    lesson.code("set-up", "print(pairs)")
    lesson.code("set-up", "pairs = 2", "measured")
    lesson.cell("measured").metadata["tags"] = ["author-only"]


@fault("runs.needs_network", "e05", where="added", says="Marking stops this cell")
def a_cell_that_ends_python_where_it_is_shut_in(lesson: Copy):
    small(lesson)
    ends = "import os, pathlib\nif not pathlib.Path('e05-is-it-a-shoe.ipynb').exists():"
    lesson.code("set-up", f"{ends}\n    os._exit(1)")


@fault("runs.differs_twice", "e05", where="added", says="seed")
def chance_without_a_seed(lesson: Copy):
    small(lesson)
    lesson.code("set-up", "import random\nprint('boots missed:', random.random())")


@fault("runs.differs_twice", "e05", where="added", says="sorted")
def the_order_of_a_set(lesson: Copy):
    small(lesson)
    lesson.code("set-up", 'print({"boot", "sandal", "sneaker", "slipper", "skate"})')


@fault("runs.needs_network", "e05", where="added", says="FileNotFoundError")
def a_file_of_the_authors(lesson: Copy):
    small(lesson)
    lesson.lesson.path.with_name("boots.csv").write_text("boot\n1\n", encoding="utf-8")
    lesson.code("set-up", 'print(open("boots.csv").read())')


@fault("runs.slow", "e05", where="added", says="MB")
def more_memory_than_a_hub_gives(lesson: Copy):
    small(lesson)
    lesson.code("set-up", 'boots = b"boot" * 150_000_000')


@fault("runs.needs_compiled", "e05", where="added", says="imports numpy")
def numpy_in_an_elementary_lesson(lesson: Copy):
    small(lesson)
    lesson.code("set-up", "import numpy\nprint(numpy.mean([1, 3]))")


@fault("runs.needs_compiled", "e05", where="added", says="this cell stops")
def pandas_by_the_back_door(lesson: Copy):
    small(lesson)
    tries = "try:\n    import pandas as tool\nexcept ImportError:\n    tool = None"
    lesson.code("set-up", f"{tries}\nprint(tool.__name__)")


@fault("runs.minutes_too_few", "e05", where="guide: record", says="of the 20 minutes")
def forty_minutes_of_words_in_twenty(lesson: Copy):
    lesson.swap_guide("minutes: 40", "minutes: 20")
