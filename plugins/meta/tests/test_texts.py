"""Texts as both networks show them."""

import pytest

from smmcore.models import Disclosure, Link
from smmcore_meta.texts import advertised, normalized, rendered


def test_addresses_behind_words_are_written_out():
    site = "https://bakery.example"
    text = (" Rye: ", Link("our shop", site), ", ", Link(site, site), "\n")
    assert rendered(text) == f"Rye: our shop ({site}), {site}"


def test_advertising_ends_with_who_pays_for_it():
    assert advertised("Rye", None, "Ad") == "Rye"
    assert advertised("Rye", Disclosure(advertiser="Mill"), "Ad") == "Rye\n\nAd · Mill"
    assert advertised("", Disclosure(advertiser="Mill", erid="2Vt"), "Ad") == "Ad · Mill · erid: 2Vt"


@pytest.mark.parametrize(("one", "other"), [("e\u0301", "\u00e9"), ("a\r\nb", "a b"), ("a\u200bb", "ab")])
def test_texts_are_the_same_though_written_in_another_way(one, other):
    assert normalized(one) == normalized(other)
