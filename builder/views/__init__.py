"""What one reader may see at one moment, as frozen values: cut first, derive after.

May import the model and the vocabulary. The types in ``types.py`` are all that rendering sees.
"""
