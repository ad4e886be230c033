"""Activities: each is one stem (.py, .js, .css) over the shared parts of base.py and shared.js."""
