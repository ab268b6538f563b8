"""The commands: parse arguments, call, print. No rules of the domain.

A module a command, each with ``add_arguments`` and ``run``; it is imported when its command is
named, so that the others cost nothing.
"""
