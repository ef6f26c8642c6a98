"""What the agenda costs: a release, its readers, and the memory that its files take."""
