"""threadparse: every message in a chain of correspondence, in order, each traced to its place in the source."""

__version__ = "0.1.0"
