"""Faults that touch children: what leaves the machine, who is asked, what is talked about."""

from .faults import Copy, fault

TALK = "guide: If talk gets hard"


@fault("children.network_call", where="added", says="`requests`")
def a_lesson_that_asks_a_server(lesson: Copy):
    lesson.code("think", "import requests")


@fault("children.network_call", "h04", where="added", says="address in code")
def a_table_from_another_site(lesson: Copy):
    lesson.code("think", 'pd.read_csv("https://example.org/pupils.csv")')


@fault("children.network_call", "h04", where="added", says="`fetch_openml`")
def a_table_that_is_downloaded(lesson: Copy):
    lesson.code("think", 'fetch_openml("adult")')


@fault("children.network_call", "h04", where="added", says="loads something")
def a_picture_from_another_site(lesson: Copy):
    lesson.words("think", "![A map of two bus lines](https://example.org/map.png)")


@fault("children.installs", "h04", where="added", says="`%pip install seaborn`")
def a_lesson_that_installs(lesson: Copy):
    lesson.code("think", "%pip install seaborn")


@fault("children.installs", "h04", where="added", says="`subprocess`")
def a_lesson_that_runs_a_program(lesson: Copy):
    lesson.code("think", "import subprocess")


@fault("children.camera_or_file", where="added", says="`FileUpload`")
def a_field_for_the_pupils_own_picture(lesson: Copy):
    lesson.code("think", "FileUpload()")


@fault("children.camera_or_file", where="added", says="“getUserMedia”")
def a_camera(lesson: Copy):
    lesson.code("think", 'page = "navigator.getUserMedia"')


@fault("children.real_faces", "h04", where="added", says="`fetch_lfw`")
def faces_of_people_nobody_asked(lesson: Copy):
    lesson.code("think", "from sklearn.datasets import fetch_lfw_people")


@fault("children.personal_question", where="added", says="“your first name”")
def a_question_for_the_name(lesson: Copy):
    lesson.code("think", 'Ask("What is your first name?", kind="text")')


@fault("children.personal_question", "h04", where="added", says="`input()`")
def a_question_that_stops_the_lesson(lesson: Copy):
    lesson.code("think", 'club = input("Which club?")')


@fault("children.personal_question", where="added", says="“Type your name”")
def a_line_for_the_name(lesson: Copy):
    lesson.words("think", "Type your name here.")


@fault("children.care_incomplete", "h04", where=TALK, says="whom you turn to")
def nobody_to_turn_to(lesson: Copy):
    start = lesson.guide.index("**If a pupil tells you something**")
    end = lesson.guide.index("**Close on what people did.**")
    lesson.guide = lesson.guide[:start] + lesson.guide[end:]


@fault("children.care_incomplete", "h04", where=TALK, says="Add another task")
def no_way_to_step_out(lesson: Copy):
    start = lesson.guide.index("**The other task.**")
    end = lesson.guide.index("**Before Part 2**")
    lesson.guide = lesson.guide[:start] + lesson.guide[end:]
    lesson.swap_guide("may use another table", "may watch")


@fault("children.care_denied", "h04", where="title", says="“arrests”")
def a_lesson_on_arrests_without_care(lesson: Copy):
    lesson.swap_guide("care: true", "care: false")
    lesson.swap_guide("## If talk gets hard", "### If talk gets hard")


@fault("children.early_theme", "e05", where="added", says="“criminal”")
def a_criminal_in_grade_4(lesson: Copy):
    lesson.words("think", "The sorter finds a criminal.")


@fault("children.judges_pupils", where="added", says="“the machine grades your essay”")
def a_machine_that_grades(lesson: Copy):
    lesson.words("think", "Now the machine grades your essay.")


@fault(
    "children.judges_pupils", where="guide: Listen for", says="“the model predicts how you feel”"
)
def a_machine_that_reads_faces(lesson: Copy):
    lesson.swap_guide("## Listen for\n", "## Listen for\n\nThen the model predicts how you feel.\n")


@fault("children.detector_advised", where="guide: Good answers", says="“GPTZero”")
def advice_to_use_a_detector(lesson: Copy):
    lesson.swap_guide("## Good answers\n", "## Good answers\n\nRun each letter through GPTZero.\n")
