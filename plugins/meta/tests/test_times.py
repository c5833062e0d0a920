from datetime import UTC, datetime

import pytest

from smmcore_meta.times import moment, stamp

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["2026-03-02T12:00:00+0000", "2026-03-02T13:00:00+01:00", 1772452800, "1772452800"]
)
def test_times_are_read_in_all_of_metas_forms(written):
    assert moment(written) == NOON


@pytest.mark.parametrize("written", [None, "", "soon", "2026-03-02T12:00:00", "9" * 30])
def test_what_is_no_time_is_none(written):
    assert moment(written) is None


def test_seconds_since_1970():
    assert stamp(NOON) == 1772452800
