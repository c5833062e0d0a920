"""What there is on the fake Facebook: pages, their posts, photos, videos, comments, and the people who write them."""

from collections import Counter

from attrs import Factory, define, field

from smmcore_meta.sandbox import JSON
from smmcore_meta.sandbox import World as Graph

from .kinds import COMMENT, PAGE, PHOTO, POST, PROFILE, VIDEO
from .rules import Rules


@define(eq=False)
class Person:
    id: str
    name: str


@define(eq=False)
class Photo:
    id: str
    page: str
    created: float
    file: str | None = None
    """The name under which the sandbox serves its bytes."""
    width: int = 0
    height: int = 0
    caption: str = ""
    alt_text: str = ""
    published: bool = True
    temporary: bool = False
    post: str | None = None
    """The number of the post that shows it."""
    story: bool = False
    cover: bool = False


@define(eq=False)
class Video:
    """A video, whichever way it came: an upload that was begun, and what became of it."""

    id: str
    page: str
    kind: str
    """video, reel or story."""
    created: float
    size: int | None = None
    """Bytes that were announced; None where nobody said."""
    received: int = 0
    parts: list[bytes] = Factory(list)
    file: str | None = None
    title: str = ""
    description: str = ""
    session: str | None = None
    state: str = "uploading"
    """uploading, then published, draft or scheduled, as `finish` said; cancelled."""
    finished: float | None = None
    """When the upload was finished; processing begins then."""
    ready: float | None = None
    """When processing is over."""
    problem: str = ""
    """Why processing fails."""
    note: str = ""
    """What is wrong and does not keep it from being published."""
    scheduled: float | None = None
    place: str | None = None
    targeting: JSON | None = None
    post: str | None = None
    """The number that its post has, known from `finish` on; the post comes when processing is over."""
    expired: bool = False
    over: bool = False
    """Whether processing is over, well or not."""


@define(eq=False)
class Post:
    number: str
    owner: str
    """The page on which it stands; of a post elsewhere that names the page, whose it is."""
    author: str
    created: float
    message: str = ""
    link: str = ""
    photos: list[str] = Factory(list)
    video: str | None = None
    kind: str = "post"
    """post, reel or story."""
    state: str = "published"
    """published, draft or scheduled."""
    scheduled: float | None = None
    place: str | None = None
    tags: list[str] = Factory(list)
    targeting: JSON | None = None
    updated: float = 0.0
    hidden: bool = False
    pinned: bool = False
    archived: bool = False
    """A story whose day is over."""
    by_app: bool = True
    """Made through the API, by the application that may change it."""
    reactions: Counter[str] = Factory(Counter)
    """How many people reacted, by type: LIKE, LOVE and so on."""
    liked_by_page: bool = False
    shares: int = 0
    views: int = 0
    clicks: int = 0

    @property
    def id(self) -> str:
        return f"{self.owner}_{self.number}"

    @property
    def shown(self) -> bool:
        """Whether readers see it."""
        return self.state == "published" and not self.hidden and not self.archived


@define(eq=False)
class Comment:
    id: str
    post: str
    """The identifier of the post."""
    author: str
    """A person's id, or a page's."""
    created: float
    message: str
    parent: str | None = None
    attachment: str | None = None
    hidden: bool = False
    likes: int = 0
    liked_by_page: bool = False
    answered_privately: bool = False


@define(eq=False)
class Message:
    """What the page wrote to somebody in private."""

    id: str
    to: str
    text: str
    comment: str | None = None


@define(eq=False)
class Page:
    id: str
    name: str
    username: str
    category: str = "Bakery"
    about: str = ""
    description: str = ""
    website: str = ""
    phone: str = ""
    emails: list[str] = Factory(list)
    followers: int = 0
    cover: JSON | None = None
    picture: str | None = None
    """The digest of the picture's file."""
    settings: JSON = Factory(dict)
    blocked: set[str] = Factory(set)
    messages: list[Message] = Factory(list)
    activity: list[tuple[float, str, int]] = Factory(list)
    """What people did: when, what (view, engagement, follow) and how many."""

    def did(self, now: float, what: str, count: int = 1) -> None:
        self.activity.append((now, what, count))


@define(eq=False)
class World(Graph):
    """All objects are nodes of the graph by their ids; these are the ways to them that readers take."""

    rules: Rules = Factory(Rules)
    pages: dict[str, Page] = Factory(dict)
    people: dict[str, Person] = Factory(dict)
    posts: dict[str, Post] = Factory(dict)
    comments: dict[str, Comment] = Factory(dict)
    photos: dict[str, Photo] = Factory(dict)
    videos: dict[str, Video] = Factory(dict)
    sessions: dict[str, Video] = Factory(dict)
    """The videos by their upload sessions."""
    mentioned: dict[str, list[str]] = field(factory=dict)
    """Posts elsewhere that name a page, by the page."""

    def add_page(self, name: str, username: str, *, followers: int = 0) -> Page:
        page = Page(self.new_id(), name, username, followers=followers)
        self.pages[page.id] = page
        self.add(PAGE, page, page.id)
        return page

    def add_post(self, post: Post) -> Post:
        self.posts[post.id] = post
        self.add(POST, post, post.id)
        for photo in post.photos:
            self.photos[photo].post = post.number
        return post

    def add_comment(self, comment: Comment) -> Comment:
        self.comments[comment.id] = comment
        self.add(COMMENT, comment, comment.id)
        return comment

    def add_photo(self, photo: Photo) -> Photo:
        self.photos[photo.id] = photo
        self.add(PHOTO, photo, photo.id)
        return photo

    def add_video(self, video: Video) -> Video:
        self.videos[video.id] = video
        self.add(VIDEO, video, video.id)
        return video

    def drop_post(self, post: Post) -> None:
        """Its comments and what it shows go with it."""
        for comment in [each for each in self.comments.values() if each.post == post.id]:
            self.drop_comment(comment)
        for photo in post.photos:
            self.photos.pop(photo, None)
            self.remove(photo)
        if post.video:
            self.videos.pop(post.video, None)
            self.remove(post.video)
        self.posts.pop(post.id, None)
        self.remove(post.id)

    def drop_comment(self, comment: Comment) -> None:
        """The answers go with it."""
        for answer in [each for each in self.comments.values() if each.parent == comment.id]:
            self.drop_comment(answer)
        self.comments.pop(comment.id, None)
        self.remove(comment.id)

    def page_of(self, handle: str) -> Page | None:
        """A page by its id or its username."""
        return self.pages.get(handle) or next(
            (page for page in self.pages.values() if page.username == handle), None
        )

    def page_named(self, name: str) -> Page:
        """The page of that name, which is made if none is called so."""
        found = next((page for page in self.pages.values() if page.name == name), None)
        return found or self.add_page(name, "".join(filter(str.isalnum, name.lower())))

    def person_named(self, name: str) -> Person:
        """The person of that name, who is made if nobody is called so."""
        found = next((person for person in self.people.values() if person.name == name), None)
        if found is None:
            found = Person(self.new_id(), name)
            self.people[found.id] = found
            self.add(PROFILE, found, found.id)
        return found

    def name_of(self, id: str) -> str:
        """Of a person, or of a page."""
        return self.pages[id].name if id in self.pages else self.people[id].name

    def posts_on(self, page: str) -> list[Post]:
        """All posts on a page, the newest first."""
        return sorted(
            (post for post in self.posts.values() if post.owner == page),
            key=lambda post: (post.created, int(post.number)),
            reverse=True,
        )

    def comments_under(self, post: str) -> list[Comment]:
        """All comments under a post, oldest first."""
        return [comment for comment in self.comments.values() if comment.post == post]
