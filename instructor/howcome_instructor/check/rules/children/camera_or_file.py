"""Refuses a camera, a microphone, or a field for a pupil's own file.

A child's face, voice and papers are no data for a lesson, not even on the same machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft, called
from ._code import imports

MODULES = (
    *("cv2", "picamera", "ipywebrtc", "sounddevice", "pyaudio", "speech_recognition"),
    *("whisper", "pyscreenshot", "mss"),
)
CALLS = (
    *("FileUpload", "VideoCapture", "CameraStream", "ImageRecorder", "AudioRecorder"),
    "askopenfilename",
)
SIGNS = re.compile(
    r"getUserMedia|getDisplayMedia|mediaDevices|MediaRecorder|<input\b[^>]*type\s*=\s*['\"]?file",
    re.IGNORECASE,
)
INSTEAD = "use made-up cards or a table of `datasets/`"


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each thing that takes in a picture, a sound or a file."""
    for cell, name in imports(draft):
        if name.split(".")[0] in MODULES:
            yield cell, f"`{name.split('.')[0]}` takes in pictures or sound; {INSTEAD}."
    for cell, call in draft.calls(*CALLS):
        yield cell, f"`{called(call)}` takes in something of the pupil's own; {INSTEAD}."
    for cell in draft.notebook.cells:
        if found := SIGNS.search(cell.source):
            yield cell.id, f"“{found[0]}” takes in something of the pupil's own; {INSTEAD}."
