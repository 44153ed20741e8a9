"""Small forms refuse nothing themselves; the query of a list leaves out what it does not know, and says so."""

import django_filters as filters
import pytest
from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory

from masterplan.plan.models import Dimension
from solok_smartcity.kit.decisions import Decision, Refused, WrongState
from solok_smartcity.kit.verb_forms import (
    AttachForm,
    Attempt,
    Chosen,
    ListFilter,
    QueryForm,
    SentForm,
    SortFilter,
    VerbForm,
    WordsFilter,
    file_form,
    kept_query,
    page_of,
)

web = RequestFactory()


@pytest.mark.parametrize("version", ["", "abc", "-1", "1.5", "٣", "9" * 19])
def test_a_version_that_is_no_number_counts_as_none(version: str):
    sent = VerbForm.of(web.post("/", {"version_seen": version, "reason": "sebab"})).values()
    assert sent == {"version": None, "reason": "sebab"}


def test_text_comes_as_it_was_typed_and_without_the_character_no_database_keeps():
    sent = VerbForm.of(web.post("/", {"version_seen": "7", "reason": "  dua\r\nbaris\0 "})).values()
    assert sent == {"version": 7, "reason": "  dua\r\nbaris "}


def test_what_is_not_sent_is_empty():
    assert AttachForm.of(web.post("/")).values() == {"version": None, "title": "", "file": None}


def test_an_empty_file_reaches_the_service_which_says_what_is_wrong():
    sent = AttachForm.of(web.post("/", {"file": SimpleUploadedFile("kosong.pdf", b"")})).values()
    assert sent["file"].size == 0


def test_every_ticked_value_comes():
    class PickForm(SentForm):
        keys = Chosen()

    assert PickForm.of(web.post("/", {"keys": ["a", "b"]})).values() == {"keys": ["a", "b"]}
    assert PickForm.of(web.post("/")).values() == {"keys": []}


def test_a_form_is_empty_on_a_page_that_is_only_read():
    form = VerbForm.of(web.get("/?reason=x"))
    assert not form.is_bound
    with pytest.raises(ValidationError):
        form.values()


def test_an_attempt_keeps_the_sentence():
    with Attempt() as tried:
        raise WrongState("Sudah dikirim.")
    assert tried.sentence == "Sudah dikirim."
    with Attempt() as tried:
        pass
    assert tried.sentence == ""
    assert tried.error is None


def test_the_wrong_role_what_is_gone_and_faults_of_our_own_pass_through():
    with pytest.raises(Refused), Attempt():
        raise Refused(Decision(False, "no", "Tidak."))
    with pytest.raises(Http404), Attempt():
        raise ObjectDoesNotExist
    with pytest.raises(KeyError), Attempt():
        raise KeyError


class AddressQuery(QueryForm):
    """A query for the tests."""

    tahun = forms.IntegerField(label="Tahun", required=False, min_value=2000)
    keadaan = forms.ChoiceField(label="Keadaan", required=False, choices=[("baru", "Baru")])


def test_an_unknown_value_is_left_out_and_said():
    asked = AddressQuery.of(web.get("/?tahun=dua&keadaan=baru"))
    assert asked.chosen == {"tahun": "", "keadaan": "baru"}
    assert asked.unknown == ["Saringan “Tahun: dua” tidak dikenal dan diabaikan."]
    assert asked.asks("keadaan")
    assert not asked.asks("tahun")


def test_an_empty_query_asks_for_nothing():
    asked = AddressQuery.of(web.get("/"))
    assert (asked.unknown, asked.asks()) == ([], False)


class DimensionListFilter(ListFilter):
    """A list for the tests."""

    code = filters.ChoiceFilter(choices=[("GOV", "GOV"), ("ENV", "ENV")], label="Kode")
    q = WordsFilter("code", "name")
    urut = SortFilter({"turun": ("-code",)}, usual=("code",))


def _codes(query: str) -> list[str]:
    return [item.code for item in DimensionListFilter.of(web.get(f"/?{query}"), Dimension.objects.all()).qs]


@pytest.mark.django_db
def test_a_list_is_filtered_searched_and_sorted():
    everything = sorted(Dimension.objects.values_list("code", flat=True))
    assert _codes("") == everything
    assert _codes("code=GOV") == ["GOV"]
    assert _codes("q=gov%00") == ["GOV"]
    assert _codes("urut=turun") == everything[::-1]


@pytest.mark.django_db
def test_a_list_keeps_its_order_and_other_filters_beside_an_unknown_value():
    everything = sorted(Dimension.objects.values_list("code", flat=True))
    assert _codes("urut=acak") == everything
    assert _codes("code=XXX&urut=turun") == everything[::-1]
    asked = DimensionListFilter.of(web.get("/?code=XXX"), Dimension.objects.all()).query
    assert asked.unknown == ["Saringan “Kode: XXX” tidak dikenal dan diabaikan."]


def test_file_page_and_query_of_an_address():
    request = web.get("/?q=a%26b&format=pdf&page=2")
    assert file_form(request) == ""
    assert file_form(web.get("/?format=csv")) == "csv"
    assert kept_query(request, "format") == "q=a%26b"
    page, shown = page_of(request, [1, 2, 3], 2)
    assert (page.number, shown) == (2, [3])
