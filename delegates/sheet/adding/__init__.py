"""Several people added to a delegation on one page, whatever door it is shown at."""
