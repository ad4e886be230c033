"""Refuses an exemption from a rule that gives no reason, or that exempts nothing.

`<!-- allow: words.humanised_machine, the sentence quotes a film -->` is an honest way out; left
behind after the sentence has gone, or without a word of why, it only hides the next mistake.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...draft import Draft

LAST = True


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each exemption that names no rule, says no reason, or is not needed."""
    from .. import rules

    known = {rule.name for rule in rules()}
    for one in draft.exemptions.listed:
        if one.rule not in known:
            yield one.where, f"No rule is called {one.rule}; `howcome check --rules` lists them."
        elif not one.why:
            yield one.where, f"Say why this place is exempt: `allow: {one.rule}, because …`."
        elif draft.exemptions.idle(one):
            yield one.where, f"Take `allow: {one.rule}` away: that rule finds nothing here."
