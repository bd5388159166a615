"""From segments to threads: messages, their order, who answers whom, participants."""
