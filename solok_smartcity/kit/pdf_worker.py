"""The child process of ``pdf``: reads an order from standard input, writes the PDF to standard output."""

import gc
import json
import resource
import sys
from base64 import b64decode
from datetime import datetime
from typing import Any


def main() -> None:
    """Render the pages of one order; the parent has set the time limit."""
    order = json.load(sys.stdin)
    limit = order["memory_mib"] * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # a fifth faster; the process ends with the rendering
    from weasyprint import HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=["data"])
    fonts = FontConfiguration()
    documents = [
        HTML(string=page, url_fetcher=fetcher).render(font_config=fonts, pdf_variant=order["variant"])
        for page in order["pages"]
    ]
    # Joined before writing: tags, language and outline survive, which a merge of files would lose.
    joined = documents[0].copy([page for document in documents for page in document.pages])
    joined.metadata.attachments += [
        Attachment(
            string=b64decode(item["content"]), name=item["name"], description=item["description"],
            created=datetime.fromisoformat(item["made_at"]), modified=datetime.fromisoformat(item["made_at"]),
            relationship="Source",
        )
        for item in order["attachments"]
    ]  # fmt: skip
    sys.stdout.buffer.write(joined.write_pdf(finisher=_list_files_once, pdf_variant=order["variant"]))


def _list_files_once(document: object, pdf: Any) -> None:
    """WeasyPrint names every associated file twice."""
    if "AF" in pdf.catalog:
        files = list(dict.fromkeys(pdf.catalog["AF"]))
        del pdf.catalog["AF"][:]
        pdf.catalog["AF"].extend(files)


if __name__ == "__main__":
    main()
