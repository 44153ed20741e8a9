"""Shapes of the API: rows as read, and what may be written."""

from typing import Any

from rest_framework import serializers

from opd.agencies.models import Opd
from solok_smartcity.kit.api_views import Row, StrictSerializer

from ..models import ActionPlan, ActionPlanCategory, Program, QuickWin, SubDimension
from ..models.activity import Direction, Funding, Horizon, State


class YearMoneyRow(StrictSerializer):
    """Money of one year, whole rupiah."""

    year = serializers.IntegerField()
    budget = serializers.IntegerField(allow_null=True, min_value=0)


class YearTargetRow(YearMoneyRow):
    """Target and money of one year."""

    target = serializers.DecimalField(18, 4, allow_null=True)


class ActivityRow(Row):
    """What programs, quick wins and action plans share, as read."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    lead_opd = serializers.CharField(help_text="Kode perangkat daerah.")
    lead_opd_abbreviation = serializers.CharField()
    lead_opd_name = serializers.CharField()
    supporting_opds = serializers.ListField(child=serializers.CharField())
    supporting_abbreviations = serializers.ListField(child=serializers.CharField())
    start_year = serializers.IntegerField()
    end_year = serializers.IntegerField()
    horizon = serializers.ChoiceField(Horizon.choices)
    indicator = serializers.CharField()
    unit = serializers.CharField()
    funding_sources = serializers.ListField(child=serializers.ChoiceField(Funding.choices))
    total_budget = serializers.IntegerField(help_text="Rupiah utuh, jumlah semua tahun.")
    is_demonstration = serializers.BooleanField()
    provenance = serializers.CharField()
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class MeasuredRow(ActivityRow):
    """A program or quick win, as read."""

    dimension = serializers.CharField()
    dimension_name = serializers.CharField()
    dimension_legal_name = serializers.CharField()
    subdimension = serializers.CharField()
    subdimension_name = serializers.CharField()
    direction = serializers.ChoiceField(Direction.choices)
    baseline = serializers.DecimalField(18, 4, allow_null=True)
    baseline_documented = serializers.BooleanField()
    fact_source = serializers.CharField()
    rkpd_program_code = serializers.CharField()
    rkpd_program_name = serializers.CharField()
    years = YearTargetRow(many=True)


class ProgramRow(MeasuredRow):
    """A program, as read."""


class QuickWinRow(MeasuredRow):
    """A quick win, as read."""

    description = serializers.CharField()
    parent_program = serializers.CharField(allow_null=True)
    progress_pct = serializers.IntegerField(allow_null=True)
    deadline = serializers.DateField(allow_null=True)
    promoted_to = serializers.CharField(allow_null=True, help_text="Kode program hasil pengangkatan.")


class ActionPlanRow(ActivityRow):
    """An action plan, as read."""

    category = serializers.CharField()
    category_name = serializers.CharField()
    target_final = serializers.DecimalField(18, 4, allow_null=True)
    years = YearMoneyRow(many=True)


class ActivityWrite(StrictSerializer):
    """What may be written of an activity. Agencies are given by code; lists are complete when given."""

    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=300)
    state = serializers.ChoiceField(State.choices, required=False)
    lead_opd = serializers.SlugRelatedField("code", queryset=Opd.objects.select_related("successor"))
    supporting_opds = serializers.SlugRelatedField(
        "code", queryset=Opd.objects.select_related("successor"), many=True, required=False
    )
    start_year = serializers.IntegerField(min_value=2000, max_value=2100)
    end_year = serializers.IntegerField(min_value=2000, max_value=2100)
    horizon = serializers.ChoiceField(Horizon.choices)
    indicator = serializers.CharField()
    unit = serializers.CharField(max_length=60)
    funding_sources = serializers.ListField(child=serializers.ChoiceField(Funding.choices), allow_empty=False)
    is_demonstration = serializers.BooleanField(required=False)
    provenance = serializers.CharField(required=False, allow_blank=True)
    reason = serializers.CharField(help_text="Alasan perubahan, masuk ke riwayat.")


class MeasuredWrite(ActivityWrite):
    """What may be written of a program or quick win."""

    subdimension = serializers.SlugRelatedField("code", queryset=SubDimension.objects.all())
    direction = serializers.ChoiceField(Direction.choices)
    baseline = serializers.DecimalField(18, 4, allow_null=True, required=False)
    baseline_documented = serializers.BooleanField(required=False)
    fact_source = serializers.CharField(required=False, allow_blank=True)
    rkpd_program_code = serializers.CharField(required=False, allow_blank=True, max_length=10)
    rkpd_program_name = serializers.CharField(required=False, allow_blank=True, max_length=300)
    years = YearTargetRow(many=True, required=False)


class ProgramWrite(MeasuredWrite):
    """What may be written of a program."""

    model = Program


class QuickWinWrite(MeasuredWrite):
    """What may be written of a quick win."""

    model = QuickWin
    description = serializers.CharField(required=False, allow_blank=True)
    parent_program = serializers.SlugRelatedField(
        "code", queryset=Program.objects.all(), required=False, allow_null=True
    )
    progress_pct = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    deadline = serializers.DateField(required=False, allow_null=True)


class PromoteInput(StrictSerializer):
    """The code of the new program (the next free one of the sub-dimension when left out), and the reason."""

    code = serializers.CharField(max_length=20, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=2000)


class ActionPlanWrite(ActivityWrite):
    """What may be written of an action plan."""

    model = ActionPlan
    category = serializers.SlugRelatedField("code", queryset=ActionPlanCategory.objects.all())
    target_final = serializers.DecimalField(18, 4, allow_null=True, required=False)
    years = YearMoneyRow(many=True, required=False)


class SubDimensionRow(Row):
    """A sub-dimension inside its dimension."""

    code = serializers.CharField()
    name = serializers.CharField()
    english_label = serializers.CharField()
    description = serializers.CharField()


class DimensionRow(Row):
    """A dimension, as read."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    legal_name = serializers.CharField()
    position = serializers.IntegerField()
    program_count = serializers.IntegerField()
    quick_win_count = serializers.IntegerField()
    subdimensions = SubDimensionRow(many=True)
    version = serializers.IntegerField()


class DimensionWrite(StrictSerializer):
    """What may be written of a dimension."""

    name = serializers.CharField(max_length=100)
    legal_name = serializers.CharField(max_length=100)
    reason = serializers.CharField(help_text="Alasan perubahan, masuk ke riwayat.")


def split(validated: dict[str, Any]) -> dict[str, Any]:
    """Validated input of an activity as arguments of its service."""
    values = dict(validated)
    if "reason" not in values:
        raise serializers.ValidationError({"reason": ["Alasan wajib diisi."]})
    reason = values.pop("reason")
    years, supports = values.pop("years", None), values.pop("supporting_opds", None)
    if years is not None:
        if len({item["year"] for item in years}) != len(years):
            raise serializers.ValidationError({"years": ["Tahun yang sama ditulis dua kali."]})
        years = {item.pop("year"): item for item in (dict(row) for row in years)}
    return {"values": values, "years": years, "supports": supports, "reason": reason}
