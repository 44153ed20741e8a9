"""The content policy of the portal's answers."""

from django.conf import settings


def content_policy(**more: str) -> str:
    """The policy of ``SECURE_CSP`` as a header; ``more``: directives of one page, ``frame_src="'self'"``."""
    directives = {name: " ".join(values) for name, values in settings.SECURE_CSP.items()}
    directives |= {name.replace("_", "-"): value for name, value in more.items()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())
