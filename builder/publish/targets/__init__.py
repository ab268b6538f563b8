"""Places that readers get a tree from, a module each."""
