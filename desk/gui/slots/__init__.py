"""The page of slots: what is open and when, what is closed, and who must be called about it."""
