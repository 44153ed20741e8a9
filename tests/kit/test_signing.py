"""Electronic signatures: PAdES that verifies, any changed byte that does not, and no test signer in production."""

import io
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from django.test import override_settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from solok_smartcity.kit.pdf import render_pdf
from solok_smartcity.kit.signing import NAME, LocalTestSigner, SigningFailed, check_signer, signer

PAGE = '<html lang="id"><head><title>Uji</title></head><body><h1>Salinan</h1><p>Isi.</p></body></html>'
LOCAL = "solok_smartcity.kit.signing.LocalTestSigner"


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A tagged PDF as the portal makes them."""
    return render_pdf([PAGE])


@pytest.fixture(scope="module")
def signed(plain: bytes) -> bytes:
    """The same with the signature of the local test signer."""
    return LocalTestSigner().sign(plain, signatory="Kepala Bagian Hukum", reason="Salinan", place="Solok")


def status(content: bytes):
    """What the library says of the one signature, its own certificate trusted."""
    signature = PdfFileReader(io.BytesIO(content)).embedded_signatures[0]
    trust = ValidationContext(trust_roots=[signature.signer_cert])
    with ThreadPoolExecutor(1) as thread:  # the browser tests' event loop may run in this one
        return thread.submit(validate_pdf_signature, signature, trust).result()


def test_signature_verifies(plain: bytes, signed: bytes) -> None:
    """PAdES over the whole file; every byte before it is left as it was; the tags stay."""
    assert signed.startswith(plain)
    found = status(signed)
    assert found.intact
    assert found.valid
    assert found.bottom_line
    assert str(found.coverage.name) == "ENTIRE_FILE"
    assert NAME in found.signing_cert.subject.human_friendly
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.AcroForm.Fields[0].V.SubFilter == "/ETSI.CAdES.detached"
        assert str(pdf.Root.AcroForm.Fields[0].V.Name) == "Kepala Bagian Hukum"


def test_changed_byte_breaks_it(plain: bytes, signed: bytes) -> None:
    """One byte of the signed content is another."""
    at = len(plain) // 2
    broken = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    assert not status(broken).intact


def test_what_is_no_pdf_is_refused() -> None:
    """With a sentence."""
    with pytest.raises(SigningFailed, match="tidak dapat ditandatangani"):
        LocalTestSigner().sign(b"bukan PDF", signatory="X", reason="Y", place="Z")


def test_signer_comes_from_the_settings() -> None:
    """None by default; the named class otherwise; a wrong name and the test signer in production are errors."""
    assert signer() is None
    with override_settings(PDF_SIGNER=LOCAL):
        assert isinstance(signer(), LocalTestSigner)
        assert check_signer(None) == []
        with override_settings(PRODUCTION=True):
            assert [error.id for error in check_signer(None)] == ["kit.E011"]
    with override_settings(PDF_SIGNER="tidak.ada.Kelas"):
        assert [error.id for error in check_signer(None)] == ["kit.E010"]
