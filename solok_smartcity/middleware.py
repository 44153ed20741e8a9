"""Response headers and refusals, the same for every page."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url

from solok_smartcity.kit.content_policy import content_policy
from solok_smartcity.kit.decisions import VerbError

Next = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicyMiddleware:
    """Sets the policy of ``SECURE_CSP`` on every response; Django 6 brings its own."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.policy = content_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.NOT_MODIFIED:  # its headers would replace those of the kept page
            response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Whoever sends a form after the session ended comes back to the page the form stood on, not to its address."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """The way to the sign-in, with the page to come back to."""
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        origin = urlsplit(request.META.get("HTTP_REFERER", ""))
        here = origin.path if origin.netloc == request.get_host() else resolve_url("work")
        return redirect_to_login(here, self.get_login_url(view_func), self.get_redirect_field_name(view_func))


class RefusalMiddleware:
    """Turns refusals of services into pages with their sentence."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content and not request.path.startswith("/api/"):
            return render(request, "405.html", status=405)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for a refusal, nothing for other errors."""
        if isinstance(error, VerbError):
            return render(request, "refusal.html", {"refusal": error}, status=error.status)
        return None
