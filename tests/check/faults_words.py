"""Faults of words: too hard, minds in machines, blame, slogans, terms that nobody was told."""

from .faults import Copy, fault


@fault("words.hard_reading", where="notebook", says="The prose reads like grade")
def long_sentences_of_long_words(lesson: Copy):
    sentence = (
        "Notwithstanding considerable methodological uncertainty, representative categorization "
        "necessitates comprehensive documentation of proportionally underrepresented populations. "
    )
    lesson.words("explain", sentence * 30)


@fault("words.hard_reading", "e01", where="added", says="A sentence of")
def a_long_sentence_for_children_who_listen(lesson: Copy):
    lesson.words(
        "play", "Tell your friend which one you put on the top shelf and which one you did not."
    )


@fault("words.humanised_machine", where="added", says="a machine has no mind")
def a_machine_that_knows(lesson: Copy):
    lesson.words("explain", "The machine knows each reef fish by now.")


@fault("words.humanised_machine", where="guide: Before you teach", says="a machine has no mind")
def a_guide_in_which_the_machine_wants(lesson: Copy):
    lesson.swap_guide("\n## Plan", "\nThe model wants more deep-sea cards.\n\n## Plan")


@fault("words.deficit_wording", where="added", says="training set")
def creatures_that_are_to_blame(lesson: Copy):
    lesson.words("explain", "Deep-sea creatures are harder to sort.")


@fault("words.slogan", where="added", says="promises a fix")
def a_promise_of_a_fix(lesson: Copy):
    lesson.words("cost", "More data removes the bias.")


@fault("words.term_above_band", where="added", says="has to be told")
def a_term_that_nobody_was_told(lesson: Copy):
    lesson.words("explain", "Draw the confusion matrix on paper.")


@fault("words.vocabulary_drift", where="words", says="Use one sentence in both")
def two_sentences_for_one_word(lesson: Copy):
    lesson.swap(
        "words",
        "a gap is how far the errors of two groups lie apart.",
        "a gap is the space between two rows of a table.",
    )


@fault("words.vocabulary_drift", where="guide: record", says="takes 2 to 4")
def seven_new_words(lesson: Copy):
    more = "".join(f"  word {n}: the word {n} is a word.\n" for n in "abc")
    lesson.swap_guide("misconceptions:\n", f"{more}misconceptions:\n")
    bold = "".join(f"\n- **Word {n}:** the word {n} is a word." for n in "abc")
    lesson.cell("words").source += bold


@fault("words.empty_cheer", where="added", says="says nothing about the work")
def praise_for_nothing(lesson: Copy):
    lesson.words("explain", "Great job!")
