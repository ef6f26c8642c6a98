"""Sheets of print jobs: imposed from the files of their chunks, with a cover for each envelope."""
