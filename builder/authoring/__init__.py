"""Writing sources for people: a new site. Writes files and holds no rules of its own."""
