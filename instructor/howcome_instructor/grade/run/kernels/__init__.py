"""Marking without a sandbox: a pool of kernels that have imported what the lesson imports.

For macOS, Windows and a Linux without bubblewrap, when the teacher says `--unsandboxed`. It needs
no fork and no Unix socket. Each submission gets a kernel of its own, started while others ran,
and the kernel is thrown away after it, with all it started and wrote. Limits keep an honest
mistake (an endless loop, a huge list) from stopping the class; **they hold nobody who wants
out**: the code runs with the teacher's rights, and on the teacher's network.

| file | what it does |
| --- | --- |
| `pool.py` | the runner, as `forks.py`, and the kernels that stand ready |
| `child.py` | one submission: cell after cell, with the guard before each check |
| `kernel.py` | one kernel: started, asked, interrupted, ended |
| `start.py` | how it starts, and how one speaks with it |
| `environment.py` | what a kernel gets to know of this machine |
| `processes.py` | everything a submission started, and its use of the machine |
| `in_kernel.py` | what runs inside, beside the pupil's code |
"""

from .pool import KernelPool

__all__ = ["KernelPool"]
