"""A course: a folder that nbgrader itself understands, with the lessons frozen at a version."""
