"""The installers of Desk, from the lock files to packages that have been installed and started."""
