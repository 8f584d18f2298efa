"""The first page: the house at a glance."""
