"""Faults of a translation: the file of messages, and what a lesson does in Spanish."""

import polib

from .faults import Copy, fault


def retell(lesson: Copy, old: str, new: str) -> None:
    """Change the text of es.po; it has to be there."""
    path = lesson.lesson.path.with_name("es.po")
    text = path.read_text(encoding="utf-8")
    assert old in text, f"es.po does not say {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def entries(lesson: Copy) -> polib.POFile:
    """es.po, to be changed and saved."""
    return polib.pofile(str(lesson.lesson.path.with_name("es.po")))


def say(lesson: Copy, context: str, old: str, new: str) -> None:
    """Change the words of one message; they have to be there."""
    po = entries(lesson)
    entry = po.find(context, by="msgctxt")
    assert old in entry.msgstr, f"{context} does not say {old!r}"
    entry.msgstr = entry.msgstr.replace(old, new, 1)
    po.save()


@fault("translation.damaged_file", where="es.po", says="nothing was changed")
def a_quotation_mark_is_gone(lesson: Copy):
    retell(lesson, 'msgstr "## Conoce las tarjetas"', 'msgstr "## Conoce las tarjetas')


@fault("translation.damaged_file", where="es.po", says="stands there twice")
def a_message_came_in_twice(lesson: Copy):
    twice = 'msgctxt "meet/heading"\nmsgid "## Meet the cards"\nmsgstr "## Las tarjetas"\n\n'
    retell(lesson, "#. paragraph\n", f"{twice}#. paragraph\n")


@fault("translation.unlike_lesson", where="es.po", says="how-come-talk/paragraph")
def the_english_was_changed(lesson: Copy):
    lesson.swap("how-come-talk", "All five votes", "Each of the five votes")


@fault("translation.no_spanish", where="es.po", says="1 messages have no Spanish yet")
def a_message_was_left_out(lesson: Copy):
    retell(lesson, 'msgstr "## Conoce las tarjetas"', 'msgstr ""')


@fault("translation.no_spanish", where="es.po", says="the English has changed since")
def the_spanish_is_of_an_older_english(lesson: Copy):
    retell(lesson, 'msgctxt "meet/heading"', '#, fuzzy\nmsgctxt "meet/heading"')


@fault("translation.no_spanish", where="es.po", says="still the English")
def the_english_was_copied(lesson: Copy):
    retell(lesson, 'msgstr "## Conoce las tarjetas"', 'msgstr "## Meet the cards"')


@fault("translation.lost_sign", where="es.po", says="put back the gap {cards}")
def a_gap_was_translated(lesson: Copy):
    say(lesson, "check-mend/check 2", "{cards}", "{tarjetas}")


@fault("translation.lost_sign", where="es.po", says="put back <!-- claim: half-deep -->")
def a_claim_lost_its_mark(lesson: Copy):
    say(lesson, "cost/paragraph", "<!-- claim: half-deep -->", "")


@fault("translation.lost_sign", where="es.po", says="put back the link to ../Lessons.md")
def a_link_leads_nowhere(lesson: Copy):
    say(lesson, "next/paragraph", "[Todas las lecciones](../Lessons.md)", "Todas las lecciones")


@fault("translation.lost_sign", where="es.po", says="it is code")
def code_was_translated(lesson: Copy):
    say(lesson, "copies-words/table", "`different`", "`diferentes`")


@fault("translation.lost_sign", where="es.po", says="it is a heading")
def a_heading_is_a_paragraph(lesson: Copy):
    say(lesson, "meet/heading", "## ", "")


@fault("translation.lost_sign", where="es.po", says="3 points in English and 2 here")
def a_point_of_a_list_is_gone(lesson: Copy):
    say(lesson, "mend-words/list", "- **10** errores o menos de cada 100 en el mar profundo,\n", "")


@fault("translation.lost_sign", where="es.po", says="rows and columns")
def a_row_of_a_table_is_gone(lesson: Copy):
    say(lesson, "meet/table", "\n| **No sirve para** | Animales de verdad. |", "")


@fault("translation.other_numbers", where="es.po", says="the English has 200, the Spanish has 20")
def a_number_lost_a_nought(lesson: Copy):
    say(lesson, "mend-words/paragraph", "200", "20")


@fault("translation.other_button", where="es.po", says="“Repartir otra vez”")
def a_button_has_another_name(lesson: Copy):
    say(lesson, "play-words/list", "*Repartir otra vez*", "*Barajar de nuevo*")


@fault("translation.unopened_question", where="es.po", says="0 ¿ and 1 ?")
def a_question_is_not_opened(lesson: Copy):
    say(lesson, "how-come/title", "¿", "")


@fault("translation.hard_spanish", where="es.po", says="INFLESZ")
def the_spanish_is_for_lawyers(lesson: Copy):
    po = entries(lesson)
    for entry in po:
        if entry.comment == "paragraph" and "<!--" not in entry.msgid:
            entry.msgstr = (
                "La institucionalización de procedimientos clasificatorios automatizados "
                "condiciona considerablemente las responsabilidades correspondientes."
            )
    po.save()


@fault("translation.runs_otherwise", where="es.po", says="With the right answers added stops")
def a_translated_name_is_compared(lesson: Copy):
    lesson.code("play", 'assert names["reef"] == "Reef"')


@fault(
    "translation.runs_otherwise", "e05", where="es.po", says="it gets the points, and in English"
)
def a_wrong_answer_is_known_by_its_english_words(lesson: Copy):
    lesson.swap(
        "check-why", "why.misconception is None", '"Go back" not in why.feedback[why.value]'
    )
