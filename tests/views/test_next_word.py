"""When a reader hears next: only where no time is promised and few stages owe it words."""

import pytest

from builder.views.next_word import next_stage
from builder.vocabulary.readers import PUBLIC
from builder.vocabulary.statuses import Status
from tests.model.written import incident, moment
from tests.views.fixtures import views

FEW = (Status.INVESTIGATING, Status.RESOLVED)


@pytest.mark.parametrize(
    ("text", "stages", "expected"),
    [
        ("14:00 investigating", FEW, Status.RESOLVED),
        ("14:00 monitoring", FEW, Status.RESOLVED),
        ("14:00 investigating", (Status.IDENTIFIED, *FEW), Status.IDENTIFIED),
        ("14:00 investigating", None, None),
        ("14:00 investigating next=16:00", FEW, None),
        ("14:00 investigating\n14:30 resolved", (*FEW, Status.POSTMORTEM), None),
        ("14:00 monitoring", (Status.INVESTIGATING,), None),
        ("14:00 investigating\n14:30 identified into=other", FEW, None),
    ],
)
def test_the_next_stage_that_owes_words(
    text: str, stages: tuple[Status, ...] | None, expected: Status | None
) -> None:
    seen = views({"one": incident(text, "one")}, moment("15:00"), PUBLIC)["one"]
    assert next_stage(seen, stages) is expected
