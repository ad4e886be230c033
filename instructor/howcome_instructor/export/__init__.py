"""Gradebook files for other platforms. README.md says what each of them documents.

1. `marks.py` reads what there is to export, and why a pupil has no mark;
2. `people.py` says who is behind an id: nowhere else are pseudonyms resolved into a file;
3. `fresh.py` makes a file, `template.py` fills in the teacher's own, `stock.py` is nbgrader's;
4. `feedback.py` packs the pupils' pages;
5. `command.py` is the command, `summary.py` what it says at the end.
"""
