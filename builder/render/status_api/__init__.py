"""The state of a site for programs: the Statuspage v2 API, and a JSON of our own that says more.

All of it is files. Those of an incident are made from its view alone; lists are put together from
them. ``docs/api.md`` says what stands where, ``schema`` the same of our own files for programs.
"""
