"""A delegation's sheet in the admin's frame: who may do what on it, and where that lies."""
