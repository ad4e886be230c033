"""Sentences that the rules of words let pass, and sentences that they do not."""

import pytest

from howcome_instructor.check.rules.words import _minds, deficit_wording, empty_cheer
from howcome_instructor.check.rules.words import slogan as slogans
from howcome_instructor.check.rules.words._said import Said


@pytest.mark.parametrize(
    "text",
    [
        "The machine thinks it is a boot.",
        "The sorter only knows sneakers.",
        "Our model really wants to please you.",
        "The sorter has 90 examples. It knows them all.",
        "The robot can see the wall.",
        "The chatbot understood the question, and it was wrong.",
        "What does the machine see here?",
        "Look at the machine's card. How does it know?",
        "How does your sorter know?",
        "The machine has never seen a boot.",
        "The model never saw a sandal.",
        "Most machines believe what they read.",
        "The toy likes the first card.",
        "La máquina sabe qué es una bota.",
    ],
)
def test_a_machine_with_a_mind_is_found(text):
    assert list(_minds.minds(Said("x", text, "paragraph")))


@pytest.mark.parametrize(
    "text",
    [
        "A machine does not think, know or want: it adds up points.",
        "A sorter likes nothing: it adds up points, so look at where the points come from.",
        "What does the machine want? It wants nothing.",
        "Can a machine think?",
        "Does the sorter know what a shoe is?",
        "Is it so that the machine feels sad?",
        "“The machine thinks it is a boot.” What would you say instead?",
        'The machine says "I know you" to everyone.',
        "It sounds as if the machine knew you.",
        "Some people say that the machine thinks.",
        "The machine pretends: it seems to know you.",
        "The people who made the machine know what is on the cards.",
        "A machine like this sorts mail.",
        "Machines like ours are small.",
        "The machine is sure, and it is wrong. It feels unfair.",
        "A crab likes rocks. It sees with two eyes.",
        "The machine predicts a boot. You know better.",
        "What do you think the machine said?",
        "Look at the machine's card: what do you see?",
        "The machine looks like a box.",
        "The sorter learned from 90 shoes. It picks the nearest one.",
        "La máquina no sabe nada: suma puntos. ¿La máquina piensa?",
        "Tell the class what you want the machine to do.",
        "It was shown no boot. Which of them will it miss?",
    ],
)
def test_what_a_machine_does_and_talk_about_minds_is_not(text):
    assert not list(_minds.minds(Said("x", text, "paragraph")))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Deep-sea fish are harder to sort.", True),
        ("Their voices were just too hard to understand.", True),
        ("Boots are hard for the machine.", True),
        ("The test is for normal people.", True),
        ("Non-standard English confuses it.", True),
        ("The low-ability group starts with two rows.", True),
        ("The school was underperforming.", True),
        ("The model had few examples of boots.", False),
        ("It is harder to sort by shape.", False),
        ("Question 3 is harder.", False),
        ("Are deep-sea creatures just harder to sort?", False),
        ("“They are harder to sort.” Ask: who chose the cards?", False),
        ("Deep-sea fish are not harder to sort.", False),
        ("A normal day at sea brings 100 fish.", False),
        ("The regular pupils' copy is made by the release.", False),
    ],
)
def test_a_gap_is_not_laid_on_the_people(text, found):
    assert _found(deficit_wording, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A low temperature tells the truth.", True),
        ("Drop the sensitive column and the model is fair.", True),
        ("We project the bias out.", True),
        ("Use its answer only when it is above 90 % sure.", True),
        ("A little randomness cures the loop.", True),
        ("This fixes the bias.", True),
        ("Now the sorter is fair to everyone.", True),
        ("At a low temperature it still says false things, and it is no truer.", False),
        ("Does a low temperature tell the truth?", False),
        ("“Drop the sensitive column and it is fair,” says a leaflet.", False),
        ("Drop the column and count the gap again.", False),
        ("Some surprise slows the loop, but it does not cure it.", False),
        ("Equal thirds mend it, with no more pictures.", False),
        ("It fixes the gap for boots, but not for sandals.", False),
    ],
)
def test_a_slogan_is_not_said_as_true(text, found):
    assert _found(slogans, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Great job!", True),
        ("Awesome! Well done!", True),
        ("That's amazing. Keep it up!", True),
        ("Great job! You found all the boots.", False),
        ("Oh! What happened?", False),
        ("Good question.", False),
        ("A great white shark.", False),
    ],
)
def test_a_cheer_says_something(text, found):
    assert _found(empty_cheer, text) == found


def _found(rule, text: str) -> bool:
    class Draft:
        """A lesson of one paragraph."""

    rule_says = [Said("x", text, "paragraph")]
    kept = {name: getattr(rule, name) for name in ("to_pupils", "to_adults") if hasattr(rule, name)}
    try:
        for name in kept:
            setattr(rule, name, lambda draft, name=name: rule_says if name == "to_pupils" else [])
        return bool(list(rule.check(Draft())))
    finally:
        for name, function in kept.items():
            setattr(rule, name, function)
