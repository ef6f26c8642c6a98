"""A delegation as protocol reads it: a sheet of paper with its people as rows of a printed list.

Whoever shows it says what its reader may do, as a set of named acts, and where each thing lies for
them (`reader.Reader`); the admin is one such frame. Nothing here asks who the reader is.
"""
