"""`howcome new`: a lesson that runs from its first minute, with blanks for its author."""
