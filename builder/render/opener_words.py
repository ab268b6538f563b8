"""The words around a sealed page: what its opener says before and beside what is opened."""

from collections.abc import Mapping

from builder.vocabulary.catalogue import Catalogue

ENGLISH: Mapping[str, str] = {
    "title": "Private status page",
    "no_script": "This page is opened by a script that comes with it, since what it shows is "
    "locked. Allow scripts for this address, then open your link again.",
    "times": "Times of this device",
    "forget": "Forget",
    "link": "Your link",
    "link_help": "Some mail and chat programs drop its end. Paste it whole, as you were given it.",
    "words": "Or your six words",
    "open": "Open",
    "as_of": "As of {time}",
    "until": "Keep open on this device until {date}",
    "copy": "Copy",
    "copied": "Copied",
    "selected": "Selected: copy it now",
    "renewed": "Your link was renewed",
    "renewed_text": "This page has moved to a new address. Ask whoever gave you this link for "
    "the new one.",
    "ask": "This page is private. Open it with the link that you were given.",
    "cutOff": "The link is cut off: some characters of its end are missing. Ask for it again, or "
    "paste it whole.",
    "otherPage": "This link is for another page. Open it in the address bar.",
    "noLink": "This is no link to a private page: it has no “#k=” with a key behind it.",
    "fewWords": "This is too short. Type all six words.",
    "withdrawn": "This link was withdrawn, or it is wrong. Ask whoever gave it to you for a new "
    "one.",
    "nothing": "There is no private page at this address. Check the link with whoever gave it to "
    "you.",
    "damaged": "What came does not fit the key: it was damaged, or changed by somebody else. "
    "Nothing of it is shown. Try again later, and tell whoever gave you the link.",
    "missing": "There is no such page here any more.",
    "unreachable": "The page can't be reached. Check your connection, then try again by loading "
    "it anew.",
    "forgotten": "Forgotten. This device holds no key to this page any more.",
    "framed": "This page opens in a window of its own alone, and another page shows it inside. "
    "Close that page and open your link by itself.",
    "worker": "Another program (a service worker) of this address could see what you open, so "
    "nothing is opened. Tell whoever runs this site.",
    "insecure": "This page can't be unlocked over plain http. Open your link again with https:// "
    "at its beginning.",
    "old": "This browser is too old to unlock the page. Use a newer one.",
    "noStorage": "This browser keeps nothing, so the page stays open for this visit alone.",
    "replayed": "Careful: this is an older state of the page than this device has seen. The host "
    "may be showing an old copy.",
    "stale": "Careful: this page was not confirmed for a while, so it may be old.",
}


def opener_words_in(catalogue: Catalogue) -> Mapping[str, str]:
    """Return what the opener says in the language of a catalogue."""
    said = catalogue.forms
    return {label: said.get(f"opener.{label}", (text,))[0] for label, text in ENGLISH.items()}
