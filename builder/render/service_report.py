"""The report of an account's month as a page that stands for itself, and prints well."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from builder.render.press import Press
from builder.render.private_maker import PrivatePageMaker

if TYPE_CHECKING:
    from builder.views.audience_types import AudienceSetting
    from builder.views.service_types import PeriodLevel, ServiceView
    from builder.vocabulary.theme import Theme


def service_report(
    setting: AudienceSetting,
    theme: Theme,
    service: ServiceView,
    level: PeriodLevel,
    limited: frozenset[str],
) -> bytes:
    """Return the page. Incidents lead to their public pages, ``limited`` ones nowhere.

    Times are those of the contract's zone. Raises ``TemplateProblem`` where the theme can't be laid
    out.
    """
    frame = replace(setting.frame, time_zone=service.time_zone)
    maker = PrivatePageMaker(
        replace(setting, frame=frame), Press(theme), frozenset(), limited, frozenset()
    )
    return maker.report(service, level)
