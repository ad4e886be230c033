"""What may be unpacked, and the few archives that are open at one time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ..notes import Note
from . import kinds

OPEN = 16
"""Archives: a folder may hold a thousand pupils' zips, and systems allow about as many files."""


@dataclass
class Budget:
    """What may still be unpacked of one zip or folder."""

    files: int = 0
    total: int = 0

    def reason(self, size: int, packed: int | None = None) -> Note | None:
        """Why a file of `size` bytes is not unpacked; None when it may be, and is counted."""
        if size > kinds.LARGEST:
            return Note("take.too-large", values={"mib": kinds.LARGEST >> 20})
        if packed is not None and size > kinds.RATIO_FROM and size > kinds.RATIO * max(packed, 1):
            return Note("take.bomb", look=True)
        if self.total + size > kinds.TOTAL:
            return Note("take.too-much", values={"gib": kinds.TOTAL >> 30})
        self.total += size
        return None


class Shelf:
    """Archives, opened when they are needed and closed when others are."""

    def __init__(self):
        self.archives: OrderedDict[Hashable, Any] = OrderedDict()

    def take(self, key: Hashable, opened: Callable[[], Any]) -> Any:
        """The archive of this key, opened by `opened` unless it is open."""
        if key not in self.archives:
            self.archives[key] = opened()
        self.archives.move_to_end(key)
        while len(self.archives) > OPEN:
            self._close(self.archives.popitem(last=False)[1])
        return self.archives[key]

    def close(self) -> None:
        """Close them all."""
        while self.archives:
            self._close(self.archives.popitem()[1])

    @staticmethod
    def _close(archive: Any) -> None:
        with suppress(OSError, ValueError):
            archive.close()
        with suppress(OSError, ValueError, AttributeError):
            archive.beneath.close()
