"""The forms that results are written in; each from the same rows."""
