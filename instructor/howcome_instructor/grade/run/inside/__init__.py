"""What runs where the pupil's code runs: the standard library, IPython and ipykernel alone.

Inside the sandbox this folder stands by itself, so its modules import each other by `from .`
and nothing else of howcome_instructor.
"""
