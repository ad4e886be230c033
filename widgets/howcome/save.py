"""What happens to a notebook when Jupyter saves it: no answer is lost, no view left dead.

Jupyter clears all outputs as soon as "run all" begins and may save before the activities
stand again. And a saved widget is an error message for whoever opens the file without a
kernel. Both are mended here, in the file alone; the open page is not touched.
"""

from __future__ import annotations

from pathlib import Path

from howcome.answers import (
    ANSWER,
    WIDGET_VIEW,
    Lesson,
    bundles_in,
    lesson_at,
    newest,
    read_side_file,
    side_file,
)


def pre_save(model, path, contents_manager, **kwargs) -> None:
    """Jupyter's hook before a save (``FileContentsManager.pre_save_hook``)."""
    content = model.get("content")
    if model.get("type") != "notebook" or not isinstance(content, dict):
        return
    on_disk = lesson_at(Path(contents_manager.root_dir) / path.strip("/"))
    refuse_another_copy(content, on_disk)
    keep_answers(content, on_disk)
    drop_live_views(content)


def refuse_another_copy(content: dict, on_disk: Lesson) -> None:
    """Let no page of one pupil be saved over the copy of another.

    On a shared machine a page left open saves itself to whatever server listens at its address.

    Raises:
        tornado.web.HTTPError: 409; Jupyter shows its sentence and writes nothing.
    """
    theirs, own = on_disk.notebook, _notebook_id(content)
    if theirs and own and theirs != own:
        from tornado.web import HTTPError

        sentence = "This page is of another copy of the lesson; close it and open the file again."
        raise HTTPError(409, sentence, reason=sentence)


def keep_answers(content: dict, on_disk: Lesson) -> None:
    """Put answers that ``content`` lost, or never got, back into the cells of their tasks.

    They come from the file as it lies on disk and from its side file; only answers of the
    same notebook id count, and only where they are newer.
    """
    own = _notebook_id(content)
    if own is None:
        return
    known = list(bundles_in(on_disk.content).values())
    known += read_side_file(side_file(on_disk.path, own))
    present = bundles_in(content)
    for name, bundle in newest(known, own).items():
        if name in present and present[name][ANSWER]["revision"] >= bundle[ANSWER]["revision"]:
            continue
        for cell in content.get("cells", []):
            if cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") == name:
                others = [out for out in cell.get("outputs", []) if not _answers(out, name)]
                cell["outputs"] = [
                    *others,
                    {"output_type": "display_data", "data": bundle, "metadata": {}},
                ]


def drop_live_views(content: dict) -> None:
    """Leave out the live view of every activity whose last picture stands beside it."""
    for cell in content.get("cells", []):
        outputs = cell.get("outputs", [])
        if any(out.get("metadata", {}).get("howcome") == "kept" for out in outputs) or any(
            ANSWER in out.get("data", {}) for out in outputs
        ):
            cell["outputs"] = [out for out in outputs if WIDGET_VIEW not in out.get("data", {})]


def _notebook_id(content: dict) -> str | None:
    return content.get("metadata", {}).get("howcome", {}).get("notebook")


def _answers(output: dict, name: str) -> bool:
    record = output.get("data", {}).get(ANSWER)
    return isinstance(record, dict) and record.get("name") == name
