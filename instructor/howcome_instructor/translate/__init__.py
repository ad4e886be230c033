"""`howcome translate`: a lesson in another language, from one file of messages beside it.

A lesson is written once, in English. What a pupil reads in it is taken out as messages (`prose`,
`code`, `messages`) into `curriculum/<band>/<lesson>/es.po` (`catalogue`, `merge`), which any
translator's tool opens. From the two the Spanish notebook is built whenever it is needed (`build`):
the same cells, ids, answers and checks. What is not translated, or has changed since, stands there
in English and says so.
"""
