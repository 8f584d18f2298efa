"""Desk: visitors, day capacity, people and places of one front desk."""

__version__ = "0.1.0"
