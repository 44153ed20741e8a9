"""Fields and forms of pages and admin: numbers as people write them, the version seen, nothing typed is lost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from . import indonesian
from .decisions import VerbError

LONG = 200  # characters from which a text takes a whole row
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class NumberField(forms.DecimalField):
    """A decimal as people here write it: ``1.250,5``; shown without trailing zeros."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs derive it from int
        """The typed number; a sentence for what is none."""
        if isinstance(value, Decimal):
            return value
        if value in self.empty_values:
            return None
        try:
            return indonesian.parse_number(str(value))
        except ValueError:
            raise ValidationError(f"“{value}” bukan angka. Tulis misalnya 1.250,5.") from None

    def prepare_value(self, value: Any) -> Any:
        """The value as text in the form."""
        return indonesian.decimal(value) if isinstance(value, Decimal) else value


class MoneyField(forms.IntegerField):
    """Whole rupiah, ``1.250.000``."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        """The typed amount; a sentence for what is none."""
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        try:
            number = indonesian.parse_number(str(value))
        except ValueError:
            raise ValidationError(f"“{value}” bukan jumlah rupiah. Tulis misalnya 1.250.000.") from None
        if number is not None and number != int(number):
            raise ValidationError("Tulis dalam rupiah utuh, tanpa sen.")
        return None if number is None else int(number)

    def prepare_value(self, value: Any) -> Any:
        """The value as text in the form."""
        return indonesian.whole(value) if isinstance(value, int) and not isinstance(value, bool) else value


def field_options(db_field: "models.Field[Any, Any]") -> dict[str, Any]:
    """Which form field a model field gets: Indonesian numbers, money, days."""
    if isinstance(db_field, models.DecimalField):
        return {"form_class": NumberField, "widget": NumberField.widget}
    if isinstance(db_field, models.BigIntegerField) and not db_field.primary_key:
        return {"form_class": MoneyField, "widget": MoneyField.widget}
    if isinstance(db_field, models.DateField):
        return {"widget": DAY}
    if isinstance(db_field, models.TextField):
        return {"widget": forms.Textarea(attrs={"rows": 4})}
    return {}


def page_field(db_field: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """``formfield_callback`` of the forms of pages."""
    made = db_field.formfield(**{**field_options(db_field), **kwargs})
    if (
        isinstance(made, forms.CharField)
        and isinstance(made.widget, forms.TextInput)
        and (made.max_length or 0) >= LONG
    ):
        made.widget.attrs["class"] = "long"
    if isinstance(made, forms.ModelChoiceField):
        made.empty_label = "Pilih …" if made.required else "(tidak ada)"
    elif isinstance(made, forms.TypedChoiceField):
        pairs: Any = made.choices  # of a model field: always plain pairs
        made.choices = [(key, text if key else "(tidak ada)") for key, text in pairs]
    return made


class RefusableForm(forms.Form):
    """A form that shows what the service said."""

    def refuse(self, error: VerbError | ValidationError) -> None:
        """Show what a service refused: at its field where there is one, else on top; what was typed stays."""
        if isinstance(error, VerbError):
            self.add_error(None, error.reason)
        elif hasattr(error, "error_dict"):
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)
        else:
            self.add_error(None, error.messages)


class VersionedForm(RefusableForm):
    """Carries the version that was seen, what stood in the fields then, and (if wanted) the reason of the change."""

    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen_values = forms.CharField(widget=forms.HiddenInput, required=False)
    change_reason = forms.CharField(
        label="Alasan perubahan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Masuk ke riwayat, dapat dibaca rekan kerja.",
    )
    instance: Any  # the record, where the form is also one of a model
    machinery = ("version_seen", "seen_values", "change_reason")
    asks_reason = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.asks_reason:
            del self.fields["change_reason"]

    def start(self, version: int | None) -> None:
        """Fill the hidden fields of a form that is shown for the first time."""
        self.initial["version_seen"] = version
        self.initial["seen_values"] = json.dumps(raw_values(self))

    @property
    def content_fields(self) -> list[forms.BoundField]:
        """The fields a person fills in."""
        return [self[name] for name in self.fields if name not in self.machinery]


def raw_values(form: forms.Form) -> dict[str, list[str]]:
    """What stands in the fields of a form, as a browser would send it."""
    machinery = getattr(form, "machinery", ())
    return {name: _raw(form[name]) for name in form.fields if name not in machinery}


def _raw(field: forms.BoundField) -> list[str]:
    if field.form.is_bound:
        return [str(v).replace("\r\n", "\n") for v in _sent(field.form.data, field.html_name)]
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return ["on"] if value else []
    if value is None:
        return [""]
    if isinstance(value, (list, tuple, models.QuerySet)):
        return [str(getattr(item, "pk", item)) for item in value]
    return [str(getattr(value, "pk", value))]


def _sent(data: Mapping[str, Any], name: str) -> list[Any]:
    return data.getlist(name) if isinstance(data, QueryDict) else [data[name]] if name in data else []


@dataclass(frozen=True)
class Choice:
    """One field on which two people differ: what stood there before, theirs, yours, and which is proposed."""

    name: str
    label: str
    before: str
    theirs: str
    yours: str
    theirs_raw: list[str]
    yours_raw: list[str]
    both_changed: bool
    proposed: str


def conflict(yours: VersionedForm, theirs: VersionedForm) -> tuple[list[Choice], dict[str, list[str]]]:
    """Fields on which a sent form and the present record differ, and the raw values of those that are equal."""
    before = _remembered(yours.data.get(yours.add_prefix("seen_values")) or "{}")
    mine, current = raw_values(yours), raw_values(theirs)
    choices, equal = [], {}
    for name, value in mine.items():
        other = current.get(name, [""])
        if _same(value, other):
            equal[name] = value
            continue
        old = before.get(name, other)
        i_changed, they_changed = not _same(value, old), not _same(other, old)
        bound = theirs[name]
        choices.append(
            Choice(
                name,
                str(bound.label),
                _shown(bound, old),
                _shown(bound, other),
                _shown(bound, value),
                other,
                value,
                i_changed and they_changed,
                "yours" if i_changed else "theirs",
            )
        )
    return choices, equal


def _remembered(text: str) -> dict[str, list[str]]:
    """What the form says stood in its fields; it came from a browser, so anything else counts as nothing."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    items = found.items() if isinstance(found, dict) else ()
    return {name: [str(item) for item in value] for name, value in items if isinstance(value, list)}


def _same(a: list[str], b: list[str]) -> bool:
    return sorted(filter(None, a)) == sorted(filter(None, b))


def _shown(field: forms.BoundField, raw: list[str]) -> str:
    choices = {}
    for value, label in getattr(field.field, "choices", ()):
        if isinstance(label, (list, tuple)):
            choices.update({str(v): str(text) for v, text in label})
        else:
            choices[str(value)] = str(label)
    if isinstance(field.field, forms.BooleanField):
        return "ya" if raw else "tidak"
    return ", ".join(choices.get(value, value) for value in raw if value) or "(kosong)"


def resolved(data: QueryDict) -> QueryDict:
    """The form that a page of choices stands for: of each field the side that was picked."""
    out = data.copy()
    for key in [key for key in data if key.startswith("pick-")]:
        name, side = key.removeprefix("pick-"), data[key]
        if side in ("yours", "theirs"):
            out.setlist(name, data.getlist(f"{side}-{name}"))
    return out
