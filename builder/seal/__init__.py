"""Private trees for hosts that check nobody: keys, sealing, and the page that opens them.

Values to values: no file is written here, no clock is read. The format is specified in
``docs/sealed-format.md``.
"""
