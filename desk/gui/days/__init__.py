"""The page of days: how many people each date has room for, and counting them."""
