"""What a header field holds: dates, addresses, subjects, redactions."""
