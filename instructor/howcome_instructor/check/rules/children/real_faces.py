"""Refuses pictures of real people's faces as data.

Nobody in the well-known collections of faces was asked, and guessing who somebody is from a
photo is what we do not teach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft, called
from ._code import imports, texts_in_code

LOADERS = ("fetch_olivetti_faces", "fetch_lfw_people", "fetch_lfw_pairs")
FACES = re.compile(
    r"fetch_olivetti|fetch_lfw|\bface_recognition\b|\bdeepface\b|\binsightface\b|\bfacenet\w*|"
    r"\bmtcnn\b|\bretinaface\b|haarcascade|\bceleba\b|\bfairface\b|\butkface\b|\bvggface\d?\b|"
    r"\bms-?celeb",
    re.IGNORECASE,
)


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each face data set or recogniser that the code uses."""
    named = [*imports(draft), *((cell, called(call)) for cell, call in draft.calls(*LOADERS))]
    named += [(cell, text) for cell, text in texts_in_code(draft) if " " not in text]
    for cell, name in dict.fromkeys(named):
        if found := FACES.search(name):
            yield cell, f"`{found[0]}` brings real people's faces: use drawings or made-up cards."
