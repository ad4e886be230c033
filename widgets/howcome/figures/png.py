"""A grey picture as PNG bytes, with the standard library (PNG specification, third edition)."""

import struct
import zlib


def grey_png(rows: list[list[int]]) -> bytes:
    r"""An 8-bit grey PNG of ``rows`` (0 black to 255 white, all of one length).

    >>> grey_png([[0, 255], [255, 0]])[:4]
    b'\x89PNG'
    """
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    lines = b"".join(b"\x00" + bytes(row) for row in rows)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    )
