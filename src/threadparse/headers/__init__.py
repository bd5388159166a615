"""Where a message begins: header blocks, attribution lines, separators."""
