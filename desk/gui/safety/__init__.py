"""The page of safety: copies of the data, and whatever else keeps it from harm."""
