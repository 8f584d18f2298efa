"""The page of people: everybody the desk knows, found by any part of what is known of them."""
