"""The tab of the copies that are made of the data, and the way back to one of them."""
