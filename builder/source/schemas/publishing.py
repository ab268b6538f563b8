"""The keys of ``publish`` in ``site_src/site.yml``."""

from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from builder.model.publishing import TargetType
from builder.source.schemas.fields import Line, Record, WebAddress, as_text, refuse
from builder.source.words import shown


def _tree(value: object) -> str:
    text = as_text(value, "Write `tree: public`.")
    if text != "public":
        raise refuse(
            "private-target",
            f"The tree {shown(text)} is not brought anywhere: `tocsin publish` knows the public "
            "one alone.",
            "Copy the private trees to their host by its own means; docs/private-pages.md says "
            "what it must do.",
        )
    return text


class TargetRecord(Record):
    """A place that readers get the public tree from."""

    type: Annotated[TargetType, Field(description="What kind of place it is.")]
    tree: Annotated[
        str,
        PlainValidator(_tree),
        WithJsonSchema({"const": "public"}),
        Field(description="What goes there: the public tree."),
    ] = "public"
    url: Annotated[WebAddress | None, Field(description="Where readers find it.")] = None
    path: Annotated[Line | None, Field(description="A folder, for `type: directory`.")] = None
