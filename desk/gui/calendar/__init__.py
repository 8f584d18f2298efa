"""The calendar: who is booked with whom and when, in five views of one model."""
