"""Publishing posts, films, reels and stories, and finding one whose answer was lost."""

from smmcore.errors import AnswerLost, Rejected, SMMError
from smmcore.io import IO
from smmcore.models import Account, Post, Published
from smmcore.platform import Absent, Finding, Found, Unclear
from smmcore.steps import Steps
from smmcore_facebook.client import Client, client
from smmcore_facebook.composing import waits
from smmcore_facebook.films import ready_film
from smmcore_facebook.finding import Search
from smmcore_facebook.known import remember
from smmcore_facebook.names import post_link
from smmcore_facebook.rendering import rendered
from smmcore_facebook.sending_films import FILM
from smmcore_facebook.settings import FacebookOptions
from smmcore_facebook.showing import POST, Shown, shown
from smmcore_meta.errors import Duplicate
from smmcore_meta.graph import step

COMMENT = "first comment"


class Publishing:
    """Files first, then the one call that shows the post; what follows it can fail without harming the post."""

    async def publish(self, io: IO, account: Account, post: Post, steps: Steps) -> Published:
        page = client(io, account)
        try:
            value = await shown(page, post, steps)
        except Duplicate:
            value = await _sent_before(page, post, steps)
        return await _published(page, post, steps, value)

    async def find(self, io: IO, account: Account, post: Post, steps: Steps) -> Finding:
        page = client(io, account)
        if known := steps.value(POST):
            return Found(await _published(page, post, steps, known))
        if POST not in steps.in_doubt:
            return Absent("only files were on their way, and no post shows them")
        try:
            found = await Search(page, post, steps).result()
        except SMMError as error:
            return Unclear(f"Facebook does not tell whether the post is there: {error}")
        if isinstance(found, Absent | Unclear):
            return found
        await steps.confirm({POST: dict(found)})
        return Found(await _published(page, post, steps, found))


async def _sent_before(page: Client, post: Post, steps: Steps) -> Shown:
    """Facebook has this very post: it is ours if it is from an earlier attempt whose answer was lost."""
    if steps.sent_at is not None:
        found = await Search(page, post, steps).result()
        if not isinstance(found, Absent | Unclear):
            return found
    reason = "Facebook has a post with the same content already; change it, or leave it"
    raise Duplicate(reason, platform=page.account.platform, code=506)


async def _published(page: Client, post: Post, steps: Steps, value: Shown) -> Published:
    """All that follows a post that Facebook has taken."""
    options = post.options_for(FacebookOptions)
    id, warnings = await _landed(page, steps, value, later=waits(options))
    await remember(page, id, steps.key)
    warnings += await _first_comment(page, post, steps, id)
    return Published(
        account=page.account.name,
        id=id,
        url=post_link(id),
        at=options.scheduled_for or page.io.now(),
        warnings=warnings,
    )


async def _landed(page: Client, steps: Steps, value: Shown, *, later: bool) -> tuple[str, list[str]]:
    """The post's identifier; a film has to be processed first. Raises `Rejected` if that fails: it shows nothing."""
    film, post = value.get("film"), value.get("post")
    if not film:
        return str(post), []
    try:
        found = await ready_film(page, film, with_post=not (post or later))
    except Rejected:
        await steps.forget([FILM, POST])
        raise
    except SMMError as error:
        return str(post or film), [f"Facebook took the film; whether it is ready is not known: {error}"]
    warnings = [] if found.ready else ["Facebook is still processing the film, and shows it afterwards"]
    return str(post or found.post or film), warnings


async def _first_comment(page: Client, post: Post, steps: Steps, id: str) -> list[str]:
    """Comment in the Page's name; a refusal is a warning, the post is there."""
    if not post.first_comment:
        return []
    if waits(post.options_for(FacebookOptions)):
        return ["no first comment: the post waits on Facebook, and cannot be commented on before it is out"]
    data = {"message": rendered(post.first_comment)}
    try:
        await page.graph.post(
            f"{id}/comments", data, send=step(steps, COMMENT), result=lambda answer: str(answer["id"])
        )
    except AnswerLost as error:
        return [f"whether the first comment was written is unknown: {error}"]
    except SMMError as error:
        return [f"no first comment: {error}"]
    return []
