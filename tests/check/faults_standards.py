"""Faults of standards: ids that do not exist, do not fit, or are ours."""

from .faults import Copy, fault

RECORD = "guide: record"


@fault("standards.unknown_standard", where=RECORD, says="no “3-A-ix.6-8”; did you mean")
def an_id_that_is_not_there(lesson: Copy):
    lesson.swap_guide("[3-A-iii.6-8,", "[3-A-ix.6-8,")


@fault("standards.unknown_standard", where=RECORD, says="no framework “csta_2018”")
def a_framework_that_is_not_there(lesson: Copy):
    lesson.swap_guide("  csta_2017:", "  csta_2018:")


@fault("standards.wrong_grades", where=RECORD, says="is for grades 3-5; take the one for 6-8")
def an_id_of_other_grades(lesson: Copy):
    lesson.swap_guide("[3-A-iii.6-8,", "[3-A-iii.3-5,")


@fault("standards.wrong_grades", where=RECORD, says="“E3-ALG-ML-02” of csta_2026")
def an_id_of_another_year(lesson: Copy):
    lesson.swap_guide("csta_2026: [", "csta_2026: [E3-ALG-ML-02, ")


@fault("standards.unverified_standard", "h04", where=RECORD, says="the heading “1.3”")
def an_id_that_nobody_has_read(lesson: Copy):
    lesson.swap_guide('iste_students_2024: ["1.3",', "iste_students_2024: [1.3.b,")


@fault("standards.own_code_shown", where="guide: Plan", says="“US-1.2”")
def our_code_as_if_it_were_the_publishers(lesson: Copy):
    lesson.swap_guide("Mapped to the standards in", "Mapped to UNESCO's US-1.2, see")
