"""Tests of threadparse.views."""
