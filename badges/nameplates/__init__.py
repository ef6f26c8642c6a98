"""Nameplates on the tables of a session: of delegations or of people, in the order of the seats."""
