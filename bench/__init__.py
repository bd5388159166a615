"""How fast threadparse is, beside other parsers, measured in one run: ``python -m bench``."""
