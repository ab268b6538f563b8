"""From a view and a theme to bytes: pages and feeds.

May import the views and the vocabulary alone: what a reader may not read is out of reach here.
"""
