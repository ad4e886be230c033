"""Marking: take in, mend, run, save, give back.

The steps, each in its own folder or file:

1. `take/` finds what was handed in, under whatever name, and keeps it byte for byte;
2. `mend/` makes of it a notebook that can be run, and says what it did;
3. `run/` runs the cells where they can do no harm;
4. `mark.py` is 2 and 3 for one submission: a function of its input, on this machine or another;
5. `save.py` writes marks into nbgrader's gradebook, and nobody else does;
6. `report/` gives back: a page for each pupil, a page for the class.

`hold.py` holds the course meanwhile: one run at a time, and a full disk is one sentence.
"""
