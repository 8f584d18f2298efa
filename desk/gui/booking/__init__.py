"""Booking at the desk: the next free time, the panel, moves, cancelling and the day's list."""
