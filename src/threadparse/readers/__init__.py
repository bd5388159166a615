"""From files to text: one module a format; ``registry.py`` lists them."""
