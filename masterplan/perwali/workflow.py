"""The life of a regulation as a table: states, transitions T1 to T20, papers and deadlines (4.1, 4.2). Pure."""

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


def passage(
    number: str,
    verb: str,
    label: str,
    sources: str,
    target: str | None,
    papers: str = "",
    *,
    freezes: bool = False,
    needs_reason: bool = False,
) -> LifeStep:
    """A passage with its papers in one string, parted by semicolons."""
    names = tuple(name.strip() for name in papers.split(";") if name.strip())
    return LifeStep(step(verb, label, sources, target, needs_reason=needs_reason), number, names, freezes)


REPAIRS = "perbaikan_harmonisasi perbaikan_fasilitasi"
BEFORE_ENACTMENT = (
    "usulan terprogram penyusunan pembahasan konsultasi_publik paraf_koordinasi harmonisasi perbaikan_harmonisasi "
    "fasilitasi perbaikan_fasilitasi siap_ditetapkan"
)
PASSAGES: dict[str, LifeStep] = {
    item.step.verb: item
    for item in (
        passage(
            "T1",
            "program",
            "Masukkan ke program pembentukan",
            "usulan",
            "terprogram",
            "Keputusan program pembentukan atau izin prakarsa",
        ),
        passage(
            "T2",
            "start_drafting",
            "Mulai penyusunan",
            "terprogram",
            "penyusunan",
            "SK tim penyusun; Penjelasan atau keterangan",
        ),
        passage(
            "T3",
            "discuss",
            "Bahas dalam tim penyusun",
            "penyusunan",
            "pembahasan",
            "Undangan rapat; Daftar hadir; Notulen",
            freezes=True,
        ),
        passage(
            "T4",
            "consult",
            "Buka konsultasi publik",
            "pembahasan",
            "konsultasi_publik",
            "Pengumuman konsultasi publik",
            freezes=True,
        ),
        passage("T4", "end_consultation", "Tutup konsultasi publik", "konsultasi_publik", "pembahasan"),
        passage(
            "T5",
            "request_initials",
            "Mintakan paraf koordinasi",
            "pembahasan",
            "paraf_koordinasi",
            "Berita acara pembahasan",
            freezes=True,
        ),
        passage("T6", "initial", "Catat paraf", "paraf_koordinasi siap_ditetapkan", None),
        passage(
            "T7", "return_draft", "Kembalikan untuk disusun ulang", "paraf_koordinasi", "penyusunan", needs_reason=True
        ),
        passage(
            "T8",
            "harmonise",
            "Ajukan harmonisasi",
            "paraf_koordinasi",
            "harmonisasi",
            "Surat permohonan harmonisasi",
            freezes=True,
        ),
        passage(
            "T9",
            "harmonisation_result",
            "Terima catatan harmonisasi",
            "harmonisasi",
            "perbaikan_harmonisasi",
            "Berita acara rapat harmonisasi",
        ),
        passage(
            "T10",
            "resubmit",
            "Ajukan kembali ke Kanwil",
            "perbaikan_harmonisasi",
            "harmonisasi",
            "Surat pengantar perbaikan",
            freezes=True,
        ),
        passage(
            "T12",
            "facilitate",
            "Ajukan fasilitasi",
            "harmonisasi siap_ditetapkan",
            "fasilitasi",
            "Surat selesai harmonisasi; Surat permohonan fasilitasi",
            freezes=True,
        ),
        passage(
            "T13",
            "facilitation_result",
            "Terima hasil fasilitasi",
            "fasilitasi",
            "perbaikan_fasilitasi",
            "Surat hasil fasilitasi",
        ),
        passage(
            "T14",
            "ready",
            "Nyatakan siap ditetapkan",
            "harmonisasi fasilitasi perbaikan_fasilitasi",
            "siap_ditetapkan",
            freezes=True,
        ),
        passage("R128", "confirm_new_matter", "Setujui materi baru", REPAIRS, None, freezes=True, needs_reason=True),
        passage(
            "R128",
            "return_to_initials",
            "Kembalikan ke paraf koordinasi",
            REPAIRS,
            "paraf_koordinasi",
            freezes=True,
            needs_reason=True,
        ),
        passage("T15", "enact", "Tetapkan", "siap_ditetapkan", "ditetapkan", freezes=True),
        passage("T16", "promulgate", "Undangkan", "ditetapkan", "diundangkan", freezes=True),
        passage("T17", "authenticate", "Autentifikasi salinan", "diundangkan", "terautentifikasi"),
        passage("T18", "publish", "Sebarluaskan", "terautentifikasi", "tersebar"),
        passage(
            "T19",
            "send_to_governor",
            "Catat penyampaian kepada Gubernur",
            "diundangkan terautentifikasi tersebar",
            None,
            "Surat pengantar kepada Gubernur",
        ),
        passage("T20", "withdraw", "Tarik atau tolak", BEFORE_ENACTMENT, "ditarik", needs_reason=True),
    )
}
STEPS = table(item.step for item in PASSAGES.values())
# Papers by name; those of the law are for everybody who may read it, all others for the offices that make it.
TEXT, CERTIFIED_COPY, CONSOLIDATED = "naskah", "salinan", "konsolidasi"
OF_THE_LAW = (TEXT, CERTIFIED_COPY, CONSOLIDATED)
# What the initiating office may do itself; everything else is done by Bagian Hukum.
INITIATOR = frozenset({"start_drafting", "discuss", "consult", "end_consultation", "withdraw"})
REGULATION_CREATED = step("create", "Dibuat", "", "usulan")
REGULATION_READ = step("read", "Dibaca dari naskah yang ada", "", "tersebar")
