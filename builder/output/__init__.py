"""What a build leaves on disk: the tree of files, written whole or not at all, and the memory.

Imports the views and the vocabulary at most. Linux and macOS: on Windows nothing here is tested and
no lock is taken.
"""
