"""The tests of threadparse; they mirror its modules."""
