"""A regulation carried along its way in tests: what each verb needs, from the table of perwali-format 4.2."""

from datetime import date, timedelta
from typing import Any

from masterplan.perwali.models import Citation, NumberEntry, Placeholder, Regulation
from masterplan.perwali.services.life import ActFacts, advance
from masterplan.perwali.workflow import INITIALLING, LIFE_STEPS
from solok_smartcity.kit.clock import today
from tests.cast import Cast

NAMES = {
    "nama_wali_kota": "RAMADHANI",
    "nama_sekretaris_daerah": "SYAIFUL",
    "nama_kabag_hukum": "NAMA KABAG",
    "pangkat_kabag_hukum": "Pembina",
    "nip_kabag_hukum": "19700101 199001 1 001",
}
INITIALS = ["initial"] * len(INITIALLING)
TO_INITIALS = ["discuss", "request_initials"]
TO_HARMONISATION = [*TO_INITIALS, *INITIALS, "harmonise"]
TO_FACILITATION = [*TO_HARMONISATION, "facilitate"]
TO_READY = [*TO_FACILITATION, "facilitation_result", "ready"]
TO_ENACTED = [*TO_READY, "enact"]
TO_PROMULGATED = [*TO_ENACTED, "promulgate"]
TO_PUBLISHED = [*TO_PROMULGATED, "authenticate", "publish"]


def draft(slug: str = "rencana-induk") -> Regulation:
    """The regulation as it is now."""
    return Regulation.objects.with_parts().get(slug=slug)


def numbers_given(last: int = 11) -> None:
    """Numbers of this year were given outside the portal: ours is the next."""
    regulation = draft()
    NumberEntry.objects.create(
        region=regulation.region,
        kind=regulation.kind,
        year=today().year,
        number=last,
        state="di_luar",
        made_by_name="uji",
    )


def fill_in(slug: str = "rencana-induk") -> None:
    """What the office fills in: names of officials, gazette numbers of the registry."""
    for key, value in NAMES.items():
        Placeholder.objects.filter(regulation__slug=slug, key=key).update(value=value)
    Placeholder.objects.filter(regulation__slug=slug, value="", opd__isnull=True).exclude(
        key__in=("nomor", "tahun", "tanggal_penetapan", "tanggal_pengundangan", "nomor_berita_daerah")
    ).update(value="Isian uji")
    Citation.objects.filter(gazette_number="").update(gazette_number="99", gazette_year=2024)
    Citation.objects.filter(supplement_expected=True, supplement_number="").update(supplement_number="6999")


def facts_for(verb: str, **more: Any) -> ActFacts:
    """Papers, day and name of a verb."""
    day = today() - timedelta(days=1)
    papers = {name: f"Nomor 180/{index}, {day}" for index, name in enumerate(LIFE_STEPS[verb].papers, start=1)}
    given: dict[str, Any] = {"papers": papers, "on": day, "name": "Pejabat Uji"}
    if verb == "promulgate":
        given["gazette_number"] = 12
    return ActFacts(**{**given, **more})


def go(verb: str, cast: Cast, slug: str = "rencana-induk", *, reason: str = "Uji", **more: Any) -> Regulation:
    """Carry out one verb as Bagian Hukum."""
    now = draft(slug)
    return advance(now.pk, verb, actor=cast.legal, version=now.version, reason=reason, facts=facts_for(verb, **more))


def travel(cast: Cast, verbs: list[str], slug: str = "rencana-induk") -> Regulation:
    """Carry out verbs one after another, on a draft that is filled in."""
    fill_in(slug)
    for verb in verbs:
        go(verb, cast, slug)
    return draft(slug)


DAY = date(2026, 3, 2)
