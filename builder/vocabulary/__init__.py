"""Plain words that every stage may use: states, readers, times, names, text, problems.

Imports nothing of the project but itself.
"""
