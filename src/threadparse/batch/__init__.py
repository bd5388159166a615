"""Parse a folder at a time: every failure is named, and a run that was stopped carries on."""
