"""HTML mail: tags, styles, and lines of text that keep the quotation structure."""
