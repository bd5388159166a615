"""Accuracy against gold corpora, where they are at hand."""
