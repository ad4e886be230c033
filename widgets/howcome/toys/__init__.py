"""Toy models: each small enough to read to its last line, each made to break in one way.

A toy is one file: the world it lives in, the model, its card, and the effect it was made to show.
The toys of the elementary and middle lessons use the standard library alone. README.md in this
folder, the shelf, is made by `python -m howcome.toys.shelf --write`: what each toy shows, the
lessons that use it, and its effect measured over 20 seeds.

What every toy has:

- a docstring: a question and one sentence on the first line; then the paragraphs that start with
  "World:", "Model:" and "What breaks:".
- `LESSONS`: the names of the lessons that use it.
- `Model` with `fit(X, y)`, `predict(X)`, `predict_proba(X)` (columns in the order of `classes_`)
  and `why(x)`: in words and numbers, why the model gave its output for this one example.
  `X` may be a list of lists, a numpy array or a DataFrame. Bad input is a ValueError of one plain
  sentence that says what to do.
- `first_deal(seed)`: the training set that its lesson starts with, `(X, y)`.
- `effect(seed)`: the measured effect, so that anyone can deal again: for each situation a dict of
  what was measured there, a share from 0 to 1 unless `UNITS` names another unit.
- `card(seed)`: the model card in Markdown, with the errors of each group.

Most toys have besides:

- `test_cards()`: held-out examples, always the same; none of them is ever dealt.
- `cases(model)`: what the model predicted for each test card; `errors(cases)`: the share of
  wrong ones, overall and for each group.

A toy without these has `retrain(seed)`: what one press of its lesson's control asks for.

A toy whose training set is mixed from groups (`SampleMixer(toy)` takes it) has `GROUPS`, the names
of the groups, `MOST`, the most examples of each that can be dealt, and `deal(counts, seed)`.
"""
