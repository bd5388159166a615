"""Tests of ``threadparse batch``."""
