"""Written answers: a page on this machine on which a teacher marks a class in one sitting.

The steps, one file each:

1. `answers.py` reads what pupils wrote, and what they were asked, out of the notebooks;
2. `alike.py` puts answers that read alike side by side, and judges none;
3. `book.py` reads and writes marks and comments in nbgrader's gradebook;
4. `board.py` is all of it together, with ids that say nothing about a pupil;
5. `server.py` hands it to the page, and takes marks from there;
6. `page/` is the page: no library, nothing fetched from elsewhere.
"""
