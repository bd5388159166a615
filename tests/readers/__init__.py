"""Tests of threadparse.readers."""
