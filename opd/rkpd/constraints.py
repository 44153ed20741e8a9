"""What must never change in the database: confirmed imports and decisions."""

from solok_smartcity.kit.transitions import append_only

MESSAGE = (
    "Impor RKPD yang sudah dikonfirmasi tidak dapat diubah atau dihapus; impor berkas baru sebagai versi berikutnya."
)
GUARDS = [
    append_only("rkpd_rkpdimport", "rkpdimport_append_only", MESSAGE),
    append_only("rkpd_rkpditem", "rkpditem_append_only", MESSAGE),
    append_only("rkpd_nomenclatureimport", "nomenclatureimport_append_only"),
    append_only("rkpd_findinglog", "findinglog_append_only"),
]
