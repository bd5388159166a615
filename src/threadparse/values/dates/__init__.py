"""Dates as mail writes them: tokens, what they can mean, and the order of day and month that a chain decides."""
