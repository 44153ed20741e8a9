"""Proof: the archive of a promulgated regulation, its verification, tampering found with its place."""

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from rest_framework.throttling import ScopedRateThrottle

from masterplan.perwali.models import ArchivedFile, Regulation, RegulationVersion
from masterplan.perwali.services import versions
from masterplan.perwali.services.proof import verify_all, verify_code, verify_file
from masterplan.perwali.services.versions import FORMS, archive, folder_of, make_archive, path_of
from solok_smartcity.kit import guards
from solok_smartcity.kit.pdf import render_pdf
from tests.cast import Cast
from tests.perwali.way import TO_PROMULGATED, draft, go, travel

pytestmark = pytest.mark.django_db
PAGE = "/perwali/verifikasi/"


@pytest.fixture
def promulgated(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Regulation:
    """The regulation in Berita Daerah with its archive; its PDFs are stood in for by small ones for speed."""
    real = versions.content_in

    def quick(document: Any, version: RegulationVersion, form: str) -> bytes:
        if form.startswith("pdf"):
            return b"%PDF-1.7 uji " + form.encode() + document.digest.encode()
        return real(document, version, form)

    monkeypatch.setattr(versions, "content_in", quick)
    done = travel(cast, TO_PROMULGATED)
    make_archive.call(done.pk)
    return done


def report() -> tuple[int, dict[str, Any]]:
    """Exit code and JSON of ``verify_editions``."""
    out = StringIO()
    try:
        call_command("verify_editions", json=True, stdout=out)
    except SystemExit as stop:
        return int(stop.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_clean_archive(promulgated: Regulation) -> None:
    """Every form is there once, in the digest list, read only; everything verifies."""
    version = promulgated.versions.get(stage="diundangkan")
    files = list(version.files.all())
    assert {file.form for file in files} == set(FORMS)
    assert all(path_of(file).stat().st_mode & 0o222 == 0 for file in files)
    listed = dict(reversed(line.split("  ")) for line in (folder_of(version) / "SHA256SUMS").read_text().splitlines())
    assert listed == {file.name: file.sha256 for file in files}
    code, found = report()
    assert (code, found["flaws"]) == (0, [])
    assert (found["versions"], found["files"]) == (promulgated.versions.count(), len(FORMS))


def test_archive_is_made_once(promulgated: Regulation) -> None:
    """Made again, nothing changes; after a killed worker what is missing is made."""
    version = promulgated.versions.get(stage="diundangkan")
    before = {file.form: (file.pk, file.sha256) for file in version.files.all()}
    archive(version)
    assert {file.form: (file.pk, file.sha256) for file in version.files.all()} == before
    guards.drop_all()
    lost = version.files.get(form="txt")
    path_of(lost).chmod(0o644)
    path_of(lost).write_bytes(b"separuh")
    lost.delete()
    archive(version)
    assert version.files.get(form="txt").sha256 == before["txt"][1]


def change_byte(path: Path) -> None:
    """Tamper with one byte of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(bytes(content))


def test_one_byte_of_a_file(promulgated: Regulation) -> None:
    """Found, with the file."""
    file = ArchivedFile.objects.get(form="docx")
    change_byte(path_of(file))
    code, found = report()
    assert code == 1
    assert [flaw["place"] for flaw in found["flaws"]] == [
        f"rencana-induk, versi {file.content_version.number}, {file.name}"
    ]


def test_lost_and_foreign_files(promulgated: Regulation) -> None:
    """A file that is gone, and one that nobody listed."""
    file = ArchivedFile.objects.get(form="txt")
    path_of(file).unlink()
    (folder_of(file.content_version) / "tambahan.pdf").write_bytes(b"%PDF")
    assert [flaw.message for flaw in verify_all().flaws] == [
        "berkas arsip tidak ada atau tidak terbaca",
        "berkas tidak tercatat dalam daftar sidik",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"content": "sedikit"}, "isi beku tidak sesuai sidiknya"),
        ({"previous": None}, "rantai versi terputus: sidik versi sebelumnya lain"),
        ({"code": "0" * 64}, "kolom code tidak sesuai isi beku"),
    ],
)
def test_one_row(promulgated: Regulation, change: dict[str, Any], message: str) -> None:
    """A row that somebody wrote past the guards is found, with its version; so is a broken chain."""
    guards.drop_all()
    version = promulgated.versions.get(number=2)
    if "content" in change:
        change = {"content": version.content.replace("Rencana", "Rencane", 1)}
    RegulationVersion.objects.filter(pk=version.pk).update(**change)
    flaws = verify_all().flaws
    assert ("Peraturan rencana-induk, versi 2", message) in [(flaw.place, flaw.message) for flaw in flaws]


def test_missing_version(promulgated: Regulation) -> None:
    """A version taken out of the chain is missed by the one after it."""
    guards.drop_all()
    second, third = promulgated.versions.get(number=2), promulgated.versions.get(number=3)
    second.decisions.all().update(content_version=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE perwali_regulationversion SET previous_id = NULL WHERE id = %s", [third.pk])
    second.delete()
    assert any("versi 3" in flaw.place and "rantai" in flaw.message for flaw in verify_all().flaws)


def test_verification_of_a_file(promulgated: Regulation, client: Client) -> None:
    """Byte for byte ours; changed but with our code; a stranger. Nobody has to sign in, nothing is kept."""
    content = path_of(ArchivedFile.objects.get(form="pdf")).read_bytes()
    exact = verify_file(content)
    assert (exact.is_ours, exact.is_exact, exact.status) == (True, True, "Berlaku")
    assert not verify_file(b"%PDF-1.7 lain").is_ours
    sent = SimpleUploadedFile("perwali.pdf", content, "application/pdf")
    answer = client.post(PAGE, {"berkas": sent}).content.decode()
    assert "sama bita demi bita" in answer
    assert f"Nomor {promulgated.number} Tahun {promulgated.year}" in answer


def test_verification_of_a_code(promulgated: Regulation, client: Client) -> None:
    """The code of the cover sheet; of a draft only that it is known, not what it says."""
    version = promulgated.versions.get(stage="diundangkan")
    assert verify_code(f" {version.code[:12].upper()} ").version == version
    assert not verify_code("0" * 12).is_ours
    assert "12 sampai 64" in verify_code("abc").sentence
    answer = client.post(PAGE, {"kode": version.code}).content.decode()
    assert "Dikenal." in answer


def test_draft_is_not_told(cast: Cast, client: Client) -> None:
    """Whoever holds the code of a draft learns that it is one of ours and not in force, not its title."""
    go("discuss", cast)
    answer = client.post(PAGE, {"kode": draft().versions.get().code}).content.decode()
    assert "belum berlaku" in answer
    assert "Rencana Induk Kota Cerdas" not in re.sub(r"<footer.*", "", answer, flags=re.S)


def test_real_pdf_carries_its_code(draft_pdf: Path, cast: Cast) -> None:
    """A printed PDF that was opened and saved again is known by the code it carries, and is not exact."""
    go("discuss", cast)
    version = draft().versions.get()
    with pikepdf.open(draft_pdf) as pdf:
        pdf.docinfo["/Subject"] = f"Isi {version.code}"
        changed = draft_pdf.parent / "diubah.pdf"
        pdf.save(changed)
    verdict = verify_file(changed.read_bytes())
    assert (verdict.is_ours, verdict.is_exact, verdict.version) == (True, False, version)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-" + b"[" * 200_000, b"PK\x03\x04" + b"\0" * 1000])
def test_hostile_uploads(content: bytes, client: Client, db: None) -> None:
    """Broken, deeply nested and foreign files are strangers, not errors."""
    answer = client.post(PAGE, {"berkas": SimpleUploadedFile("x.pdf", content)})
    assert answer.status_code in (200, 400)


def test_limits(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 50 MB is refused with its limit; so are too many checks a minute, page and API counted together."""
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"verification": "20/min"})
    big = SimpleUploadedFile("x.pdf", b"%PDF-" + b"0" * (50 * 1024 * 1024))
    answer = client.post(PAGE, {"berkas": big})
    assert answer.status_code == 400
    assert "Paling besar 20 MB" in answer.content.decode()
    for _ in range(25):
        answer = client.post(PAGE, {"kode": "0" * 12})
    assert answer.status_code == 429
    assert client.post("/api/v1/verification/", {"code": "0" * 12}).status_code == 429


def test_public_pages_show_only_what_is_promulgated(cast: Cast, client: Client) -> None:
    """A draft is nowhere; a promulgated regulation is on the list, on its page, and its files can be had."""
    assert "Belum ada peraturan" in client.get("/perwali/").content.decode()
    assert client.get("/perwali/rencana-induk/").status_code == 404
    assert client.get("/perwali/rencana-induk/berkas/pdf/").status_code == 404
    travel(cast, TO_PROMULGATED)
    page = client.get("/perwali/rencana-induk/").content.decode()
    assert "Berita Daerah" in page
    assert "Pasal 38" in page
    assert client.get("/perwali/rencana-induk/berkas/pdf/").status_code == 404  # not made yet


def test_signed_copy_is_kept_once(
    promulgated: Regulation, cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a signer in the settings the certified copy is signed by the official who certifies, and verified by all."""
    settings.PDF_SIGNER = "solok_smartcity.kit.signing.LocalTestSigner"
    plain = render_pdf(["<html lang='id'><title>Salinan</title><p>Salinan</p></html>"])
    monkeypatch.setattr(versions, "certified_copy", lambda regulation: plain)
    go("authenticate", cast)
    make_archive.call(promulgated.pk)
    make_archive.call(promulgated.pk)
    file = ArchivedFile.objects.get(form="salinan-tte")
    content = path_of(file).read_bytes()
    assert content.startswith(plain)
    with pikepdf.open(path_of(file)) as pdf:
        assert str(pdf.Root.AcroForm.Fields[0].V.Name) == "NAMA KABAG"
    assert verify_file(content).is_exact
    assert verify_all().flaws == ()
