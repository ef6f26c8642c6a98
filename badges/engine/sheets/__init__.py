"""Sheets: several badges on one piece of paper, taken from finished files of single faces."""
