"""The page of the outbox: what is to go out to people, what went, and what did not."""
