"""Is a port free? Asked before anything is written."""

import errno
import os
import socket

from ..errors import BadInput


def check_port(port: int | None) -> None:
    """Raise BadInput when this port of 127.0.0.1 cannot be had; None is always well."""
    if port is None:
        return
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            # as the server does: a port whose last visitor has just left counts as free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise BadInput(
                    f"Port {port} is in use; choose another one, or leave --port out."
                ) from error
            raise BadInput(
                f"Port {port} cannot be used; choose one from 1024 to 65535, or leave --port out."
            ) from error
