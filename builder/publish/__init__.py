"""What happens before a tree goes out: the second cutter, and the build that is held against it.

``stripping`` and what it is made of know nothing of how sources are read or cut elsewhere in the
project: two programs that share no code are unlikely to share a mistake.
"""
