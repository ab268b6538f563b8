"""All that the program says on pages and in feeds by itself, whatever the sources say."""

from collections.abc import Iterator
from itertools import chain

from builder.render import feed_words, private_words, words


def spoken() -> Iterator[str]:
    """Yield every label and sentence, with its slots."""
    said = words.ENGLISH
    yield from chain(
        said.states.values(),
        said.stages.values(),
        said.impacts.values(),
        said.kinds.values(),
        chain.from_iterable(said.events.values()),
        said.unsaid.values(),
        said.labels.values(),
        private_words.ENGLISH.values(),
        feed_words.ENGLISH.values(),
    )
