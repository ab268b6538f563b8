"""From the old system's files to a ``history.Reading``: values that know neither it nor us."""
