"""How many examples a generated property tries: all of them, or a tenth where ``QUICK=1`` asks for daily work."""

import os


def examples(full: int) -> int:
    """The number of examples for a property that tries ``full`` of them in the whole suite."""
    return max(5, full // 10) if os.environ.get("QUICK") else full
