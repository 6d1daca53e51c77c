"""How setup.py builds what is not Python: the Swift library and the C extension that calls it."""
