"""Sending badges to be printed, and everything that becomes of a print job."""
