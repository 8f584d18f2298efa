"""The tab of privacy: for how long what is personal is kept, and what has to be kept."""
