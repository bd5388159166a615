"""What clients and people write, as data, and the modules that load it.

``data/`` has a file a language of what mail clients print (labels, separators, attributions, dates), ``phrases/`` of
what people write (greetings, closings, disclaimers); ``built/`` is made of both by ``build.py``. The tables beside the
modules are of no language: stamps, codes, redaction marks, clocks.
"""
