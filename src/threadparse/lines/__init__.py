"""Characters and lines: cutting text, quote marks, mark-up, the encodings that carriers leave in it."""
