"""How a badge stands: valid, out of date, to be printed, and why not. Asked, never stored."""
