"""One step from each revision of the tables to the next."""
