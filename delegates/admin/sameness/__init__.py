"""Whoever is entered, renamed or moved is perhaps registered already: asked before it is done."""
