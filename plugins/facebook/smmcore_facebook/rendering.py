"""A post's text as readers on Facebook see it."""

from smmcore.models import Post
from smmcore_facebook.settings import FacebookSettings
from smmcore_meta.texts import advertised, rendered


def message(post: Post, settings: FacebookSettings) -> str:
    """Advertising ends with who pays for it."""
    return advertised(rendered(post.text), post.disclosure, settings.ad_label)
