"""Tests of threadparse.cli."""
