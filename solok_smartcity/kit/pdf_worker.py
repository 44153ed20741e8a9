"""The child process of ``pdf``: reads an order from standard input, writes the PDF to standard output."""

import gc
import json
import resource
import sys


def main() -> None:
    """Render the pages of one order; the parent has set the time limit."""
    order = json.load(sys.stdin)
    limit = order["memory_mib"] * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # a fifth faster; the process ends with the rendering
    from weasyprint import HTML
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
    sys.stdout.buffer.write(joined.write_pdf(pdf_variant=order["variant"]))


if __name__ == "__main__":
    main()
