"""Is this machine ready? One check a file; each says what it found and what to do.

Checks only look: they write nothing, but for a nameless temporary file to see whether a folder
can be written, and they use no network.
"""
