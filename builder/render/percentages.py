"""Percentages of uptime as readers see them."""

from builder.render.words import Words


def percentage(figure: str, words: Words) -> str:
    """Write a figure (``99.98``) in a language; an empty one says that there is no data."""
    if not figure:
        return words["no_data"]
    whole, _, decimals = figure.partition(".")
    if not decimals:
        return words["percent.whole"].format(whole=whole)
    return words["percent"].format(whole=whole, decimals=decimals)


def over_90_days(figure: str, words: Words) -> str:
    """Write a figure and what it covers."""
    said = percentage(figure, words)
    return words["uptime.days"].format(figure=said) if figure else said
