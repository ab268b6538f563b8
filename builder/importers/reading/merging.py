"""Pieces that share an update, put back together as the source has them."""

from builder.importers.reading.pieces import TRACK, Piece


def together(body: str, pieces: tuple[Piece, ...]) -> str:
    """Return the text of neighbouring pieces, given in the order of the source.

    A piece alone loses its label, which has become the update's status or time. Of several, all
    keep theirs, and the text between them is the source's own.
    """
    if len(pieces) == 1:
        return pieces[0].text
    plain = TRACK.sub("", body)
    begin = plain.find(pieces[0].whole)
    end = begin
    for piece in pieces:
        place = plain.find(piece.whole, max(end, 0))
        if place < 0:
            begin = -1
            break
        end = place + len(piece.whole)
    between = plain[begin:end]
    if begin < 0 or ":::" in between:
        return "\n\n".join(piece.whole for piece in pieces if piece.whole)
    return between
