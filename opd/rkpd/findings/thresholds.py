"""The limits of the checks, as planning 7.2 sets them: a city may change them (``CheckSettings``)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """The numbers of planning 7.2; shares are per cent."""

    name_similarity: float = 60
    indicator_similarity: float = 80
    over_minor: float = 5
    over_major: float = 20
    under: float = 20
    quick_win_share: float = 80
