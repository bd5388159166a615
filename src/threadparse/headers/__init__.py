"""Where a message begins: header blocks, attribution lines, separators; the rules are listed in ``finder.py``."""
