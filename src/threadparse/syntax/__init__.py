"""Characters and lines: cutting text, quote marks, mark-up, the partition into zones."""
