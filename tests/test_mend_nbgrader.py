"""For a healthy notebook, mending does what nbgrader's own stages do: the same, cell by cell."""

import copy
import json

import nbformat
import pytest
from mending import REAL, SMALL, answered, as_bytes, at, mended, own, reference, released, source

from howcome_instructor.course.stock import our_commands
from howcome_instructor.release import CODE_STUB, TEXT_STUB

LESSONS = (SMALL, *REAL)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of nbgrader's own, with the lessons as its generate_assignment makes them."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    root = tmp_path_factory.mktemp("course")
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "howcome"
    config.ClearSolutions.code_stub = {"python": CODE_STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    for lesson in LESSONS:
        path = root / "source" / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(source(lesson), path)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    with our_commands():
        for lesson in LESSONS:
            result = api.generate_assignment(lesson)
            assert result["success"], result["error"] + result["log"]
    return root


def sanitized(course, lesson: str, nb: dict) -> nbformat.NotebookNode:
    """What nbgrader's autograde makes of a submission before it runs it."""
    from nbgrader.converters import Autograde

    resources = {
        "nbgrader": {
            "notebook": lesson,
            "assignment": lesson,
            "db_url": f"sqlite:///{course}/gradebook.db",
        }
    }
    nb = nbformat.reads(as_bytes(nb).decode(), as_version=4)
    for stage in Autograde.sanitize_preprocessors.default():
        nb, resources = stage().preprocess(nb, resources)
    return nb


def worked_on(lesson: str) -> dict:
    """A copy with all that an honest pupil and JupyterLab leave in it."""
    nb = answered(lesson)
    nb["cells"].insert(3, own("print('trying')\nsum = 3"))
    nb["cells"].append(own("My own words.", "markdown", "notes"))
    nb["cells"][-1]["attachments"] = {"cat.png": {"image/png": "AAAA"}}
    nb["metadata"]["language_info"] |= {"version": "3.12.1", "pygments_lexer": "ipython3"}
    nb["metadata"]["kernelspec"]["display_name"] = "Python 3 (ipykernel)"
    for cell in nb["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"] |= {
                **{"collapsed": False, "scrolled": True, "tags": ["mine"]},
                "execution": {"iopub.status.busy": "2026-11-20T09:00:00.000000Z"},
            }
    return nb


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("made", [released, answered, worked_on])
def test_the_same_notebook_as_nbgrader_makes(course, lesson, made):
    nb = made(lesson)
    done = mended(copy.deepcopy(nb), lesson)
    stock = json.loads(json.dumps(sanitized(course, lesson, nb)))
    assert done.notes == ()
    assert len(done.notebook["cells"]) == len(stock["cells"])
    for ours, theirs in zip(done.notebook["cells"], stock["cells"], strict=True):
        assert ours == theirs
    assert done.notebook == stock


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_reference_is_what_nbgrader_wrote_into_its_gradebook(course, lesson):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        kept = {cell.name: cell for cell in gradebook.find_notebook(lesson, lesson).source_cells}
        ours = {
            cell["metadata"]["nbgrader"]["grade_id"]: cell
            for cell in reference(lesson).notebook["cells"]
            if "nbgrader" in cell["metadata"]
        }
        assert kept.keys() == ours.keys()
        for name, cell in kept.items():
            assert cell.source == ours[name]["source"]
            assert cell.checksum == ours[name]["metadata"]["nbgrader"]["checksum"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_untouched_answers_are_no_response_and_no_points(lesson):
    from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution

    empty, full = released(lesson), answered(lesson)
    at(full, "why" if lesson == SMALL else TEXTS[lesson])["source"] = "Because it is so."
    for nb, untouched in ((empty, True), (full, False)):
        done = nbformat.from_dict(mended(nb, lesson).notebook)
        answers = [cell for cell in done.cells if is_solution(cell) and is_grade(cell)]
        assert answers
        for cell in answers:
            same = cell.metadata.nbgrader["checksum"] == compute_checksum(cell)
            assert same == untouched, cell.id
            assert determine_grade(cell)[0] == (0 if untouched else None)


TEXTS = {"m04-who-is-missing": "letter", "h04-fair-for-whom": "choose-a-measure"}


def test_a_damaged_notebook_passes_nbgraders_own_checks():
    from nbgrader.nbgraderformat import MetadataValidator
    from nbgrader.utils import compute_checksum, is_locked

    nb = answered()
    nb["cells"] = nb["cells"][5:] + nb["cells"][2:4]
    nb["cells"][0]["metadata"]["nbgrader"] = {"grade": "yes", "schema_version": 99}
    done = nbformat.from_dict(mended(nb).notebook)
    nbformat.validate(done)
    MetadataValidator().validate_nb(done)
    for cell in done.cells:
        if is_locked(cell):
            assert compute_checksum(cell) == cell.metadata.nbgrader["checksum"]
