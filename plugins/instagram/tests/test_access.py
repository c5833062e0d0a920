"""What a checkup tells: whether it works, how much may be published, when the token ends, which scopes it lacks."""

import pytest

from smmcore.errors import InvalidInput
from smmcore_instagram.platform import Instagram
from smmcore_instagram.settings import USES

from .scripted import OWN, PROFILE, Network, account, error


def check(network, of=None):
    return network.run(Instagram().check(network, of or account()))


def test_it_tells_the_account_and_the_quota():
    checkup = check(Network())
    assert checkup.ok
    assert (checkup.title, checkup.url) == ("The bakery", "https://www.instagram.com/bakery/")
    assert checkup.facts[:2] == (
        f"professional account {OWN}, by facebook's login",
        "2 of 50 posts made in the last 24 hours",
    )


def test_instagrams_own_login_tells_the_kind_of_the_account():
    network = Network({f"GET {OWN}": {**PROFILE, "account_type": "BUSINESS"}})
    assert "type BUSINESS" in check(network, account("instagram")).facts


def test_missing_scopes_are_named_with_what_needs_them():
    data = {
        "data": {"is_valid": True, "expires_at": 0, "scopes": ["instagram_basic", "pages_read_engagement"]}
    }
    of = account(extra={"app_secret": "s3"}, app_id="12", uses=USES)
    warnings = check(Network({"debug_token": data}), of).warnings
    assert (
        "the token has no instagram_content_publish, so publishing will be refused; make a new one that has it"
        in warnings
    )
    assert len(warnings) == 4


def test_only_scopes_for_what_the_account_is_used_for_are_wanted():
    data = {"data": {"is_valid": True, "scopes": ["instagram_basic", "pages_read_engagement"]}}
    of = account(extra={"app_secret": "s3"}, app_id="12", uses=["insights"])
    network = Network({"debug_token": data, "content_publishing_limit": error(10)})
    (warning,) = check(network, of).warnings
    assert "instagram_manage_insights" in warning
    with pytest.raises(InvalidInput, match="uses: must be of publishing"):
        check(network, account(uses=["ads"]))


def test_a_quota_that_is_refused_says_what_it_means_for_publishing():
    refused = error(10, message="Requires the instagram_content_publish permission")
    checkup = check(Network({"content_publishing_limit": refused}))
    assert checkup.ok
    (line,) = [line for line in checkup.warnings if "instagram_content_publish" in line]
    assert line.startswith("publishing will be refused: ")


def test_a_token_that_has_expired_is_told_in_one_line():
    checkup = check(Network({f"GET {OWN}": error(190, 463, "Session has expired")}))
    assert not checkup.ok
    (line,) = checkup.warnings
    assert "has expired" in line
    assert "\n" not in line
    assert "IGtoken" not in line


def test_a_pause_for_a_person_ends_with_an_answer():
    network = Network({f"GET {OWN}": error(368, message="Blocked for now")})
    assert not check(network).ok
    assert not check(network).ok
    network.on(f"GET {OWN}", PROFILE)
    assert check(network).ok
    assert network.publish().id == "18001"
