"""Faults of truth: claims, measured numbers, facts from the world."""

from .faults import Copy, fault


@fault("truth.unmeasured_mark", where="cost", says="“… 8 out of 100” is marked")
def a_mark_without_a_measurement(lesson: Copy):
    lesson.swap(
        "cost", "about 8 out of 100<!--", "about 8 out of 100<!-- claim: half-of-it --><!--"
    )


@fault("truth.unmarked_claim", where="claims", says="<!-- claim: deep-again -->")
def a_measurement_without_a_mark(lesson: Copy):
    lesson.swap("recap", "<!-- claim: deep-again -->", "")


@fault("truth.claim_differs", where="copies-talk", says="“about 12 out of 100” was measured")
def another_number_than_was_measured(lesson: Copy):
    lesson.swap("copies-talk", "give about 12 out of", "give about 13 out of")


@fault(
    "truth.claim_differs", where="guide: Two wrong ideas", says="“about 12 out of 100” was measured"
)
def another_number_in_the_guide(lesson: Copy):
    lesson.swap_guide("(about 12 out of 100<!--", "(about 20 out of 100<!--")


@fault(
    "truth.nothing_measured",
    "h04",
    where="notebook",
    says="toy “clubs”",
    also=("truth.unmeasured_mark", "truth.bare_number"),
)
def a_toy_that_nobody_measured(lesson: Copy):
    lesson.remove("claims")


@fault("truth.bare_number", where="added", says="“about 41 of 100” looks measured")
def a_share_that_nobody_counted(lesson: Copy):
    lesson.words("cost", "With fewer cards it missed about 41 of 100.")


@fault("truth.bare_number", where="added", says="“37 %”")
def a_percentage_that_nobody_counted(lesson: Copy):
    lesson.words("cost", "Only 37 % came out right.")


@fault("truth.bare_number", where="guide: Listen for", says="“0.83 sure”")
def a_confidence_that_nobody_counted(lesson: Copy):
    lesson.swap_guide("## Listen for\n", "## Listen for\n\nThe machine was 0.83 sure.\n")


@fault("truth.unsourced_fact", "h04", where="added", says="“In 1998”")
def a_year_without_a_source(lesson: Copy):
    lesson.words("swap-words", "In 1998 a score decided who went to which school.")


@fault("truth.unsourced_fact", where="guide: Before you teach", says="who counted or published")
def a_year_in_the_guide_without_a_source(lesson: Copy):
    lesson.swap_guide("## Plan\n", "6. Since 2015 phones sort pictures.\n\n## Plan\n")


@fault("truth.unchecked_fact", "h04", where="added", says="“(S2)”")
def a_fact_read_at_second_hand(lesson: Copy):
    lesson.words("swap-words", "Speech programs miss more words of children (S2).")


@fault("truth.unchecked_fact", "h04", where="added", says="“retelling”")
def a_row_that_nobody_looked_up(lesson: Copy):
    folder = lesson.home / "datasets" / "facts"
    folder.mkdir(parents=True)
    (folder / "facts.csv").write_text("id,figure,how_sure\nwild-guess,12,retelling\n")
    lesson.code("think", 'about("facts")\nload("facts").set_index("id").loc["wild-guess"]')


@fault("truth.lonely_average", "h01", where="added", says="alone", also=("structure.map_differs",))
def an_average_without_its_groups(lesson: Copy):
    for cell in lesson.notebook.cells:
        if cell.cell_type == "code":
            cell.source = cell.source.replace("groupby", "sort_values").replace("card()", "why()")
    lesson.code("play", "model.score(cards, labels)")
