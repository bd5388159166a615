"""Mail bytes: header fields, MIME parts, and the one text that their messages make."""
