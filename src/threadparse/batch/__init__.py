"""A folder at a time: every file parsed, each failure named, and a run that was broken off carries on."""
