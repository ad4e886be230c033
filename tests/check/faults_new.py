"""Faults that `howcome new` puts in on purpose: blanks that nobody has filled."""

from .faults import Copy, fault


@fault("structure.blank_left", where="added", says="instead of “✎ the idea”")
def a_blank_in_the_words(lesson: Copy):
    lesson.words("explain", "✎ the idea")


@fault("structure.blank_left", where="which", says="“✎ what else to look at”")
def a_blank_in_the_code(lesson: Copy):
    lesson.swap("which", "which = Ask(", "# ✎ what else to look at\nwhich = Ask(")


@fault("structure.blank_left", where="guide: Listen for", says="these 2 blanks: “✎ one”, “✎ two”")
def blanks_in_a_section_of_the_guide(lesson: Copy):
    lesson.swap_guide("## Listen for\n", "## Listen for\n\n- ✎ one\n- ✎ two\n")


@fault("structure.blank_left", where="guide: record", says="“✎ true for a lesson on people”")
def a_blank_in_the_record(lesson: Copy):
    lesson.swap_guide("care: false", "care: false # ✎ true for a lesson on people")
