"""Electronic signatures on PDFs: an adapter, so that a certification provider is put in by configuration.

``PDF_SIGNER`` names a class with the method ``sign`` of ``Signer``; empty: nothing is signed. A provider of the
field (BSrE and the like) signs on its own server: its class sends the PDF there and gives back what it answers.
"""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

NAME = "TANDA TANGAN UJI, TIDAK BERKEKUATAN HUKUM"


class SigningFailed(Exception):
    """The provider did not sign; the text says why, in words for the user."""


class Signer(Protocol):
    """Signs a PDF as PAdES, as an incremental update that leaves every byte before it as it was."""

    def sign(self, pdf: bytes, *, signatory: str, reason: str, place: str) -> bytes:
        """The signed PDF. Raises ``SigningFailed``."""
        ...


def signer() -> Signer | None:
    """The signer of the settings, or none."""
    return import_string(settings.PDF_SIGNER)() if settings.PDF_SIGNER else None


class LocalTestSigner:
    """Signs with a certificate made on the spot, whose name says that it is worth nothing: for tests and try-outs."""

    @cached_property
    def _signer(self) -> "SimpleSigner":
        from asn1crypto import keys, x509
        from cryptography import x509 as certificates
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import rsa
        from pyhanko.sign.signers import SimpleSigner
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = certificates.Name([certificates.NameAttribute(certificates.NameOID.COMMON_NAME, NAME)])
        usage = certificates.KeyUsage(
            digital_signature=True,
            content_commitment=True,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=False,
            crl_sign=False,
            encipher_only=False,
            decipher_only=False,
        )
        moment = datetime.now(UTC)
        certificate = (
            certificates.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(certificates.random_serial_number())
            .not_valid_before(moment - timedelta(days=1))
            .not_valid_after(moment + timedelta(days=30))
            .add_extension(usage, critical=True)
            .sign(key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return SimpleSigner(
            signing_cert=x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
            signing_key=keys.PrivateKeyInfo.load(private),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # the library's own
        )

    def sign(self, pdf: bytes, *, signatory: str, reason: str, place: str) -> bytes:
        """The PDF with an invisible PAdES signature of the test certificate."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign.fields import SigSeedSubFilter
        from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

        about = PdfSignatureMetadata(
            field_name="Tanda tangan",
            name=signatory,
            reason=reason,
            location=place,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
        )

        def work() -> bytes:
            signed: io.BytesIO = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), about, signer=self._signer)
            return signed.getvalue()

        try:
            with ThreadPoolExecutor(1) as thread:  # the library runs an event loop, of which a thread has only one
                return thread.submit(work).result()
        except PdfError as error:
            raise SigningFailed(f"PDF tidak dapat ditandatangani: {error}") from None


@register
def check_signer(app_configs: object, **kwargs: object) -> list[Error]:
    """A signer that exists; never the one for tests in production."""
    if not settings.PDF_SIGNER:
        return []
    try:
        found = import_string(settings.PDF_SIGNER)
    except ImportError:
        return [Error(f"PDF_SIGNER {settings.PDF_SIGNER} tidak ada.", id="kit.E010")]
    if settings.PRODUCTION and found is LocalTestSigner:
        return [Error("PDF_SIGNER untuk uji tidak dipakai pada produksi.", id="kit.E011")]
    return []
