"""What work plans tell to other applications."""

from django.urls import reverse

from masterplan.plan.extensions import AgencyNote
from opd.agencies.models import Opd, Person
from solok_smartcity.kit.indonesian import rupiah

from .models import WorkPlan
from .selectors.work_plans import work_plan_rows

LATEST = "Renja terakhir"


def latest_plan(person: Person, opd: Opd) -> AgencyNote:
    """The newest work plan of an agency that the person may see."""
    plans = WorkPlan.objects.visible_to(person).filter(opd=opd).order_by("-year", "-revision", "-pk")
    row = next(iter(work_plan_rows(plans[:1])), None)
    if row is None:
        return AgencyNote(LATEST, "Belum ada Renja yang dapat dilihat.")
    text = f"{row['state_name'].lower()}, {row['line_count']} baris, {rupiah(row['total_amount'])}"
    name = f"Renja {row['year']}, {row['round_name'].lower()}"
    return AgencyNote(LATEST, text, reverse("renja-detail", args=[row["id"]]), name)
