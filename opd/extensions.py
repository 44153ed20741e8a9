"""What other applications add to work plans, without work plans knowing them.

Receivers run inside the transaction of the verb: what they refuse is refused.
"""

from collections.abc import Callable
from typing import Any

from django.dispatch import Signal

from .completeness import Lack

# Lines came, went or changed. Arguments: plan_id, codes (normal forms of the codes before and after).
lines_changed = Signal()
# A verb was carried out. Arguments: plan, verb.
plan_moved = Signal()
# Each gives further blockers of a plan's verification, those that nobody has waived.
more_blockers: list[Callable[[Any], list[Lack]]] = []
