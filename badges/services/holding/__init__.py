"""What becomes of one badge: allotted, registered for, handed over, bound, ended."""
