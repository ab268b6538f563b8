"""Foreign text as Markdown that our own check accepts, word for word otherwise."""
