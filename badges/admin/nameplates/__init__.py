"""Nameplates in the admin: chosen, looked at in their order, printed, taken."""
