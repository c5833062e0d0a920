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
from smmcore_facebook.names import NAME, post_link
from smmcore_facebook.sending_films import FILM
from smmcore_facebook.settings import FacebookOptions
from smmcore_facebook.showing import POST, Shown, shown
from smmcore_meta.errors import Duplicate
from smmcore_meta.graph import step
from smmcore_meta.texts import rendered

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
    reason = "Facebook has a post with the same content already; change it, or leave it"
    if steps.sent_at is not None:
        found = await Search(page, post, steps).result()
        if isinstance(found, Unclear):
            reason += f"; it may be this very one: {found.reason}"
        elif not isinstance(found, Absent):
            return found
    raise Duplicate(reason, platform=page.account.platform, code=506)


async def _published(page: Client, post: Post, steps: Steps, value: Shown) -> Published:
    """All that follows a post that Facebook has taken."""
    options = post.options_for(FacebookOptions)
    id, warnings = await _landed(page, post, steps, value)
    try:
        await remember(page, [id, *([value["film"]] if value.get("film") else [])], steps.key)
    except SMMError as error:
        warnings.append(f"it could not be kept that this post is ours: {error}")
    warnings += await _first_comment(page, post, steps, id)
    return Published(
        account=page.account.name,
        id=id,
        url=post_link(id),
        at=options.scheduled_for or page.io.now(),
        warnings=warnings,
    )


async def _landed(page: Client, post: Post, steps: Steps, value: Shown) -> tuple[str, list[str]]:
    """The post's identifier, and warnings. A film has to be processed first: `Rejected` if that fails."""
    id, film = value.get("post"), value.get("film")
    if not film:
        return (str(id), []) if id else await _story(page, post, steps, str(value.get("photo")))
    later = waits(post.options_for(FacebookOptions))
    try:
        found = await ready_film(page, film, steps, with_post=not (id or later))
    except SMMError as error:
        return str(id or film), [f"Facebook took the film; whether it is ready is not known: {error}"]
    if found.failed:
        # It shows nothing, and cannot any more: the next try begins anew.
        await steps.forget([FILM, POST])
        raise Rejected(f"Facebook cannot use the film: {found.problem}", platform=NAME)
    warnings = [f"Facebook took the film, and says: {found.problem}"] if found.problem else []
    if not (found.ready or found.out):
        warnings.append("Facebook is still processing the film, and shows it afterwards")
    return str(id or found.post or film), warnings


async def _story(page: Client, post: Post, steps: Steps, photo: str) -> tuple[str, list[str]]:
    """A story that Facebook took without naming it is known by its photo."""
    try:
        id = await Search(page, post, steps).story(photo)
    except SMMError:
        id = None
    if id:
        return id, []
    return photo, ["Facebook took the story, and did not name it: the number is its photo's"]


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
