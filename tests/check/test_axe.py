"""Axe looks from wherever `howcome check` is called."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import nbformat.v4 as v4

from howcome_instructor.check.rules.access._browser import violations


def test_it_looks_where_an_event_loop_runs_as_in_a_notebook():
    empty_link = v4.new_markdown_cell('# A page\n\n<a href="#nowhere"></a>')

    async def in_a_notebook():
        return violations(v4.new_notebook(cells=[empty_link]))

    # in a thread: where other tests have a browser open, a loop runs here already
    with ThreadPoolExecutor(max_workers=1) as thread:
        (found,) = thread.submit(lambda: asyncio.run(in_a_notebook())).result()
    assert found.rule == "link-name"
    assert found.cell == empty_link.id
