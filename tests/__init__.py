"""What Desk promises, as sentences that can be run."""
