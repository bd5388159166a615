"""Show documents: terminal, HTML, JSON, markdown, mails, logs."""
