"""The author's check: a lesson proves itself.

Each rule is one small file in `rules/<group>/`, named for what it refuses. Its docstring says what
and why; `check(draft)` yields (where, sentence) for each place that must be mended; `cure(draft)`,
where there is one right cure, mends it. Adding such a file adds the rule: `howcome check` runs it,
and a test asks for a lesson that fails it.
"""
