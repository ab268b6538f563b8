"""The words that only feeds have; all others are those of the pages (``words``)."""

from collections.abc import Mapping

from builder.vocabulary.catalogue import Catalogue

ENGLISH: Mapping[str, str] = {
    "title": "{site} status",
    "description": "Every update of incidents and maintenance, each as an entry of its own.",
    "welcome_title": "Updates of {site} will appear here",
    "welcome": "Nothing has been posted so far. Each update will be an entry of this feed.",
    "entry_title": "[{label}] {title}",
    "entry_title_of": "[{label}] {title} ({components})",
    "and_more": "{components} and {number} more",
    "rescheduled": "Rescheduled",
    "holding": "Nothing new",
    "title_of": "{site} status: {part}",
    "major_title": "{site} status: major incidents",
    "major_description": "Incidents of major or critical impact, each update as an entry.",
    "part_description": "Updates that touch one part of the site, each as an entry of its own.",
    "history_title": "{site} status: history",
    "history_description": "One entry for each incident and maintenance, with all of its updates.",
    "fact": "{label}: {value}",
    "in_window": "{component}, during the window",
    "all_updates": "All updates",
    "calendar_title": "{site} maintenance",
    "calendar_of": "{site} maintenance: {part}",
    "private_description": "Tells when there is something new on a private status page.",
    "private_welcome": "News of a private status page will appear here",
    "notice": "Update",
    "notice_of": "Update: {stage}",
    "notice_posted": "There is an update of {time}.",
    "notice_stage": "The stage is: {stage}.",
    "notice_where": "What it says stands on the page, which your link opens.",
}


def feed_words_in(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the words of feeds in the language of a catalogue."""
    if not catalogue.forms:
        return ENGLISH
    return {
        label: catalogue.forms.get(f"feed.{label}", (text,))[0] for label, text in ENGLISH.items()
    }
