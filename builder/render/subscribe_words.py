"""The words that only the page on subscribing has; others are those of the pages (``words``)."""

from collections.abc import Mapping

from builder.vocabulary.catalogue import Catalogue

ENGLISH: Mapping[str, str] = {
    "introduction": "Every update of incidents and maintenance is an entry of a feed, once. "
    "There is nothing to sign up for.",
    "slack": "Slack",
    "slack_text": "Add the app RSS to your workspace, and send this in the channel:",
    "slack_sample": "/feed subscribe {atom}",
    "teams": "Microsoft Teams",
    "teams_text": "In Power Automate, make a flow that begins with the trigger “When a feed item "
    "is published” and goes on with “Post message in a chat or channel”. The address of the feed:",
    "teams_sample": "{atom}",
    "mail": "E-mail",
    "mail_text": "Give this address to a service that sends feeds as e-mail, or to a program that "
    "does, such as rss2email:",
    "mail_sample": "{atom}",
    "reader": "Feed readers",
    "reader_text": "Give your reader the address of any page here, and it finds the feeds. "
    "The page of a component leads to the feed of that component first. Or paste this:",
    "reader_sample": "{atom}",
    "calendar": "Calendars",
    "calendar_text": "Maintenance in your own calendar. Google Calendar: “Other calendars”, “From "
    "URL”. Outlook: “Add calendar”, “Subscribe from web”. Apple Calendar: “File”, “New Calendar "
    "Subscription”. Paste this address there. Your calendar then asks for changes by itself, some "
    "only once a day. What is cancelled stays, and says so.",
    "calendar_sample": "{ics}",
    "program": "Programs",
    "program_text": "The same as JSON Feed, with state, impact and components of each entry:",
    "program_sample": "{json}",
    "all_feeds": "All feeds",
    "all": "All updates",
    "major": "Major incidents",
    "whole": "One entry for each incident",
    "groups": "Groups",
    "calendars": "Calendars of maintenance",
}


def subscribe_words_in(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the words in the language of a catalogue."""
    said = catalogue.forms
    return {label: said.get(f"subscribe.{label}", (text,))[0] for label, text in ENGLISH.items()}
