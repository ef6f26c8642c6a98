"""Badges that are not one person's alone: of delegations, of vehicles, blanks."""
