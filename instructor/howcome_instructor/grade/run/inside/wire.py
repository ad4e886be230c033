"""Frames between marking and a child: four bytes of length, then JSON."""

from __future__ import annotations

import json
import socket
import struct

_HEAD = struct.Struct(">I")


class Broken(Exception):
    """The other side sent what is no frame, or more than was allowed."""


def pack(message: dict) -> bytes:
    """The bytes of one frame; text that no file can hold (lone surrogates) is replaced."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    data = body.encode("utf-8", "replace")
    return _HEAD.pack(len(data)) + data


def receive(sock: socket.socket, most: int = 2**30) -> dict | None:
    """Wait for one frame; None when the other side has gone. For the trusted side of a wire."""
    head = _exactly(sock, _HEAD.size)
    if head is None:
        return None
    size = _HEAD.unpack(head)[0]
    if size > most:
        raise Broken("too long")
    body = _exactly(sock, size)
    return None if body is None else unpack(body)


def unpack(body: bytes) -> dict:
    """The message in a frame's body.

    Raises:
        Broken: it is no JSON object.
    """
    try:
        message = json.loads(body, parse_constant=lambda _name: None)
    except (ValueError, RecursionError) as error:
        raise Broken("no JSON") from error
    if not isinstance(message, dict):
        raise Broken("no object")
    return _without_surrogates(message) if b"\\ud" in body.lower() else message


class Frames:
    """Frames out of bytes as they come in, from a side that is not trusted."""

    def __init__(self, most: int):
        self._most = most
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[dict]:
        """The frames that are whole by now.

        Raises:
            Broken: a frame is longer than was allowed, or is no JSON object.
        """
        self._bytes += data
        found = []
        while len(self._bytes) >= _HEAD.size:
            size = _HEAD.unpack_from(self._bytes)[0]
            if size > self._most:
                raise Broken("too long")
            end = _HEAD.size + size
            if len(self._bytes) < end:
                break
            found.append(unpack(bytes(self._bytes[_HEAD.size : end])))
            del self._bytes[:end]
        return found


def _exactly(sock: socket.socket, size: int) -> bytes | None:
    parts = []
    while size:
        part = sock.recv(min(size, 2**20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _without_surrogates(value):
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(part) for part in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(part) for key, part in value.items()}
    return value
