"""Toy models: each small enough to read to its last line, each made to break in one way.

A toy is one file: the world it lives in, the model, its card, and the effect it was made to show.
The toys of the elementary and middle lessons use the standard library alone.

What every toy has:

- `Model` with `fit(X, y)`, `predict(X)`, `predict_proba(X)` (columns in the order of `classes_`)
  and `why(x)`: in words and numbers, why the model gave its output for this one example.
  `X` may be a list of lists, a numpy array or a DataFrame.
- `effect(seed)`: the measured effect, so that anyone can deal again.
- `card(seed)`: the model card in Markdown, with the errors of each group.

What a toy whose training set is mixed from groups has besides (`SampleMixer(toy)` takes it):

- `GROUPS`, the names of the groups, and `MOST`, the most examples of each that can be dealt.
- `deal(counts, seed)`: training examples and their labels, `(X, y)`.
- `test_cards()`: held-out examples, always the same; none of them is ever dealt.
- `cases(model)`: what the model predicted for each test card; `errors(cases)`: the share of
  wrong ones, overall and for each group.
"""
