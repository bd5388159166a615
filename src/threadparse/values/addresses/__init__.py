"""Mailboxes as header fields name them: lists taken apart, names and addresses read."""
