"""Answers of rules, and the refusals that services raise and every door shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Decision:
    """Answer of a rule: allowed or not, and why in words a user can read."""

    allowed: bool
    code: str = "ok"
    reason: str = ""


ALLOWED = Decision(True)
# Who may do a thing with a record (none: a new one); each rule names its own kinds of account and record.
Rule = Callable[[Any, Any], Decision]


class VerbError(Exception):
    """A verb was refused; ``code`` for machines, ``reason`` for people, ``status`` for HTTP."""

    status = 400
    code = "invalid"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(VerbError):
    """The rule says no (403)."""

    status = 403

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reason)
        self.code = decision.code


class WrongState(VerbError):
    """The record's state does not allow the verb (409)."""

    status = 409
    code = "wrong_state"


class Stale(VerbError):
    """Somebody else changed the record since it was read (412)."""

    status = 412
    code = "stale"

    def __init__(self, current: int) -> None:
        super().__init__(
            "Data ini sudah diubah orang lain sejak Anda membukanya. Muat ulang untuk melihat versi "
            f"terbaru (versi {current}), lalu ulangi perubahan Anda."
        )
        self.current = current


class VersionMissing(VerbError):
    """The request does not say which version it saw (428)."""

    status = 428
    code = "version_missing"

    def __init__(self) -> None:
        super().__init__(
            "Sertakan versi yang Anda lihat (kepala If-Match dengan nilai ETag) supaya perubahan orang lain "
            "tidak tertimpa."
        )


class ReasonMissing(VerbError):
    """A change of governed data needs a reason (400)."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__("Alasan wajib diisi.")


def require(decision: Decision) -> None:
    """Raise ``Refused`` unless the decision allows."""
    if not decision.allowed:
        raise Refused(decision)


def sentence_of(error: VerbError | ValidationError) -> str:
    """What a refusal says, as one text."""
    return error.reason if isinstance(error, VerbError) else " ".join(error.messages)


def sentence_with_fields(error: ValidationError) -> str:
    """A validation error as one line of text that names the fields."""
    if hasattr(error, "error_dict"):
        return "; ".join(f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items())
    return " ".join(error.messages)
