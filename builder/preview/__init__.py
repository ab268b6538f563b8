"""Shows what every reader will see before it is committed; imports ``build`` and what is below."""
