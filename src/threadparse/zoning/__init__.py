"""What the lines of a message are (greeting, closing, signature, furniture), and the partition into zones."""
