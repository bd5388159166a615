"""The page: threads as one HTML file, to look at and to hand over."""
