"""What the lines of a message are: greeting, closing, signature, disclaimer, attachments, postscript, body."""
