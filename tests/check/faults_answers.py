"""Faults of checks and of the wrong answers in the guide's record."""

from .faults import Copy, fault
from .faults_runs import small

REFUSES = "check(why.misconception is None, why.feedback[why.value])\n"
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS\n"


@fault("answers.refuses_right", "e05", where="check-why", says="This check refuses your own")
def a_check_refuses_the_answer(lesson: Copy):
    small(lesson)
    lesson.swap("answer-why", '"no-boots"', '"too-few"')


@fault("answers.refuses_right", "e05", where="check-why", says="hidden checks refuse your own")
def a_hidden_check_refuses_the_answer(lesson: Copy):
    small(lesson)
    hidden = HIDDEN.format('check(why.value == "no-boot", "Look again at the boots.")')
    lesson.swap("check-why", "well_done", f"{hidden}well_done")


@fault("answers.accepts_wrong", "e05", where="check-why", says="wrong answer of e05-more-of-the")
def a_check_takes_any_choice(lesson: Copy):
    small(lesson)
    lesson.swap("check-why", REFUSES, "")


@fault("answers.accepts_wrong", "e05", where="check-why", says="The choice “by-luck”")
def a_wrong_choice_without_feedback(lesson: Copy):
    small(lesson)
    choice = '"no-boots": "It had no boots as examples.",'
    lesson.swap("why", choice, f'{choice}\n        "by-luck": "It was bad luck.",')
    lesson.swap("check-why", "why.feedback[why.value]", 'why.feedback.get(why.value, "")')


@fault("answers.accepts_wrong", "e05", where="check-why", says="names a wrong idea")
def a_wrong_choice_with_an_idea(lesson: Copy):
    small(lesson)
    lesson.swap_guide("    task: why\n    wrong: {value: no-liking}\n", "")
    lesson.swap("check-why", "why.misconception is None", 'why.value in ("no-boots", "no-liking")')


@fault("answers.names_another_idea", "e05", where="check-why", says="names e05-it-has-likes")
def feedback_names_another_idea(lesson: Copy):
    small(lesson)
    lesson.swap("why", "e05-boots-are-hard", "e05-it-has-likes")


@fault("answers.names_another_idea", "e05", where="check-why", says="names no idea")
def feedback_names_no_idea(lesson: Copy):
    small(lesson)
    lesson.swap("check-why", "why.feedback[why.value]", '"Go back to Play and try boots."')


@fault("answers.new_rule_in_hidden", "e05", where="check-why", says="reads “well done”")
def only_a_hidden_check_refuses(lesson: Copy):
    small(lesson)
    lesson.swap("check-why", REFUSES, HIDDEN.format(REFUSES.strip()))


@fault("answers.new_rule_in_hidden", "e05", where="check-why", says="the choice “by-luck”")
def a_choice_that_only_a_hidden_check_refuses(lesson: Copy):
    small(lesson)
    choice = '"no-boots": "It had no boots as examples.",'
    lesson.swap("why", choice, f'{choice}\n        "by-luck": "It was bad luck.",')
    hidden = HIDDEN.format('check(why.value == "no-boots", "Think of its examples.")')
    lesson.swap("check-why", "well_done", f"{hidden}well_done")
    lesson.swap("check-why", "why.feedback[why.value]", 'why.feedback.get(why.value, "")')


@fault("answers.new_rule_in_hidden", "e05", where="check-why", says="e05-a-few-will-do")
def an_idea_that_only_a_hidden_check_names(lesson: Copy):
    small(lesson)
    hidden = HIDDEN.format('check(True, hint("e05-a-few-will-do", "Show ten boots, too."))')
    lesson.swap("check-why", "well_done", f"{hidden}well_done")


@fault("answers.new_rule_in_hidden", where="check-which", says="m04-second")
def two_ideas_that_only_hidden_checks_name(lesson: Copy):
    kept = ("title", "guess", "set-up", "which", "answer-which", "check-which")
    first = lesson.cell("check-which")
    second = lesson.cell("check-misses")
    first.source += HIDDEN.format('hint("m04-second", "Read line 4, too.")')
    second.source = HIDDEN.format('hint("m04-first", "Read line 3, too.")')
    lesson.notebook.cells = [second, *map(lesson.cell, kept)]


@fault("answers.no_hidden_case", "e05", where="check-mix", says="such as another deal")
def no_other_deal_is_tried(lesson: Copy):
    lesson.swap("check-mix", HIDDEN.format("check_deals(range(15, 18))"), "")


@fault("answers.no_hidden_case", "h04", where="check-gap", says="another case for “gap”")
def code_that_may_give_back_fifty(lesson: Copy):
    before, _, after = lesson.cell("check-gap").source.partition("### BEGIN HIDDEN TESTS\n")
    lesson.cell("check-gap").source = before + after.partition("### END HIDDEN TESTS\n")[2]


@fault("answers.pays_for_nothing", "e05", where="check-why", says="gets points here (1)")
def no_answer_passes(lesson: Copy):
    small(lesson)
    lesson.cell("check-why").source = 'check(why.misconception is None, "Look at the examples.")'


@fault("answers.pays_for_nothing", "e05", where="check-why", says="visible checks pass before")
def no_answer_reads_well_done(lesson: Copy):
    small(lesson)
    visible = 'check(why.misconception is None, "Look at the examples.")\n'
    hidden = HIDDEN.format('check(why.answered, "Press one answer first.")')
    lesson.cell("check-why").source = visible + hidden


@fault("answers.points_do_not_add_up", "e05", where="guide: Plan", says="1 + 2 + 1 + 1")
def a_sum_of_points_from_last_year(lesson: Copy):
    lesson.swap_guide("Marks, 5 in all", "Marks, 6 in all")


@fault("answers.points_do_not_add_up", where="guide: Plan", says="1, 3, 1, 2 points")
def a_task_worth_more_in_the_plan(lesson: Copy):
    lesson.swap_guide("task 2 (2 points)", "task 2 (3 points)")


@fault("answers.visible_without_hint", "e05", where="check-why", says="“Wrong, try again!”")
def wrong_try_again(lesson: Copy):
    small(lesson)
    lesson.swap("check-why", "why.feedback[why.value]", '"Wrong, try again!"')


@fault("answers.visible_without_hint", "e05", where="check-why", says="in place of `assert`")
def a_check_in_pythons_words(lesson: Copy):
    small(lesson)
    lesson.swap("check-why", REFUSES, "assert why.misconception is None\n")


@fault("answers.visible_without_hint", "e05", where="check-why", says="the choice “by-luck”")
def a_choice_is_refused_without_a_word(lesson: Copy):
    small(lesson)
    choice = '"no-boots": "It had no boots as examples.",'
    lesson.swap("why", choice, f'{choice}\n        "by-luck": "It was bad luck.",')
    refuses = 'check(why.value == "no-boots", why.feedback.get(why.value, ""))\n'
    lesson.swap("check-why", REFUSES, refuses)


@fault("answers.wrong_cannot_be_given", "e05", where="guide: record", says="not one of the choices")
def a_wrong_answer_that_cannot_be_pressed(lesson: Copy):
    small(lesson)
    lesson.swap_guide("wrong: {value: too-hard}", "wrong: {value: too-tall}")


@fault("answers.wrong_cannot_be_given", "e05", where="guide: record", says="as the activity takes")
def a_wrong_answer_of_another_kind(lesson: Copy):
    small(lesson)
    lesson.swap_guide("wrong: {value: too-hard}", "wrong: [too-hard]")


@fault("answers.wrong_without_task", "e05", where="guide: record", says="“rain-boots”")
def a_wrong_answer_to_no_task(lesson: Copy):
    lesson.swap_guide(
        "task: new-kind\n    wrong: {value: finds-all}",
        "task: rain-boots\n    wrong: {value: finds-all}",
    )


@fault("answers.wrong_without_task", "e05", where="guide: record", says="Say with `task:`")
def a_wrong_answer_to_nobody_knows_what(lesson: Copy):
    lesson.swap_guide("    task: new-kind\n    wrong: {value: finds-all}", "    wrong: {value: a}")


@fault("answers.wrong_without_task", "e05", where="guide: record", says="Give e05-mended-for-good")
def a_task_without_its_wrong_answer(lesson: Copy):
    lesson.swap_guide("    task: new-kind\n    wrong: {value: finds-all}", "    task: new-kind")
