"""From files to text: one module a format."""
