"""How a kernel starts, and how one speaks with it."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ...job import MachineFailure
from .environment import fonts, kernel_environment

if TYPE_CHECKING:
    from jupyter_client import BlockingKernelClient

START = 60.0
"""Seconds for a kernel to start on a slow, busy laptop."""

TICK = 0.2
"""Seconds to wait for a message before looking at something else."""

SOCKETS = os.name == "posix"
"""Whether to speak through sockets in the kernel's own folder, which nobody else may enter, or by
TCP on 127.0.0.1, as Windows must."""

LONGEST = 95
"""Characters of the folder of a socket, whose path may have 103 on macOS."""

TOLD = "kernel.json"
"""Where a kernel says how to reach it."""


def launch(home: Path, work: Path, notebook: Path) -> subprocess.Popen:
    """Start a kernel in `work`; its own things are in `home`."""
    from jupyter_client.launcher import launch_kernel

    (home / "home").mkdir()
    for font_list in fonts():
        shutil.copy(font_list, home / "home")
    # no port is chosen here and taken by somebody else there: the kernel binds, then tells
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", str(home / TOLD)]
    command += ["--HistoryManager.hist_file=:memory:"]
    if SOCKETS and len(str(home)) < LONGEST:
        command += ["--transport=ipc", f"--ip={home / 's'}"]
    env = kernel_environment(home, work, notebook)
    with open(os.devnull, "r+b") as null:
        return launch_kernel(command, stdin=null, stdout=null, stderr=null, cwd=str(work), env=env)


def connect(process: subprocess.Popen, home: Path) -> BlockingKernelClient:
    """A client of a kernel that has just been launched, when it answers.

    Raises:
        MachineFailure: it does not.
    """
    import zmq
    from jupyter_client import BlockingKernelClient

    def still_starting() -> None:
        if process.poll() is not None or time.monotonic() > deadline:
            raise MachineFailure("run.no-start", why="no kernel")

    deadline = time.monotonic() + START
    while (info := _read(home / TOLD)) is None:
        still_starting()
        time.sleep(0.02)
    # without a limit on what may wait here, or a flood of output loses messages
    context = zmq.Context()
    context.rcvhwm = 0
    client = BlockingKernelClient(context=context)
    try:
        client.load_connection_info(info)
        client.start_channels(stdin=False, hb=False, control=False)
        while not _answers(client):
            still_starting()
    except BaseException:
        disconnect(client)
        raise
    return client


def disconnect(client: BlockingKernelClient) -> None:
    """Close a client with its sockets."""
    client.stop_channels()
    client.context.destroy(linger=0)


def messages(client: BlockingKernelClient, asked: str) -> Iterator[dict]:
    """What has come in answer to a request; waits for it, but not for long."""
    import zmq

    channels = (client.iopub_channel, client.shell_channel)
    poller = zmq.Poller()
    for channel in channels:
        poller.register(channel.socket, zmq.POLLIN)
    ready = dict(poller.poll(1000 * TICK))
    for channel in channels:
        if channel.socket in ready:
            with contextlib.suppress(queue.Empty, ValueError):  # ValueError: not signed by it
                message = channel.get_msg(timeout=0)
                if message["parent_header"].get("msg_id") == asked:
                    yield message


def _answers(client: BlockingKernelClient) -> bool:
    """Whether it answers on both channels: a late subscriber hears nothing of the first."""
    asked, heard = client.kernel_info(), set()
    end = time.monotonic() + 1
    while time.monotonic() < end:
        heard |= {message["msg_type"] for message in messages(client, asked)}
        if {"kernel_info_reply", "status"} <= heard:
            return True
    return False


def _read(path: Path) -> dict | None:
    """The connection file, or None while it is not whole."""
    try:
        info = json.loads(path.read_bytes())
        return info if info["shell_port"] and info["iopub_port"] else None
    except (OSError, ValueError, KeyError):
        return None
