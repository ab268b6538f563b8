"""Tocsin: incident updates, compiled into status pages and feeds for each audience."""

__version__ = "0.1.0"
