"""What counts of an incident that its sources would not let through."""

from builder.model.standing import writes
from tests.model.written import incident, moment


def test_corrections_in_a_circle_all_count() -> None:
    made = incident(
        """
        14:10 investigating id=a corrects=z
        14:20 identified id=z corrects=a
        """
    )
    assert {write.update for write in writes(made, moment("15:00"))} == {"a", "z"}
