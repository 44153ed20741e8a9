"""The kinds of records the plan is made of, as the editor's pages show them: columns, filters, search, order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import django_filters as filters
from django.db import models

from solok_smartcity.kit.records import child_relations
from solok_smartcity.kit.tables import Column

from . import models as plan
from .filters import ActionPlanFilter, ProgramFilter, QuickWinFilter
from .models.activity import Activity, Funding, Horizon, State
from .selectors.activities import action_plan_rows, plain, program_rows, quick_win_rows

Row = dict[str, Any]  # a cell for each column of the kind
Rows = Callable[[models.QuerySet[Any]], list[Row]]
PlainRows = Callable[[models.QuerySet[Any]], Sequence[Mapping[str, Any]]]
Options = Callable[[], list[tuple[str | int, str]]]


@dataclass(frozen=True)
class Kind:
    """One kind of record: where it lives, what its list shows and how it is searched and sorted."""

    slug: str
    model: type[models.Model]
    title: str
    one: str
    columns: tuple[Column, ...]
    shown: tuple[str, ...]
    search: tuple[str, ...]
    sorts: dict[str, str]
    rows: Rows
    filterset: type[filters.FilterSet] | None = None
    options: dict[str, tuple[str, Options]] = field(default_factory=dict)
    history: tuple[tuple[type[models.Model], str], ...] = ()
    creatable: bool = True

    @property
    def is_activity(self) -> bool:
        """Program, quick win or action plan: retired, moved, changed many at once."""
        return issubclass(self.model, Activity)

    @property
    def natural_order(self) -> tuple[str, ...]:
        """The order of the plan."""
        return ("position", "code") if self.is_activity else tuple(map(str, self.model._meta.ordering or ("pk",)))


def _dimensions() -> list[tuple[str | int, str]]:
    return list(plan.Dimension.objects.values_list("code", "name"))


def _subdimensions() -> list[tuple[str | int, str]]:
    return [(code, f"{code} {name}") for code, name in plan.SubDimension.objects.values_list("code", "name")]


def _leaders(model: type[Activity]) -> Options:
    def options() -> list[tuple[str | int, str]]:
        rows = model.objects.order_by("lead_opd__abbreviation").values_list("lead_opd__code", "lead_opd__abbreviation")
        return list(rows.distinct())

    return options


def _choices(choices: Iterable[tuple[str | int, str]]) -> Options:
    return lambda: list(choices)


def _years() -> list[tuple[str | int, str]]:
    current = plan.MasterPlan.objects.order_by("-start_year").first()
    return [(year, str(year)) for year in current.years] if current else []


def _activity(
    slug: str, model: type[Activity], title: str, one: str, rows: PlainRows, filterset: type[filters.FilterSet]
) -> Kind:
    measured = hasattr(model, "direction")
    options: dict[str, tuple[str, Options]] = {}
    if measured:
        options |= {"dimension": ("Dimensi", _dimensions), "subdimension": ("Subdimensi", _subdimensions)}
    else:
        categories = plan.ActionPlanCategory.objects.values_list("code", "name")
        options["category"] = ("Kategori", lambda: list(categories.all()))
    options |= {
        "lead_opd": ("Penanggung jawab", _leaders(model)),
        "year": ("Berjalan pada tahun", _years),
        "horizon": ("Jangka", _choices(Horizon.choices)),
        "funding": ("Sumber dana", _choices(Funding.choices)),
        "state": ("Keadaan", _choices(State.choices)),
    }
    columns = [Column("code", "Kode", width=12), Column("name", "Nama", width=50)]
    if measured:
        columns += [
            Column("dimension_name", "Dimensi"),
            Column("subdimension_name", "Subdimensi", width=24),
            Column("direction_name", "Arah", width=24),
            Column("baseline", "Kondisi awal", "number"),
        ]
    else:
        columns += [Column("category_name", "Kategori"), Column("target_final", "Target akhir", "number")]
    columns += [
        Column("lead_opd_abbreviation", "Penanggung jawab"),
        Column("supports_text", "Pendukung", width=30),
        Column("start_year", "Mulai", "year"),
        Column("end_year", "Selesai", "year"),
        Column("horizon_name", "Jangka"),
        Column("indicator", "Indikator", width=40),
        Column("unit", "Satuan"),
        Column("funding_text", "Sumber dana", width=24),
        Column("total_budget", "Jumlah anggaran", "money"),
        Column("state_name", "Keadaan"),
        Column("demonstration", "Data demonstrasi"),
    ]
    first = "dimension_name" if measured else "category_name"
    return Kind(
        slug,
        model,
        title,
        one,
        tuple(columns),
        ("code", "name", first, "lead_opd_abbreviation", "start_year", "total_budget", "state_name"),
        ("code", "name", "indicator"),
        {
            "code": "code",
            "name": "name",
            "lead_opd_abbreviation": "lead_opd__abbreviation",
            "start_year": "start_year",
            "end_year": "end_year",
            "state_name": "state",
        },
        _with_names(rows),
        filterset,
        options,
        _history(model),
    )


def _with_names(rows: PlainRows) -> Rows:
    """The rows of an activity with the words people read instead of codes and lists."""

    def named(queryset: models.QuerySet[Any]) -> list[Row]:
        out = [dict(row) for row in rows(queryset)]
        for row in out:
            row["state_name"], row["horizon_name"] = State(row["state"]).label, Horizon(row["horizon"]).label
            row["supports_text"] = ", ".join(row["supporting_abbreviations"])
            row["funding_text"] = ", ".join(row["funding_sources"])
            row["demonstration"] = "ya" if row["is_demonstration"] else ""
            if "direction" in row:
                row["direction_name"] = plan.Direction(row["direction"]).label
            for item in row["years"]:
                row[f"target_{item['year']}"], row[f"budget_{item['year']}"] = item.get("target"), item["budget"]
        return out

    return named


def _history(model: type[models.Model]) -> tuple[tuple[type[models.Model], str], ...]:
    """Child rows of a record whose history belongs to it, with the name of their key to it."""
    return tuple((relation.related_model, relation.field.name) for relation in child_relations(model))


def year_columns(kind: Kind) -> list[Column]:
    """Target and money of every year of the plan: in exports, not on the screen."""
    if not kind.is_activity:
        return []
    out = []
    for year, _ in _years():
        if hasattr(kind.model, "direction"):
            out.append(Column(f"target_{year}", f"Target {year}", "number", 12))
        out.append(Column(f"budget_{year}", f"Anggaran {year}", "money", 18))
    return out


def _plain(
    slug: str,
    model: type[models.Model],
    title: str,
    one: str,
    fields: str,
    shown: str,
    search: str,
    filtered: str = "",
    *,
    creatable: bool = True,
) -> Kind:
    """A kind without yearly rows: its columns are its fields."""
    names = fields.split()
    chosen = [_field(model, name) for name in names]
    columns = tuple(
        Column(f.name, str(f.verbose_name).capitalize(), "year" if "year" in f.name else "text", 30) for f in chosen
    )

    def rows(queryset: models.QuerySet[Any]) -> list[Row]:
        related = [f.name for f in chosen if f.remote_field is not None]
        out = []
        for record in queryset.select_related(*related) if related else queryset:
            row: Row = {"id": record.pk, "version": record.version, "name_shown": str(record)}
            for f in chosen:
                value = getattr(record, f"get_{f.name}_display")() if f.choices else getattr(record, f.name)
                row[f.name] = _text(value)
            out.append(row)
        return out

    filterset = None
    options: dict[str, tuple[str, Options]] = {}
    for name in filtered.split():
        f = _field(model, name)
        options[name] = (str(f.verbose_name).capitalize(), _field_options(f))
    if options:
        meta = type("Meta", (), {"model": model, "fields": list(options)})
        filterset = type(f"{model.__name__}Filter", (filters.FilterSet,), {"Meta": meta})
    return Kind(
        slug,
        model,
        title,
        one,
        columns,
        tuple(shown.split()),
        tuple(search.split()),
        {f.name: f.name for f in chosen if f.remote_field is None},
        rows,
        filterset,
        options,
        _history(model),
        creatable,
    )


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return cast("models.Field[Any, Any]", model._meta.get_field(name))  # a column, never a relation back


def _field_options(f: models.Field[Any, Any]) -> Options:
    if isinstance(f, models.ForeignKey):
        return lambda: [(record.pk, str(record)) for record in f.remote_field.model._default_manager.all()]
    return _choices(f.flatchoices)


def _text(value: object) -> object:
    if isinstance(value, bool):
        return "ya" if value else ""
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return str(value)
    return plain(value) if isinstance(value, Decimal) else value


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        _activity("program", plan.Program, "Program", "program", program_rows, ProgramFilter),
        _activity("quick-win", plan.QuickWin, "Quick win", "quick win", quick_win_rows, QuickWinFilter),
        _activity("rencana-aksi", plan.ActionPlan, "Rencana aksi", "rencana aksi", action_plan_rows, ActionPlanFilter),
        _plain(
            "dimensi",
            plan.Dimension,
            "Dimensi",
            "dimensi",
            "position code name legal_name",
            "position code name legal_name",
            "code name legal_name",
            creatable=False,
        ),
        _plain(
            "subdimensi",
            plan.SubDimension,
            "Subdimensi",
            "subdimensi",
            "code name dimension english_label description",
            "code name dimension",
            "code name description",
            "dimension",
            creatable=False,
        ),
        _plain(
            "periode",
            plan.MasterPlan,
            "Periode dan visi",
            "rencana induk",
            "code title start_year end_year vision",
            "title start_year end_year vision",
            "title vision",
            creatable=False,
        ),
        _plain("misi", plan.Mission, "Misi", "misi", "position text", "position text", "text"),
        _plain(
            "sasaran",
            plan.Objective,
            "Sasaran",
            "sasaran",
            "code mission subdimension position text",
            "code mission text",
            "code text",
            "mission",
        ),
        _plain(
            "indikator-sasaran",
            plan.ObjectiveIndicator,
            "Indikator sasaran",
            "indikator sasaran",
            "objective program indicator unit direction baseline",
            "objective program indicator unit",
            "indicator objective__text",
            "objective",
        ),
        _plain(
            "strategi",
            plan.Strategy,
            "Strategi",
            "strategi",
            "dimension position text",
            "dimension position text",
            "text",
            "dimension",
        ),
        _plain("buku", plan.Book, "Buku", "buku", "number title note", "number title note", "title note"),
        _plain(
            "bab",
            plan.Chapter,
            "Bab buku",
            "bab buku",
            "book position title annex_heading text",
            "book position title annex_heading",
            "title text",
            "book",
        ),
        _plain(
            "kesiapan",
            plan.Readiness,
            "Analisis kesiapan",
            "butir kesiapan",
            "pillar aspect condition source",
            "pillar aspect condition",
            "aspect condition",
            "pillar",
        ),
        _plain(
            "masa-depan",
            plan.FutureAnalysis,
            "Analisis masa depan",
            "analisis masa depan",
            "dimension topic text source",
            "dimension topic text",
            "topic text",
            "dimension",
        ),
        _plain(
            "kesenjangan",
            plan.Gap,
            "Analisis kesenjangan",
            "kesenjangan",
            "subdimension now wanted gap",
            "subdimension now wanted gap",
            "now wanted gap",
        ),
        _plain(
            "swot",
            plan.Swot,
            "Analisis SWOT",
            "butir SWOT",
            "quadrant position text",
            "quadrant position text",
            "text",
            "quadrant",
        ),
    )
}
