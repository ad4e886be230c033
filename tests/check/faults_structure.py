"""Faults of structure: cells, headings, metadata, tasks, the guide."""

import re

from nbformat.v4 import new_output

from .faults import Copy, fault

RECORD = "guide: record"


@fault("structure.dirty_notebook", where="notebook", says="outputs")
def outputs_are_left(lesson: Copy):
    lesson.tidy = False
    lesson.cell("set-up").outputs = [new_output("stream", name="stdout", text="hello")]


@fault("structure.second_heading", where="added", says="level two")
def another_title(lesson: Copy):
    lesson.words("look", "# Another title")


# Cells.


@fault("structure.missing_cell", where="notebook", says="the id `next`")
def no_way_on(lesson: Copy):
    lesson.remove("next")


@fault("structure.missing_cell", "e01", where="notebook", says="the id `done`")
def no_end(lesson: Copy):
    lesson.remove("done")


@fault("structure.cell_order", where="play", says="comes before `explain`")
def explained_before_it_is_played(lesson: Copy):
    cells = lesson.notebook.cells
    cells.insert(lesson.place("play-words"), cells.pop(lesson.place("explain")))


@fault("structure.long_look", "h04", where="look", says="4 lines")
def four_lines_at_once(lesson: Copy):
    lesson.cell("look").source += "\nhalf = len(pupils) // 2"


@fault("structure.busy_set_up", where="set-up", says="`names = {}`")
def set_up_sets_something(lesson: Copy):
    lesson.cell("set-up").source += "\nnames = {}"


@fault("structure.visible_code", "e05", where="play", says="Collapse")
def code_for_a_ten_year_old(lesson: Copy):
    del lesson.cell("play").metadata["jupyter"]


@fault("structure.late_card", where="look", says="`sea` makes its data here")
def the_card_is_gone(lesson: Copy):
    lesson.cell("meet").source = "## Meet the cards\n\nEach creature has a card with two numbers."
    lesson.cell("machine").source = "2 + 3"


@fault("structure.late_card", "h04", where="court-counts", says='`about("audit")`')
def a_second_table_without_its_card(lesson: Copy):
    lesson.swap("court-card", 'about("audit")', "court_card = None")


# Goals and the guess.


@fault("structure.goal_not_kept", where="recap", says="“mend …” does not come back")
def a_goal_is_dropped(lesson: Copy):
    lesson.swap("recap", "- You can **mend** a machine", "- You can **fix** a machine")


@fault("structure.goal_not_kept", where="recap", says="keep the order")
def goals_come_back_in_another_order(lesson: Copy):
    first, second = re.findall(r"^- You can .*\n", lesson.cell("recap").source, re.MULTILINE)[:2]
    lesson.swap("recap", first + second, second + first)


@fault("structure.goal_not_kept", where="goals", says="as a list")
def goals_in_a_sentence(lesson: Copy):
    lesson.cell("goals").source = "## By the end you can\n\nread, mend and tell apart."


@fault("structure.goal_count", where="goals", says="4 goals")
def a_fourth_goal(lesson: Copy):
    lesson.swap("goals", "- **tell apart**", "- **count** the cards;\n- **tell apart**")
    lesson.swap("recap", "- You can **tell", "- You can **count** the cards.\n- You can **tell")


@fault("structure.forgotten_guess", where="recap", says="guess.recall()")
def the_guess_is_not_shown_again(lesson: Copy):
    lesson.remove("recap-guess")


@fault("structure.forgotten_guess", where="guess", says="predict=True")
def the_guess_is_a_question(lesson: Copy):
    lesson.swap("guess", "    predict=True,\n", "")


# Names, the title and the map.


@fault("structure.wrong_name", where="notebook", says="m04-who-is-missing")
def the_name_of_the_lesson_it_was_copied_from(lesson: Copy):
    lesson.notebook.metadata.howcome.lesson = "m05-the-sticker"


@fault("structure.wrong_name", where="notebook", says="version")
def no_version(lesson: Copy):
    del lesson.notebook.metadata.howcome["version"]


@fault("structure.title_differs", where="title", says="45 minutes")
def other_minutes_on_the_page(lesson: Copy):
    lesson.swap("title", "45 minutes", "40 minutes")


@fault("structure.title_differs", where="title", says="Grades 6-8")
def other_grades_on_the_page(lesson: Copy):
    lesson.swap("title", "Grades 6-8", "Grades 3-5")


@fault("structure.title_differs", where="title", says="`# 4. …`")
def another_number_on_the_page(lesson: Copy):
    lesson.swap("title", "# 4.", "# 14.")


@fault("structure.title_differs", where="title", says="“Who is missing?”")
def another_name_on_the_page(lesson: Copy):
    lesson.swap("title", "Who is missing?", "Who pays?")


@fault("structure.map_differs", where="notebook", says="“Who pays for the average?”")
def another_question_in_the_guide(lesson: Copy):
    page = lesson.curriculum / "README.md"
    text = page.read_text(encoding="utf-8")
    changed = text.replace("Who pays for the average?", "Who pays?")
    page.write_text(changed, encoding="utf-8")


@fault("structure.map_differs", where="notebook", says="Add a row")
def not_on_the_map(lesson: Copy):
    page = lesson.curriculum / "README.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(f"[{lesson.lesson.name}]", "[m99-gone]"), encoding="utf-8")


# Tasks.


@fault("structure.incomplete_task", where="which", says="`check-which`")
def a_question_without_its_check(lesson: Copy):
    lesson.remove("check-which")


@fault("structure.incomplete_task", where="answer-which", says="no cell `which`")
def an_answer_without_its_question(lesson: Copy):
    cell = lesson.cell("which")
    del cell.metadata["nbgrader"]
    cell.id = "question"
    cell.source = cell.source.replace('    name="which",\n', "")


@fault("structure.incomplete_task", where="which-answer", says="the id `answer-which`")
def a_cell_with_another_id_than_its_grade_id(lesson: Copy):
    lesson.cell("answer-which").id = "which-answer"


@fault("structure.incomplete_task", "h04", where="gap", says="into the order gap, check-gap")
def a_check_above_its_answer(lesson: Copy):
    cells = lesson.notebook.cells
    cells.insert(lesson.place("try-gap"), cells.pop(lesson.place("check-gap")))


@fault("structure.task_flags", where="check-which", says="locked: true")
def a_check_that_pupils_can_change(lesson: Copy):
    lesson.cell("check-which").metadata.nbgrader.locked = False


@fault("structure.task_flags", where="check-which", says="points")
def a_check_worth_nothing(lesson: Copy):
    lesson.cell("check-which").metadata.nbgrader.points = 0


@fault("structure.task_flags", where="answer-which", says="Collapse")
def an_answer_in_plain_sight(lesson: Copy):
    del lesson.cell("answer-which").metadata["jupyter"]


@fault("structure.task_flags", where="answer-which", says="solution: true")
def an_answer_that_would_be_handed_out(lesson: Copy):
    lesson.cell("answer-which").metadata.nbgrader.solution = False


@fault("structure.activity_name", where="which", says="make it `which`")
def an_answer_kept_under_another_name(lesson: Copy):
    lesson.swap("which", 'name="which"', 'name="witch"')


@fault("structure.activity_name", where="which", says='`name="which"`')
def an_answer_kept_under_no_name(lesson: Copy):
    lesson.swap("which", '    name="which",\n', "")


@fault("structure.activity_name", where="play", says="set the grade_id to `play`")
def an_answer_in_a_cell_that_marking_does_not_know(lesson: Copy):
    lesson.swap("play", "share=sea.SHARE)", 'share=sea.SHARE, name="play")')


@fault("structure.marks_in_tk2", "e01", where="guess", says="Take the marks off")
def marks_for_a_five_year_old(lesson: Copy):
    flags = {"grade": True, "solution": False, "locked": True, "points": 1, "schema_version": 3}
    lesson.cell("guess").metadata["nbgrader"] = {"grade_id": "guess", "task": False, **flags}


# The guide.


@fault("structure.guide_missing", where="guide", says="m04-who-is-missing.md")
def no_guide(lesson: Copy):
    lesson.guide = None


@fault("structure.guide_record", where=RECORD, says="`aias_level:`")
def a_key_is_missing(lesson: Copy):
    lesson.guide = re.sub(r"^aias_level:.*\n", "", lesson.guide, flags=re.MULTILINE)


@fault("structure.guide_record", where=RECORD, says="“forty”")
def minutes_in_words(lesson: Copy):
    lesson.swap_guide("minutes: 45", "minutes: forty")


@fault("structure.guide_record", where=RECORD, says="cannot be read")
def a_colon_too_many(lesson: Copy):
    lesson.swap_guide("title: Who is missing?", "title: Who: is missing?")


@fault("structure.guide_record", where=RECORD, says="`standards` holds")
def a_number_instead_of_an_id(lesson: Copy):
    lesson.swap_guide('"2.5"', "2.5")


@fault("structure.guide_sections", where="guide", says="## Listen for")
def a_section_is_missing(lesson: Copy):
    lesson.swap_guide("## Listen for", "### Listen for")


@fault("structure.guide_sections", where="guide: Plan", says="before “Listen for”")
def the_plan_comes_late(lesson: Copy):
    plan, listen = re.search(
        r"(## Plan\n.*?)(## Listen for\n.*?)(?=## )", lesson.guide, re.S
    ).groups()
    lesson.swap_guide(plan + listen, listen + plan)


@fault("structure.guide_sections", "h04", where="guide", says="If talk gets hard")
def care_without_its_section(lesson: Copy):
    lesson.swap_guide("## If talk gets hard", "### If talk gets hard")


@fault("structure.guide_sections", where="guide: If talk gets hard", says="`care: false`")
def a_section_without_care(lesson: Copy):
    lesson.swap_guide("## Good answers", "## If talk gets hard\n\nStop.\n\n## Good answers")


@fault("structure.plan_minutes", where="guide: Plan", says="44 minutes")
def a_minute_is_lost(lesson: Copy):
    lesson.swap_guide("| Guess | 3 |", "| Guess | 2 |")


@fault("structure.plan_minutes", where="guide: Plan", says="Add a table")
def a_plan_in_sentences(lesson: Copy):
    plan = re.search(r"^\| phase.*?(?=\n\n)", lesson.guide, re.S | re.M)[0]
    lesson.swap_guide(plan, "Guess, then play.")


@fault("structure.family_card", where="guide: At home", says="`### Español`")
def no_card_in_spanish(lesson: Copy):
    lesson.guide = lesson.guide[: lesson.guide.index("### Español")]


@fault("structure.family_card", where="guide: At home", says="words; make it 90 or fewer")
def a_long_card(lesson: Copy):
    lesson.swap_guide("### English\n", "### English\n\n" + "We talked about fish. " * 12 + "\n")


@fault("structure.nameless_idea", where=RECORD, says="its `sentence:`")
def an_idea_without_its_sentence(lesson: Copy):
    sentence = "    sentence: One good deal shows that a mix works.\n"
    lesson.swap_guide(sentence, "")


@fault("structure.nameless_idea", where=RECORD, says="2 wrong ideas have the id m04-luck")
def two_ideas_with_one_id(lesson: Copy):
    idea = "  - id: m04-luck\n    sentence: One good deal shows that a mix works.\n"
    lesson.swap_guide(idea, f"  - id: m04-luck\n    sentence: Luck is skill.\n{idea}")


@fault("structure.unknown_hint", where="check-misses", says="“m04-other-way”")
def a_hint_that_the_guide_does_not_know(lesson: Copy):
    lesson.swap("check-misses", '"m04-direction"', '"m04-other-way"')
    lesson.code("claims", '"m04-direction"')


@fault("structure.unused_idea", where=RECORD, says="m04-never")
def an_idea_that_no_feedback_names(lesson: Copy):
    lesson.swap_guide("misconceptions:\n", f"misconceptions:\n{NEVER}")


NEVER = "  - id: m04-never\n    sentence: Nobody is ever missing.\n"


@fault("structure.activities_differ", where=RECORD, says="has a MistakeTable")
def an_activity_that_the_guide_forgets(lesson: Copy):
    lesson.swap_guide(", MistakeTable]", "]")


@fault("structure.activities_differ", where=RECORD, says="has no CutOff")
def an_activity_that_is_not_there(lesson: Copy):
    lesson.swap_guide(", MistakeTable]", ", MistakeTable, CutOff]")


@fault("structure.odd_rubric", where="guide: Good answers", says="has 2")
def a_rubric_of_two_levels(lesson: Copy):
    lesson.guide = re.sub(r"^\| in part .*\n", "", lesson.guide, flags=re.MULTILINE)


@fault("structure.odd_rubric", where="guide: Good answers", says="“poem”")
def a_rubric_for_no_answer(lesson: Copy):
    table = "| level | points | what it looks like |\n| --- | ---: | --- |\n"
    table += "| all | 2 | both |\n| part | 1 | one |\n| not yet | 0 | none |\n"
    lesson.swap_guide("### Rubric: letter", f"### Rubric: poem\n\n{table}\n### Rubric: letter")


@fault("structure.odd_rubric", where="guide: Good answers", says="goes up to 3")
def a_rubric_with_more_points_than_the_lesson(lesson: Copy):
    lesson.swap_guide("| all of it | 2 |", "| all of it | 3 |")


@fault("structure.missing_rubric", where="letter", says="`### Rubric: letter`")
def a_letter_without_a_rubric(lesson: Copy):
    lesson.swap_guide("### Rubric: letter", "### The letter")


# Exemptions.


@fault("structure.idle_exemption", where="explain", says="No rule is called")
def an_exemption_from_no_rule(lesson: Copy):
    lesson.cell("explain").source += "\n\n<!-- allow: words.anything, I like it -->"


@fault("structure.idle_exemption", where="added", says="Say why")
def an_exemption_without_a_reason(lesson: Copy):
    lesson.words("look", "# Another title\n\n<!-- allow: structure.second_heading -->")


@fault("structure.idle_exemption", where="guide: Plan", says="finds nothing here")
def an_exemption_that_has_outlived_its_cause(lesson: Copy):
    lesson.swap_guide(
        "## Plan\n", "## Plan\n\n<!-- allow: structure.plan_minutes, we stay on -->\n"
    )
