"""Outlook messages: compound files, their properties, and the one text that is made of them."""
