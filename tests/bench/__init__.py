"""``make bench``: how long builds take and what memory they need, beside the libraries alone."""
