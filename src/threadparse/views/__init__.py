"""Show documents: terminal, HTML, JSON, markdown, mails, logs; ``cli/export_forms.py`` offers them to `export`."""
