"""The figures that Facebook's insights know, as data.

All kinds of impressions died in November 2025, and the unique reach by its old names in June 2026. Rows with the
status `conflict` are asked for, and left alone for some weeks where Facebook does not know them.
"""

from smmcore.models import MetricName
from smmcore_meta.insights import Row

_PAGE = "graph-api/reference/page/insights, September 2026"

ACCOUNT = (
    Row("page_media_view", MetricName.VIEWS, "page", source=_PAGE),
    Row("page_total_media_view_unique", MetricName.REACH, "page", source=_PAGE),
    Row("page_video_views", MetricName.VIDEO_VIEWS, "page", status="conflict", source=_PAGE),
)
"""Of a Page, for a day that ends at midnight in California."""
POST = (
    Row("post_media_view", MetricName.VIEWS, "post", status="conflict", source=_PAGE),
    Row("post_total_media_view_unique", MetricName.REACH, "post", source=_PAGE),
    Row("post_clicks", MetricName.CLICKS, "post", source=_PAGE),
    Row("post_clicks_by_type", MetricName.CLICKS, "post", source=_PAGE),
    Row("post_reactions_by_type_total", MetricName.REACTIONS, "post", source=_PAGE),
    Row("post_video_views", MetricName.VIDEO_VIEWS, "post", source="accepted in September 2026"),
)
"""Of a post, since ever."""
PERIOD = "day"
EDGES = (
    "reactions.limit(0).summary(true)",
    "comments.limit(0).filter(stream).summary(true)",
    "shares",
)
"""Counters of a post that are no insights, and have never been retired."""
