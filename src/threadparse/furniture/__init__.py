"""What the printer and the censor added: running heads, page and Bates numbers, stamps, codes in the margin."""
