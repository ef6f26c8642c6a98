"""What the agenda costs: to release, and to read. See `__main__`."""
