"""Refuses a lesson that reaches out of the notebook.

Nothing about a pupil may leave the machine, and a lesson must open where there is no network. (A
link that a reader may press is no call; a picture from another site is one.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft, called
from ._code import imports, texts_in_code

MODULES = (
    *("requests", "urllib", "urllib3", "http", "httpx", "aiohttp", "socket", "socketserver"),
    *("ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "websocket", "websockets"),
    *("paramiko", "wget", "gdown", "selenium", "playwright", "webbrowser", "boto3", "kaggle"),
    *("openai", "anthropic", "google", "huggingface_hub", "transformers", "datasets"),
    *("wandb", "gradio", "yfinance"),
)
"""Modules that call other machines, or that download when they are used."""
CALLS = (
    *("urlopen", "urlretrieve", "load_dataset", "fetch_openml", "fetch_20newsgroups"),
    *("fetch_california_housing", "fetch_covtype", "fetch_rcv1", "fetch_kddcup99"),
)
ADDRESS = re.compile(r"\s*(?:https?|ftp|wss?)://\S+\s*", re.IGNORECASE)
LOADS = re.compile(
    r"!\[[^\]]*\]\(\s*<?https?://|<(?:img|audio|video|source|iframe|embed)\b[^>]*https?://|"
    r"<script\b|\bfetch\(\s*['\"`]|XMLHttpRequest|new WebSocket|sendBeacon",
    re.IGNORECASE,
)
INSTEAD = "put the data into `datasets/`, with its card, and use `load` or `rows`"


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each import, call and address that reaches out."""
    for cell, name in imports(draft):
        module = name.split(".")[0]
        if module in MODULES:
            yield cell, f"`{module}` reaches out of the notebook; {INSTEAD}."
    for cell, call in draft.calls(*CALLS):
        yield cell, f"`{called(call)}` downloads something; {INSTEAD}."
    for cell, text in texts_in_code(draft):
        if ADDRESS.fullmatch(text):
            yield cell, f"`{text.strip()}` is an address in code; {INSTEAD}."
    for cell in draft.notebook.cells:
        if LOADS.search(cell.source):
            yield cell.id, "This cell loads something from elsewhere; put it into the lesson."
