"""Text of a file that somebody sent: .txt, .docx or .pdf with a text layer; limits before anything is opened."""

import resource
import shutil
import subprocess
import zipfile
from pathlib import Path

from solok_smartcity.kit.csvdata import DataFault

from .word import word_text

MOST_BYTES = 25 * 1024 * 1024
MOST_UNPACKED = 80_000_000
MOST_LINES, MOST_COLUMNS = 60_000, 20_000
PDF_SECONDS, PDF_BYTES = 30, 2 * 1024**3
ENDINGS = (".txt", ".docx", ".pdf")
KINDS = ".txt, .docx, atau .pdf"


def read_text(path: Path) -> str:
    """The text of a regulation's file; raises ``DataFault`` with what is wrong and who can help."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise DataFault(f"{path.name}: ini folder, bukan berkas")
        if size > MOST_BYTES:
            raise DataFault(
                f"{path.name}: lebih dari {MOST_BYTES // 2**20} MB; simpan tanpa gambar atau bagi berkasnya"
            )
        if size == 0:
            raise DataFault(f"{path.name}: berkas kosong")
        with path.open("rb") as file:
            head = file.read(8)
    except FileNotFoundError:
        raise DataFault(f"{path.name}: berkas tidak ditemukan") from None
    except OSError as error:
        raise DataFault(f"{path.name}: berkas tidak dapat dibaca ({error.strerror or error})") from None
    if head.startswith(b"%PDF-"):
        text = _pdf_text(path)
    elif head.startswith(b"PK\x03\x04"):
        text = _docx_text(path)
    else:
        text = _plain_text(path)
    lines = text.split("\n")
    if len(lines) > MOST_LINES or max(map(len, lines)) > MOST_COLUMNS:
        raise DataFault(f"{path.name}: teksnya terlalu panjang untuk sebuah peraturan; periksa berkasnya")
    return text


def _plain_text(path: Path) -> str:
    content = path.read_bytes()
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataFault(f"{path.name}: bukan berkas teks; kirim {KINDS}")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise DataFault(f"{path.name}: penyandian teks tidak dikenal; simpan sebagai UTF-8")


def _docx_text(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if not any(part.filename == "word/document.xml" for part in parts):
                raise DataFault(f"{path.name}: bukan dokumen Word (.docx); kirim {KINDS}")
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                raise DataFault(f"{path.name}: berisi makro; simpan sebagai .docx tanpa makro")
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise DataFault(f"{path.name}: isinya terlalu besar setelah dibuka; hapus gambar yang tidak perlu")
        return word_text(path)
    except DataFault:
        raise
    except Exception as error:  # whatever a broken archive or broken XML raises in the readers
        raise DataFault(f"{path.name}: dokumen Word rusak ({str(error)[:100]})") from None


def _pdf_text(path: Path) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        raise DataFault("pembaca PDF belum terpasang; minta administrator memasang poppler-utils")
    try:
        child = subprocess.run(
            [tool, "-layout", "-enc", "UTF-8", str(path), "-"],
            capture_output=True,
            timeout=PDF_SECONDS,
            check=False,
            preexec_fn=_limit,
        )
    except subprocess.TimeoutExpired:
        raise DataFault(f"{path.name}: PDF tidak selesai dibaca dalam {PDF_SECONDS} detik") from None
    if child.returncode != 0:
        raise DataFault(f"{path.name}: PDF rusak, terkunci, atau terlalu besar untuk dibaca")
    text = child.stdout.decode("utf-8", errors="replace")
    if sum(sign.isalpha() for sign in text) < 200:
        raise DataFault(
            f"{path.name}: PDF ini tidak mempunyai lapisan teks (pindaian); jalankan pengenalan teks dahulu"
        )
    return text


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (PDF_BYTES, PDF_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PDF_SECONDS, PDF_SECONDS))
