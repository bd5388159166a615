"""Messages read from their segments: the values of their fields, their zones, their notes on dates."""
