"""Faults of access: what who listens, sees no colour, or uses only the keyboard would miss."""

from .faults import Copy, fault


@fault("access.picture_without_words", where="added", says="has no words")
def a_picture_without_words(lesson: Copy):
    lesson.words("explain", "![](attachment:net.png)")


@fault("access.picture_without_words", where="added", says="begins with")
def a_picture_of(lesson: Copy):
    lesson.words("explain", "![Picture of a net](attachment:net.png)")


@fault("access.figure_without_words", where="added", says="has no `alt`")
def a_figure_without_words(lesson: Copy):
    lesson.code("explain", 'bars({"reef": 3}, title="Wrong out of 100")')
    lesson.cell("added").metadata["jupyter"] = {"source_hidden": True}


@fault("access.heading_jump", where="added", says="Make it level 3")
def a_level_left_out(lesson: Copy):
    lesson.words("explain", "## Look again\n\n##### Small letters")


@fault("access.vague_link", where="added", says="does not say where it leads")
def click_here(lesson: Copy):
    lesson.words("explain", "For more, click [here](../Lessons.md).")


@fault("access.headerless_table", where="added", says="no heading above column 2")
def a_column_without_a_heading(lesson: Copy):
    lesson.words("explain", "| place | |\n| --- | --- |\n| reef | three |")


@fault("access.colour_alone", where="added", says="points by colour alone")
def the_green_button(lesson: Copy):
    lesson.words("explain", "Now press the green button.")


@fault("access.emoji_alone", where="added", says="only")
def a_heading_of_one_emoji(lesson: Copy):
    lesson.words("explain", "## 👀")


@fault("access.raw_html", where="added", says="HTML with `style`")
def colours_by_html(lesson: Copy):
    lesson.words("explain", 'Look <span style="color:red">here</span> again.')


@fault("access.axe", "e01", where="added", says="has no words")
def a_picture_of_a_library_without_words(lesson: Copy):
    lesson.code(
        "play",
        "from IPython.display import HTML\n\n"
        'HTML(\'<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="50" height="50">\')',
    )
