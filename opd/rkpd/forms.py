"""Forms of the alignment: what planning keeps."""

from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from solok_smartcity.kit.forms import VersionedForm, page_field
from solok_smartcity.kit.verb_forms import ModelForm, SeenForm, SentForm, Text, Upload, WholeNumber

from .models import Upload as Sent
from .services.upkeep import KINDS


class KeptForm(VersionedForm, ModelForm):
    """A record that planning keeps."""

    def values(self) -> dict[str, Any]:
        """The record's own fields."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def _post_clean(self) -> None:
        """The service validates the record as a whole."""


def kept_form(kind: str) -> type[KeptForm]:
    """The form of a kind of record that planning keeps."""
    kept = KINDS[kind]
    meta = {"model": kept.model, "fields": kept.fields, "formfield_callback": page_field}
    return type("Form", (KeptForm,), {"Meta": type("Meta", (), meta)})


class BackForm(SentForm):
    """The page a small form was sent from."""

    next = Text()

    def back(self, request: HttpRequest, default: str) -> str:
        """That page if it is ours, else another."""
        asked = str(self.values()["next"])
        return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else default


class ProposeForm(SentForm):
    """A line and the program or quick win it carries."""

    line = WholeNumber()
    why = Text()
    program = Text()
    quick_win = Text()

    def arguments(self) -> dict[str, Any]:
        """Arguments of the service."""
        sent = self.values()
        return {
            "line_id": sent["line"] or 0,
            "why": sent["why"],
            "program": sent["program"] or None,
            "quick_win": sent["quick_win"] or None,
        }


class ChooseForm(SeenForm):
    """The code that is chosen, the link that moves to a new edition, or why none fits."""

    edition = Text()
    code = Text()
    move = WholeNumber()
    none_reason = Text()


class ImportForm(SentForm):
    """A file to import and what it is."""

    kind = Text()
    year = Text()
    round = Text()
    renja_round = Text()
    edition = Text()
    first_year = Text()
    title = Text()
    is_partial = Text()
    file = Upload()

    def arguments(self) -> dict[str, Any]:
        """Arguments of the service; a Renja has a round of its own."""
        sent = self.values()
        kind, file, own = sent.pop("kind"), sent.pop("file"), sent.pop("renja_round")
        if kind == Sent.Kind.RENJA and self.has("renja_round"):
            sent["round"] = own
        return {"kind": kind, "file": file, "options": sent}
