"""Pupil copies: a lesson without its answers, made by nbgrader's own preprocessors.

Importing this module loads nothing heavy; making a copy loads nbgrader's preprocessors.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import importlib.util
import json
import secrets
import sys
import threading
import types
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

# `pass` runs everywhere, in a function or on its own, and shows nothing on a child's page.
CODE_STUB = "pass  # your answer goes here"
TEXT_STUB = "*Write your answer here.*"
STUBS = {
    "en": (CODE_STUB, TEXT_STUB),
    "es": ("pass  # aquí va tu respuesta", "*Escribe aquí tu respuesta.*"),
}
"""What stands in place of an answer in code and in words, by the lesson's language."""
EMPTY = tuple(stub for both in STUBS.values() for stub in both)
"""All of these: an answer that reads so is none."""

AUTHOR_ONLY = "author-only"
"""Cells with this tag are for authors and tests; no pupil copy holds them."""

CLEAR = ("clearsolutions", "ClearSolutions")
"""The stage that takes the answers out."""

# nbgrader's generate_assignment, in its order, without the stages that need a gradebook
# (SaveCells), a kernel (InstantiateTests) or files beside the lesson (IncludeHeaderFooter).
STAGES = (
    ("lockcells", "LockCells"),
    CLEAR,
    ("clearoutput", "ClearOutput"),
    ("checkcellmetadata", "CheckCellMetadata"),
    ("computechecksums", "ComputeChecksums"),
    ("clearhiddentests", "ClearHiddenTests"),
    ("clearmarkingscheme", "ClearMarkScheme"),
    ("computechecksums", "ComputeChecksums"),
    ("checkcellmetadata", "CheckCellMetadata"),
)

# So many of them have run when nbgrader writes the cells into its gradebook (its SaveCells).
MARKING = 5

# What must never be left over. The last is nbgrader's marker for tests made from the answers,
# which we do not use: a lesson with one is refused rather than handed out half made.
MARKERS = (
    "BEGIN SOLUTION",
    "END SOLUTION",
    "BEGIN HIDDEN TESTS",
    "END HIDDEN TESTS",
    "BEGIN MARK SCHEME",
    "END MARK SCHEME",
    "### AUTOTEST",
    "### HASHED AUTOTEST",
)

_ONE_AT_A_TIME = threading.Lock()


class ReleaseError(Exception):
    """A source from which no pupil copy can be made; the words say why."""


def pupil_copy(notebook: NotebookNode) -> NotebookNode:
    """The pupil's copy of a lesson source; the source itself is left as it is.

    Solutions become one of `STUBS`, hidden tests and mark schemes go, cells tagged
    `author-only` go, outputs go, cells are locked and given nbgrader's checksums.

    Raises ReleaseError when the source is broken or an answer would be left in.
    """
    copy = _staged(notebook, STAGES)
    assert_no_answer(copy)
    return copy


def without_author_cells(notebook: NotebookNode) -> NotebookNode:
    """A copy without the cells that are for authors and tests alone."""
    copy = deepcopy(notebook)
    copy.cells = [cell for cell in copy.cells if AUTHOR_ONLY not in cell.metadata.get("tags", ())]
    return copy


def _staged(notebook: NotebookNode, names: tuple) -> NotebookNode:
    copy = without_author_cells(notebook)
    resources: dict[str, Any] = {}
    stages = _stages()
    try:
        for stage in names:
            if stage != CLEAR:
                copy, resources = stages[stage](copy, resources)
                continue
            with _ONE_AT_A_TIME:  # the stage keeps its stubs in itself
                set_stubs(stages[stage], copy)
                copy, resources = stages[stage](copy, resources)
    except Exception as error:  # nbgrader raises RuntimeError, ValueError, ValidationError, …
        raise ReleaseError(" ".join(str(error).split())) from error
    return copy


def set_stubs(clear: Any, notebook: NotebookNode) -> None:
    """Let nbgrader's ClearSolutions write its stubs in the language of a notebook."""
    language = notebook.metadata.get("howcome", {}).get("language")
    code, clear.text_stub = STUBS.get(language, STUBS["en"])
    clear.code_stub = {"python": code}


def reference_copy(notebook: NotebookNode) -> NotebookNode:
    """The lesson as marking knows it: hidden tests in, solutions and author's cells out.

    The same cells, with the same checksums, as nbgrader's generate_assignment writes into the
    gradebook. Raises ReleaseError when the source is broken.
    """
    return _staged(notebook, STAGES[:MARKING])


def pupil_bytes(source: bytes) -> bytes:
    """The pupil copy of a source file, both as the bytes of an `.ipynb`."""
    import nbformat

    try:
        notebook = nbformat.reads(source.decode("utf-8"), as_version=4)
    except Exception as error:
        raise ReleaseError("it is not a notebook that can be read") from error
    return (nbformat.writes(pupil_copy(notebook)) + "\n").encode("utf-8")


def assert_no_answer(notebook: NotebookNode) -> None:
    """Raise ReleaseError when a pupil copy still holds an answer, a hidden test or its like."""
    for cell in notebook.cells:
        name = cell.get("id") or cell.metadata.get("nbgrader", {}).get("grade_id", "?")
        if AUTHOR_ONLY in cell.metadata.get("tags", ()):
            raise ReleaseError(f"the author-only cell {name} is left")
        if cell.get("outputs"):
            raise ReleaseError(f"the cell {name} has an output left")
    text = json.dumps(notebook, ensure_ascii=False)
    for marker in MARKERS:
        if marker in text:
            raise ReleaseError(f"'{marker}' is left")


def new_notebook_id() -> str:
    """A random id for one pupil's copy, which keeps the answers of two copies apart."""
    return secrets.token_hex(8)


def stamp(notebook: dict, notebook_id: str | None = None) -> dict:
    """Give a pupil copy its own notebook id, in place; works on plain JSON too."""
    howcome = notebook.setdefault("metadata", {}).setdefault("howcome", {})
    howcome["notebook"] = notebook_id or new_notebook_id()
    return notebook


def fingerprint() -> str:
    """What a pupil copy depends on beside its source: nbgrader's version and this file."""
    version = importlib.metadata.version("nbgrader")
    ours = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return f"nbgrader {version}, release {ours}"


_loaded: dict[tuple[str, str], Any] = {}


def _stages() -> dict[tuple[str, str], Any]:
    """nbgrader's preprocessors, ready to call, by module and class name."""
    if not _loaded:
        for module, name in STAGES:
            cls = getattr(_preprocessor_module(module), name)
            _loaded[module, name] = cls()
        # nbgrader logs the whole cell, answer included, before it raises; the error is enough
        for stage in _loaded.values():
            stage.log = _quiet_log()
    return _loaded


def _preprocessor_module(module: str) -> types.ModuleType:
    """One module of nbgrader.preprocessors, without the rest of nbgrader.

    `import nbgrader` also loads its server extensions, SQLAlchemy and the exchange: 0.9 s in
    which nothing is used. So the same files are loaded under another name, whose packages are
    empty; if nbgrader ever changes so that this fails, the long way still works.
    """
    if "nbgrader" not in sys.modules:
        try:
            return importlib.import_module(f"{_light_package()}.preprocessors.{module}")
        except Exception:
            pass
    return importlib.import_module(f"nbgrader.preprocessors.{module}")


def _light_package(name: str = "_howcome_nbgrader") -> str:
    if name not in sys.modules:
        spec = importlib.util.find_spec("nbgrader")  # finds, and imports nothing
        root = Path(spec.submodule_search_locations[0])
        for package, folder in ((name, root), (f"{name}.preprocessors", root / "preprocessors")):
            empty = types.ModuleType(package)
            empty.__path__ = [str(folder)]
            sys.modules[package] = empty
        # the preprocessors' modules take their base class from the package
        base = importlib.import_module(f"{name}.preprocessors.base")
        sys.modules[f"{name}.preprocessors"].NbGraderPreprocessor = base.NbGraderPreprocessor
        # nbgrader's metadata check lets jsonschema check nbgrader's own schema again for each
        # cell, which is two thirds of the time a copy takes; in our private copy once is enough
        common = importlib.import_module(f"{name}.nbgraderformat.common")
        common.jsonschema = types.SimpleNamespace(validate=_validate_cell)
    return name


_validators: dict[str, Any] = {}


def _validate_cell(instance: dict, schema: dict) -> None:
    """What `jsonschema.validate` does, with the schema itself checked once."""
    import jsonschema

    key = json.dumps(schema, sort_keys=True)
    if key not in _validators:
        cls = jsonschema.validators.validator_for(schema)
        cls.check_schema(schema)
        _validators[key] = cls(schema)
    error = jsonschema.exceptions.best_match(_validators[key].iter_errors(instance))
    if error is not None:
        raise error


def _quiet_log():
    import logging

    log = logging.getLogger("howcome.release")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    return log
