"""From a ``history.Reading`` to our files, the report and the record."""
