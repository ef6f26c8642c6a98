"""The queue of those who are to be decided on: one page for each, and how it stands with all."""
