from builder.render.badges import LEVEL_OF_STATE, badges
from builder.render.words import ENGLISH
from builder.vocabulary.statuses import Impact, State, Status


def test_every_state_has_a_shape_of_its_own() -> None:
    assert len({LEVEL_OF_STATE[state] for state in State}) == len(State)


def test_badge_has_the_word_and_the_level() -> None:
    made = badges(ENGLISH)
    assert made.states[State.MAJOR_OUTAGE] == '<span class="is critical">Major outage</span>'
    assert made.impacts[Impact.MINOR] == '<span class="is minor">Minor impact</span>'
    assert made.stages[Status.IN_PROGRESS] == '<span class="tag">In progress</span>'
    assert made.notice == '<span class="tag">Notice</span>'
