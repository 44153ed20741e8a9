"""Finds a regulation by what people call it."""

from ..models import Regulation


class RegulationMissing(LookupError):
    """No such regulation; the text says so in words."""


def find_regulation(wanted: str | None) -> Regulation:
    """The regulation of a number or address; without either the newest written here.

    Raises ``RegulationMissing``.
    """
    regulations = Regulation.objects.with_parts()
    if wanted is None:
        found = regulations.filter(read_from="", region__is_own=True).order_by("-pk").first()
    else:
        found = regulations.filter(**({"pk": wanted} if wanted.isdigit() else {"slug": wanted})).first()
    if found is None:
        raise RegulationMissing(
            f"peraturan {wanted} tidak ada" if wanted else "belum ada peraturan: jalankan seed lebih dahulu"
        )
    return found
