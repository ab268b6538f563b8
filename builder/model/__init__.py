"""The record as values, and its rules: stages, states over time, instants. No I/O, no clock.

May import the vocabulary alone.
"""
