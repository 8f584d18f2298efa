"""The page of the network: the server for other machines, its tokens and its requests."""
