"""What comes in from files and goes out to files: directories, visitor logs, people, tables."""
