"""What the database itself refuses: frozen versions, decisions, initials and archived files stay as they are."""

from solok_smartcity.kit.guards import Guard
from solok_smartcity.kit.transitions import append_only

GUARDS = [
    append_only("perwali_regulationlog", "regulationlog_append_only"),
    append_only("perwali_regulationversion", "version_frozen", "Versi beku tidak dapat diubah atau dihapus."),
    append_only("perwali_paper", "paper_append_only", "Dokumen keputusan tidak dapat diubah atau dihapus."),
    append_only("perwali_initial", "initial_append_only", "Paraf tidak dapat diubah atau dihapus."),
    append_only("perwali_archivedfile", "archive_append_only", "Berkas arsip tidak dapat diubah atau dihapus."),
    Guard(
        "register_number_stays",
        "perwali_numberentry",
        ("DELETE",),
        "TRUE",
        "Nomor yang sudah diberikan tidak dihapus; nyatakan tidak dipakai dengan alasan (R130).",
    ),
    Guard(
        "enacted_number_stays",
        "perwali_regulation",
        ("UPDATE",),
        "OLD.number IS NOT NULL AND (NEW.number IS NULL OR NEW.number <> OLD.number OR NEW.year <> OLD.year)",
        "Nomor peraturan yang sudah diberikan tidak dapat diubah (R130).",
    ),
]
