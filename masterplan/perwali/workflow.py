"""The life of a regulation as a table: states, transitions T1 to T20, papers and deadlines (4.1, 4.2). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from solok_smartcity.kit.workflow import Step, step, table


class Stage(models.TextChoices):
    """Stage of one draft, L0 to L14 and LX."""

    PROPOSED = "usulan", "Usulan"
    PROGRAMMED = "terprogram", "Terprogram"
    DRAFTING = "penyusunan", "Penyusunan"
    DISCUSSION = "pembahasan", "Pembahasan"
    CONSULTATION = "konsultasi_publik", "Konsultasi publik"
    INITIALS = "paraf_koordinasi", "Paraf koordinasi"
    HARMONISATION = "harmonisasi", "Harmonisasi"
    AFTER_HARMONISATION = "perbaikan_harmonisasi", "Perbaikan hasil harmonisasi"
    FACILITATION = "fasilitasi", "Fasilitasi"
    AFTER_FACILITATION = "perbaikan_fasilitasi", "Perbaikan hasil fasilitasi"
    READY = "siap_ditetapkan", "Siap ditetapkan"
    ENACTED = "ditetapkan", "Ditetapkan"
    PROMULGATED = "diundangkan", "Diundangkan"
    AUTHENTICATED = "terautentifikasi", "Terautentifikasi"
    PUBLISHED = "tersebar", "Tersebar"
    WITHDRAWN = "ditarik", "Ditarik atau ditolak"

    @classmethod
    def promulgated(cls) -> list["Stage"]:
        """Stages at which the regulation is in Berita Daerah."""
        return [cls.PROMULGATED, cls.AUTHENTICATED, cls.PUBLISHED]

    @property
    def is_enacted(self) -> bool:
        """Signed by the mayor: no RANCANGAN, no placeholder any more (R19, R20)."""
        return self in {Stage.ENACTED, *Stage.promulgated()}

    @property
    def is_editable(self) -> bool:
        """The text is written directly (4.1); in L3 it changes by proposals that are accepted."""
        return self in EDITABLE


EDITABLE = frozenset(
    {Stage.PROPOSED, Stage.PROGRAMMED, Stage.DRAFTING, Stage.AFTER_HARMONISATION, Stage.AFTER_FACILITATION}
)


class LegalStatus(models.TextChoices):
    """What a promulgated regulation is worth today."""

    NONE = "", "Belum berlaku"
    IN_FORCE = "berlaku", "Berlaku"
    AMENDED = "diubah", "Berlaku, telah diubah"
    REPEALED = "dicabut", "Dicabut"
    EXPIRED = "tidak_berlaku", "Tidak berlaku"


# The officials who initial a draft, in this order (T6).
INITIALLING = ("Kepala perangkat daerah pemrakarsa", "Kepala Bagian Hukum", "Asisten", "Sekretaris Daerah")


@dataclass(frozen=True)
class Deadline:
    """Days a stage may last; ``working`` days leave out weekends and holidays. Overdue never blocks (R131)."""

    days: int
    working: bool = False


# Deadlines by stage, counted from the day the stage began.
DEADLINES: dict[str, Deadline] = {
    Stage.CONSULTATION: Deadline(14),
    Stage.INITIALS: Deadline(3 * len(INITIALLING), working=True),
    Stage.AFTER_HARMONISATION: Deadline(5, working=True),
    Stage.FACILITATION: Deadline(15),
    Stage.AFTER_FACILITATION: Deadline(7),
    Stage.AUTHENTICATED: Deadline(3, working=True),
}
TO_GOVERNOR = Deadline(7)  # T19, from the day of enactment


@dataclass(frozen=True)
class LifeStep:
    """A transition: its step, its number in 4.2, the papers it needs, and whether it freezes a version."""

    step: Step
    number: str
    papers: tuple[str, ...] = ()
    freezes: bool = False


def life_step(
    number: str,
    verb: str,
    label: str,
    sources: Iterable[str],
    target: str | None,
    papers: tuple[str, ...] = (),
    *,
    freezes: bool = False,
    needs_reason: bool = False,
) -> LifeStep:
    """One row of the table: number in 4.2, verb, button, stages, papers by name."""
    return LifeStep(step(verb, label, sources, target, needs_reason=needs_reason), number, papers, freezes)


REPAIRS = (Stage.AFTER_HARMONISATION, Stage.AFTER_FACILITATION)
BEFORE_ENACTMENT = tuple(stage for stage in Stage if not (stage.is_enacted or stage == Stage.WITHDRAWN))
LIFE_STEPS: dict[str, LifeStep] = {
    item.step.verb: item
    for item in (
        life_step(
            "T1",
            "program",
            "Masukkan ke program pembentukan",
            (Stage.PROPOSED,),
            Stage.PROGRAMMED,
            ("Keputusan program pembentukan atau izin prakarsa",),
        ),
        life_step(
            "T2",
            "start_drafting",
            "Mulai penyusunan",
            (Stage.PROGRAMMED,),
            Stage.DRAFTING,
            ("SK tim penyusun", "Penjelasan atau keterangan"),
        ),
        life_step(
            "T3",
            "discuss",
            "Bahas dalam tim penyusun",
            (Stage.DRAFTING,),
            Stage.DISCUSSION,
            ("Undangan rapat", "Daftar hadir", "Notulen"),
            freezes=True,
        ),
        life_step(
            "T4",
            "consult",
            "Buka konsultasi publik",
            (Stage.DISCUSSION,),
            Stage.CONSULTATION,
            ("Pengumuman konsultasi publik",),
            freezes=True,
        ),
        life_step("T4", "end_consultation", "Tutup konsultasi publik", (Stage.CONSULTATION,), Stage.DISCUSSION),
        life_step(
            "T5",
            "request_initials",
            "Mintakan paraf koordinasi",
            (Stage.DISCUSSION,),
            Stage.INITIALS,
            ("Berita acara pembahasan",),
            freezes=True,
        ),
        life_step("T6", "initial", "Catat paraf", (Stage.INITIALS, Stage.READY), None),
        life_step(
            "T7", "return_draft", "Kembalikan untuk disusun ulang", (Stage.INITIALS,), Stage.DRAFTING, needs_reason=True
        ),
        life_step(
            "T8",
            "harmonise",
            "Ajukan harmonisasi",
            (Stage.INITIALS,),
            Stage.HARMONISATION,
            ("Surat permohonan harmonisasi",),
            freezes=True,
        ),
        life_step(
            "T9",
            "harmonisation_result",
            "Terima catatan harmonisasi",
            (Stage.HARMONISATION,),
            Stage.AFTER_HARMONISATION,
            ("Berita acara rapat harmonisasi",),
        ),
        life_step(
            "T10",
            "resubmit",
            "Ajukan kembali ke Kanwil",
            (Stage.AFTER_HARMONISATION,),
            Stage.HARMONISATION,
            ("Surat pengantar perbaikan",),
            freezes=True,
        ),
        life_step(
            "T12",
            "facilitate",
            "Ajukan fasilitasi",
            (Stage.HARMONISATION, Stage.READY),
            Stage.FACILITATION,
            ("Surat selesai harmonisasi", "Surat permohonan fasilitasi"),
            freezes=True,
        ),
        life_step(
            "T13",
            "facilitation_result",
            "Terima hasil fasilitasi",
            (Stage.FACILITATION,),
            Stage.AFTER_FACILITATION,
            ("Surat hasil fasilitasi",),
        ),
        life_step(
            "T14",
            "ready",
            "Nyatakan siap ditetapkan",
            (Stage.HARMONISATION, Stage.FACILITATION, Stage.AFTER_FACILITATION),
            Stage.READY,
            freezes=True,
        ),
        life_step("R128", "confirm_new_matter", "Setujui materi baru", REPAIRS, None, freezes=True, needs_reason=True),
        life_step(
            "R128",
            "return_to_initials",
            "Kembalikan ke paraf koordinasi",
            REPAIRS,
            Stage.INITIALS,
            freezes=True,
            needs_reason=True,
        ),
        life_step("T15", "enact", "Tetapkan", (Stage.READY,), Stage.ENACTED, freezes=True),
        life_step("T16", "promulgate", "Undangkan", (Stage.ENACTED,), Stage.PROMULGATED, freezes=True),
        life_step("T17", "authenticate", "Autentifikasi salinan", (Stage.PROMULGATED,), Stage.AUTHENTICATED),
        life_step("T18", "publish", "Sebarluaskan", (Stage.AUTHENTICATED,), Stage.PUBLISHED),
        life_step(
            "T19",
            "send_to_governor",
            "Catat penyampaian kepada Gubernur",
            (Stage.PROMULGATED, Stage.AUTHENTICATED, Stage.PUBLISHED),
            None,
            ("Surat pengantar kepada Gubernur",),
        ),
        life_step("T20", "withdraw", "Tarik atau tolak", BEFORE_ENACTMENT, Stage.WITHDRAWN, needs_reason=True),
    )
}
STEPS = table(item.step for item in LIFE_STEPS.values())
# Papers by name; those of the law are for everybody who may read it, all others for the offices that make it.
TEXT, CERTIFIED_COPY, CONSOLIDATED = "naskah", "salinan", "konsolidasi"
OF_THE_LAW = (TEXT, CERTIFIED_COPY, CONSOLIDATED)
# What the initiating office may do itself; everything else is done by Bagian Hukum.
INITIATOR = frozenset({"start_drafting", "discuss", "consult", "end_consultation", "withdraw"})
REGULATION_CREATED = step("create", "Dibuat", (), Stage.PROPOSED)
REGULATION_READ = step("read", "Dibaca dari naskah yang ada", (), Stage.PUBLISHED)
