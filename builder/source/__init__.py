"""Files to records: what people wrote, read, checked and placed.

The trust boundary. Everything that is wrong in a file is a problem at its place; nothing that is
wrong is dropped in silence. May import the model and the vocabulary.
"""
