"""Bringing in a calendar of another program."""
