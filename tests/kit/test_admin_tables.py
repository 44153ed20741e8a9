"""What the admin shows is read from the models; these are the derivations people rely on."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import RequestFactory

from masterplan.perwali.models import Annex, AnnexColumn, AnnexSection, Citation
from masterplan.plan.models import Edition, Feedback, Mission, Program, QuickWin, QuickWinEvidence
from opd.agencies.models import Kelurahan
from solok_smartcity.kit.admin import GovernedAdmin, WorkflowAdmin

GOVERNED = [item for item in admin.site._registry.values() if isinstance(item, GovernedAdmin)]


def of(model: type[models.Model]) -> Any:
    """The admin of a model."""
    return admin.site._registry[model]


def test_records_of_long_lists_are_found_by_typing() -> None:
    """Agencies, programs and cited laws are too many to choose from; dimensions are not."""
    request = RequestFactory().get("/admin/")
    assert {"lead_opd", "parent_program"} <= set(of(QuickWin).get_autocomplete_fields(request))
    assert "subdimension" not in of(QuickWin).get_autocomplete_fields(request)
    assert of(Kelurahan).get_autocomplete_fields(request) == ["kecamatan"]
    assert of(Citation).get_autocomplete_fields(request) == ["last_amendment"]
    assert all(item.search_fields for item in GOVERNED if item.is_long)


def test_filters_come_from_the_columns() -> None:
    """Choices, marks and short relations; a long list is no filter unless it is declared."""
    request = RequestFactory().get("/admin/")
    assert of(Feedback).get_list_filter(request) == ["stance", "state"]
    assert of(Mission).get_list_filter(request) == ["is_demonstration"]
    assert "subdimension__dimension" in of(Program).get_list_filter(request)


def test_rows_of_a_record_are_edited_and_told_with_it() -> None:
    """Rows that go with their record are its inlines; the history tells of those too that have a page of their own."""
    assert [inline.model for inline in of(Annex).inlines] == [AnnexColumn, AnnexSection]
    assert [(inline.model.__name__, inline.key) for inline in of(Program).inlines] == [
        ("ProgramYear", "year"),
        ("ProgramSupport", "opd"),
    ]
    assert (QuickWinEvidence, "activity") in of(QuickWin).history_children


def test_what_has_a_life_is_not_written_by_hand() -> None:
    """A declared workflow makes the record readable only, with its verbs."""
    assert isinstance(of(Edition), WorkflowAdmin)
    assert set(of(Edition).verbs) == {"freeze", "adopt"}


@pytest.mark.parametrize("item", GOVERNED, ids=lambda item: item.model._meta.label)
def test_demonstration_data_is_marked(item: GovernedAdmin) -> None:
    """Every list of records that can be demonstration data has the mark as its last column."""
    if hasattr(item.model, "is_demonstration"):
        assert item.list_display[-1] == "is_demonstration"
