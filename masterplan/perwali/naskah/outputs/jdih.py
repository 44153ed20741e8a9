"""The record for the national network of legal documentation, with the fields of its feed (perwali-format 6.1)."""

import json
from datetime import date, datetime

# Values of code lists; the feed still writes the old spelling of Wali Kota.
KIND, SHORT_KIND = "PERATURAN WALIKOTA", "PERWALI"
FIELD_OF_LAW = "Hukum Administrasi Negara"
REQUIRED = (
    "idData",
    "tahun_pengundangan",
    "tanggal_penetapan",
    "tanggal_pengundangan",
    "jenis",
    "singkatanJenis",
    "noPeraturan",
    "judul",
    "tempatTerbit",
    "sumber",
    "status",
    "bahasa",
    "bidangHukum",
    "abstrak",
    "urlAbstrak",
    "fileDownload",
    "urlDownload",
    "urlDetailPeraturan",
    "last_updated",
    "operasi",
    "display",
)


def jdih_record(
    *,
    pk: int,
    kind_name: str,
    region: str,
    place: str,
    title: str,
    number: int | None,
    year: int | None,
    enacted_on: date | None,
    promulgated_on: date | None,
    gazette_number: int | None,
    page_count: int | None,
    status: str,
    address: str,
    download: str,
    subject: str,
    file_name: str,
    changed_at: datetime,
) -> dict[str, str | None]:
    """The record; what a draft does not have yet is an empty text."""
    bare = region.removeprefix("Kota ")
    gazette = (
        f"BD {promulgated_on.year} ({gazette_number}){f': {page_count} hlm' if page_count else ''}"
        if promulgated_on and gazette_number
        else ""
    )
    named = f"{kind_name} {bare} Nomor {number or '...'} Tahun {year or '...'} tentang {title}"
    return {
        "idData": str(pk),
        "tahun_pengundangan": str(promulgated_on.year) if promulgated_on else "",
        "tanggal_penetapan": enacted_on.isoformat() if enacted_on else "",
        "tanggal_pengundangan": promulgated_on.isoformat() if promulgated_on else "",
        "jenis": KIND,
        "singkatanJenis": SHORT_KIND,
        "noPeraturan": str(number or ""),
        "judul": named,
        "tempatTerbit": place,
        "sumber": gazette,
        "status": status,
        "bahasa": "Indonesia",
        "bidangHukum": FIELD_OF_LAW,
        "abstrak": f"abstrak-{file_name}.pdf",
        "urlAbstrak": address,
        "fileDownload": f"{file_name}.pdf",
        "urlDownload": download,
        "urlDetailPeraturan": address,
        "last_updated": changed_at.strftime("%Y-%m-%d %H:%M:%S"),
        "operasi": "4",
        "display": "1",
        "subjek": subject,
        "teuBadan": f"{bare} (Kota)",
        "noPanggil": None,
        "penerbit": None,
        "deskripsiFisik": None,
        "isbn": None,
        "nomorIndukBuku": None,
    }


def as_json(record: dict[str, str | None]) -> bytes:
    """The record as UTF-8 JSON."""
    return json.dumps([record], ensure_ascii=False, indent=1).encode()
