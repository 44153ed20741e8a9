"""Who may do what with a regulation; every door asks here."""

from typing import Any

from solok_smartcity.kit.decisions import ALLOWED, Decision
from solok_smartcity.kit.roles import Role, has_role

from .workflow import Stage


def may_draft(actor: Any, record: Any = None) -> Decision:
    """The text is drafted by Bagian Hukum, and only while it is not enacted."""
    if not has_role(actor, Role.LEGAL_OFFICER):
        return Decision(
            False,
            "not_legal_officer",
            "Hanya perancang peraturan dari Bagian Hukum yang dapat mengubah naskah peraturan.",
        )
    if record is not None and _is_law(record):
        return Decision(False, "enacted", "Peraturan yang sudah ditetapkan hanya berubah melalui peraturan perubahan.")
    return ALLOWED


def _is_law(record: Any) -> bool:
    """Whether an enacted regulation is, holds or prints this record."""
    part = getattr(record, "element", None) or getattr(record, "annex", None) or record
    regulation = getattr(part, "regulation", None) or part
    if hasattr(regulation, "stage"):
        return Stage(regulation.stage).is_enacted
    uses = {"citation": "elements__citation", "region": "region", "housestyle": "style", "regulationkind": "kind"}
    field = uses.get(record._meta.model_name)
    if field is None or record.pk is None:
        return False
    model = record._meta.apps.get_model("perwali", "Regulation")
    enacted = [Stage.ENACTED, *Stage.promulgated()]
    return model.objects.filter(**{field: record.pk, "stage__in": enacted}).exists()
