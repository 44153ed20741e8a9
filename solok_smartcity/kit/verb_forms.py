"""What pages read from a request: the small forms behind buttons, the query of a list, and the refusal of a verb."""

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import django_filters as filters
from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from .decisions import Stale, VerbError, sentence_of
from .forms import RefusableForm, VersionedForm, resolved
from .pages import refused, show_conflict

Found = TypeVar("Found")
Records = TypeVar("Records", bound=Sequence[Any] | QuerySet[Any, Any])
Form = TypeVar("Form", bound=VersionedForm)

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    OneRecord = forms.ModelChoiceField[Any]
    SomeRecords = forms.ModelMultipleChoiceField[Any]
else:  # Django's own classes take no type
    ModelForm = forms.ModelForm
    OneRecord = forms.ModelChoiceField
    SomeRecords = forms.ModelMultipleChoiceField

MOST_DIGITS = 18  # more does not fit a key
MOST_SHOWN = 60  # characters of an unknown value that are repeated
FILES = ("xlsx", "csv")


class PageRequest(HttpRequest):
    """A request as the middleware leaves it."""

    htmx: HtmxDetails


# --- Small forms behind buttons. The service judges what they carry, so they refuse nothing themselves.


class Text(forms.CharField):
    """Text as it was sent; the service says what is missing or too long."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """The text without the character no database keeps."""
        return str(super().to_python(value)).replace("\0", "")


class WholeNumber(forms.Field):
    """A version or a key; anything but digits counts as none, which the service refuses."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """The number, or nothing."""
        text = str(value or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


class Upload(forms.FileField):
    """A file as it was sent; the service checks type and size."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_empty_file=True, **kwargs)


class Chosen(forms.Field):
    """Every value that was ticked under one name."""

    widget = forms.MultipleHiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        """The values as text."""
        return [str(item) for item in value or ()]


class SentForm(RefusableForm):
    """What a button or a small form sends to one verb."""

    @classmethod
    def of(cls, request: HttpRequest, **options: Any) -> Self:
        """The form as it was sent; empty on a page that is only read."""
        return cls(request.POST, request.FILES, **options) if request.method == "POST" else cls(**options)

    def values(self) -> dict[str, Any]:
        """What was sent, under the names services know; raises ``ValidationError``."""
        if not self.is_valid():
            raise ValidationError([str(text) for texts in self.errors.values() for text in texts])
        renamed = {"version_seen": "version"}
        return {renamed.get(name, name): value for name, value in self.cleaned_data.items()}

    def has(self, name: str) -> bool:
        """Whether a button of that name was pressed."""
        return name in self.data


class SeenForm(SentForm):
    """A verb that needs no more than the version that was seen."""

    version_seen = WholeNumber()


class ReasonForm(SentForm):
    """A verb that needs a reason."""

    reason = Text()


class VerbForm(SeenForm):
    """A verb with its reason."""

    reason = Text()

    def verb(self) -> dict[str, Any]:
        """Version and reason alone, whatever else the form holds; raises ``ValidationError``."""
        return {name: value for name, value in self.values().items() if name in ("version", "reason")}


class AttachForm(SeenForm):
    """A file with its title."""

    title = Text()
    file = Upload()


class Attempt:
    """A verb that is tried: its refusal is kept as ``sentence``; what is gone is 404, the wrong role 403."""

    def __init__(self) -> None:
        self.error: VerbError | ValidationError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, ObjectDoesNotExist):
            raise Http404 from None
        if not isinstance(error, VerbError | ValidationError):
            return False
        self.error = error
        return self.keep(error)

    def keep(self, error: VerbError | ValidationError) -> bool:
        """Whether the page goes on; the wrong role gets the page of refusal."""
        return not (isinstance(error, VerbError) and error.status == 403)

    @property
    def sentence(self) -> str:
        """Why it was refused, or nothing."""
        return sentence_of(self.error) if self.error else ""


class ToldAttempt(Attempt):
    """A verb whose refusal becomes a message on the next page, with what was typed."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.request = request

    def keep(self, error: VerbError | ValidationError) -> bool:
        """Say it; the wrong role gets the page of refusal."""
        refused(self.request, error)
        return True


def edited(
    request: HttpRequest,
    *,
    make: Callable[..., Form],
    fresh: Callable[[], Form],
    write: Callable[[Form], Found],
    done: Callable[[Found], HttpResponse],
    subject: str,
) -> tuple[Form, HttpResponse | None]:
    """The form of a record and, if there is nothing to show it for, the answer: saved, or beside the newest version.

    ``make`` binds a form to what was sent, ``fresh`` fills one from the record as it is now.
    """
    if request.method != "POST":
        return fresh(), None
    form = make(resolved(request.POST), request.FILES)
    if not form.is_valid():
        return form, None
    try:
        written = write(form)
    except Stale:
        return form, show_conflict(request, form, fresh(), back=request.path, subject=subject)
    except (VerbError, ValidationError) as error:
        form.refuse(error)
        return form, None
    return form, done(written)


# --- The query of a list.


class QueryForm(forms.Form):
    """What a page reads from its address; a value it does not know is left out, and said."""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The form of this address."""
        return cls(request.GET)

    @property
    def unknown(self) -> list[str]:
        """A sentence for each value that is not known."""
        return [
            f"Saringan “{self.fields[name].label or name}: {self.data.get(name, '')[:MOST_SHOWN]}” "
            "tidak dikenal dan diabaikan."
            for name in self.errors
            if name in self.fields
        ]

    @property
    def chosen(self) -> dict[str, str]:
        """The known values by name, as they stand in the address; empty where nothing was asked for."""
        wrong = self.errors
        return {name: "" if name in wrong else str(self.data.get(name, "")) for name in self.fields}

    def asks(self, *names: str) -> bool:
        """Whether any of these filters narrows the page."""
        chosen = self.chosen
        return any(chosen[name].strip() for name in names or self.fields)


class Words(forms.CharField):
    """Words to search for."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "label": "Cari", **kwargs})

    def to_python(self, value: Any) -> str:
        """The words without the character no database keeps."""
        return str(super().to_python(str(value or "").replace("\0", "")))


class WordsFilter(filters.CharFilter):
    """Records that hold the words in any of some fields."""

    field_class = Words

    def __init__(self, *names: str) -> None:
        super().__init__(label="Cari")
        self.names = names

    def filter(self, qs: QuerySet[Any, Any], value: str) -> QuerySet[Any, Any]:
        """Records with the words."""
        condition = Q()
        for name in self.names if value else ():
            condition |= Q(**{f"{name}__icontains": value})
        return qs.filter(condition)


class SortFilter(filters.ChoiceFilter):
    """The order of a list by the names its address knows; ``usual`` where none is asked for."""

    def __init__(self, sorts: Mapping[str, Sequence[str]], usual: Sequence[str], **kwargs: Any) -> None:
        super().__init__(choices=[(name, name) for name in sorts], label="Urutkan", **kwargs)
        self.sorts, self.usual = sorts, usual

    def filter(self, qs: QuerySet[Any, Any], value: str) -> QuerySet[Any, Any]:
        """The records in that order."""
        return qs.order_by(*self.sorts.get(value, self.usual))


class ListFilter(filters.FilterSet):
    """The query of a list: filters, words and order; a value it does not know is left out, and said."""

    @classmethod
    def of(cls, request: HttpRequest, queryset: QuerySet[Any, Any]) -> Self:
        """The records that this address asks for."""
        return cls(request.GET, queryset=queryset)

    def get_form_class(self) -> type[QueryForm]:
        """The form of the query; its fields are those of the filters."""
        return type("Query", (QueryForm,), {name: item.field for name, item in self.filters.items()})

    @property
    def query(self) -> QueryForm:
        """What was asked for."""
        return cast(QueryForm, self.form)

    def filter_queryset(self, queryset: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """Every filter in turn; one whose value is not known is asked like one that is empty."""
        known = self.form.cleaned_data
        for name, item in self.filters.items():
            queryset = item.filter(queryset, known.get(name))
        return queryset


def file_form(request: HttpRequest) -> str:
    """The kind of file a list is asked for as: ``xlsx``, ``csv``, or nothing for the page."""
    asked = request.GET.get("format", "")
    return asked if asked in FILES else ""


def page_number(request: HttpRequest) -> str | None:
    """The page asked for, as it stands in the address."""
    return request.GET.get("page")


def page_of(request: HttpRequest, found: Records, size: int) -> tuple[Page[Any], Records]:
    """The page asked for, and the records on it."""
    page: Page[Any] = Paginator(found, size).get_page(page_number(request))
    return page, cast(Records, page.object_list)


def kept_query(request: HttpRequest, *without: str) -> str:
    """The query of this address for its links: without the page number and some other names."""
    query = request.GET.copy()
    for name in ("page", *without):
        query.pop(name, None)
    return query.urlencode()
