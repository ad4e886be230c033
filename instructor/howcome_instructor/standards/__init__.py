"""`howcome standards`: which published ids the lessons are mapped to, and the map of lessons."""
