"""What is handed over of an incident."""

from builder.views.handover import handover
from tests.model.written import incident, moment
from tests.views.test_due import P1, SITE


def test_last_words_are_those_that_each_could_read() -> None:
    made = incident(f"{P1}\n14:15 identified for=audience:executives")
    found = handover(made, SITE, moment("14:20"))
    assert found is not None
    assert [(each.readers, each.update) for each in found.last_words] == [
        (("audience:public", "account:acme", "account:globex"), "1405"),
        (("audience:executives",), "1415"),
    ]
    assert [state for _, state in found.states] == ["partial_outage"]
    assert {row.reader for row in found.owed} == {
        "audience:public",
        "audience:executives",
        "account:acme",
    }


def test_what_is_over_and_owes_nothing_is_not_handed_over() -> None:
    over = f"{P1}\n14:30 resolved"
    assert handover(incident(over), SITE, moment("14:40")) is None
    assert handover(incident(f"{over} postmortem=18:00"), SITE, moment("14:40")) is not None
