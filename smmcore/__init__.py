"""A framework that does a social media manager's work: publish, moderate, measure.

All that embedders and plugins' authors need is here by name; each name is imported when it is first used, so that
`import smmcore` is light.

PYTEST_DONT_REWRITE: it may be imported before pytest, which then must not complain.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smmcore.errors import (
        AnswerLost as AnswerLost,
    )
    from smmcore.errors import (
        Forbidden as Forbidden,
    )
    from smmcore.errors import (
        InvalidInput as InvalidInput,
    )
    from smmcore.errors import (
        InvalidPost as InvalidPost,
    )
    from smmcore.errors import (
        JournalError as JournalError,
    )
    from smmcore.errors import (
        Mistake as Mistake,
    )
    from smmcore.errors import (
        NotConfirmed as NotConfirmed,
    )
    from smmcore.errors import (
        NotSent as NotSent,
    )
    from smmcore.errors import (
        NotThere as NotThere,
    )
    from smmcore.errors import (
        PlatformError as PlatformError,
    )
    from smmcore.errors import (
        PluginError as PluginError,
    )
    from smmcore.errors import (
        RateLimited as RateLimited,
    )
    from smmcore.errors import (
        Rejected as Rejected,
    )
    from smmcore.errors import (
        SMMError as SMMError,
    )
    from smmcore.errors import (
        TransportError as TransportError,
    )
    from smmcore.errors import (
        Unauthorized as Unauthorized,
    )
    from smmcore.errors import (
        UnknownAccount as UnknownAccount,
    )
    from smmcore.errors import (
        UnknownPlatform as UnknownPlatform,
    )
    from smmcore.errors import (
        Unsupported as Unsupported,
    )
    from smmcore.hookspecs import (
        hookimpl as hookimpl,
    )
    from smmcore.io import (
        IO as IO,
    )
    from smmcore.io import (
        Answer as Answer,
    )
    from smmcore.io import (
        Clock as Clock,
    )
    from smmcore.io import (
        Rate as Rate,
    )
    from smmcore.io import (
        Request as Request,
    )
    from smmcore.io import (
        Store as Store,
    )
    from smmcore.io import (
        SystemClock as SystemClock,
    )
    from smmcore.io import (
        Timeouts as Timeouts,
    )
    from smmcore.io import (
        Upload as Upload,
    )
    from smmcore.jobs import (
        Job as Job,
    )
    from smmcore.limits import (
        Limit as Limit,
    )
    from smmcore.limits import (
        Limits as Limits,
    )
    from smmcore.limits import (
        MediaLimits as MediaLimits,
    )
    from smmcore.limits import (
        Problem as Problem,
    )
    from smmcore.limits import (
        RateLimit as RateLimit,
    )
    from smmcore.limits import (
        utf16 as utf16,
    )
    from smmcore.models import (
        UTM as UTM,
    )
    from smmcore.models import (
        Account as Account,
    )
    from smmcore.models import (
        Act as Act,
    )
    from smmcore.models import (
        Action as Action,
    )
    from smmcore.models import (
        Animation as Animation,
    )
    from smmcore.models import (
        Attachment as Attachment,
    )
    from smmcore.models import (
        Audio as Audio,
    )
    from smmcore.models import (
        Author as Author,
    )
    from smmcore.models import (
        AuthorKind as AuthorKind,
    )
    from smmcore.models import (
        Bold as Bold,
    )
    from smmcore.models import (
        Campaign as Campaign,
    )
    from smmcore.models import (
        Code as Code,
    )
    from smmcore.models import (
        Comment as Comment,
    )
    from smmcore.models import (
        CommentState as CommentState,
    )
    from smmcore.models import (
        Disclosure as Disclosure,
    )
    from smmcore.models import (
        Document as Document,
    )
    from smmcore.models import (
        Event as Event,
    )
    from smmcore.models import (
        EventKind as EventKind,
    )
    from smmcore.models import (
        Failed as Failed,
    )
    from smmcore.models import (
        File as File,
    )
    from smmcore.models import (
        Italic as Italic,
    )
    from smmcore.models import (
        Kind as Kind,
    )
    from smmcore.models import (
        Link as Link,
    )
    from smmcore.models import (
        Media as Media,
    )
    from smmcore.models import (
        Metric as Metric,
    )
    from smmcore.models import (
        MetricName as MetricName,
    )
    from smmcore.models import (
        Money as Money,
    )
    from smmcore.models import (
        Nature as Nature,
    )
    from smmcore.models import (
        Options as Options,
    )
    from smmcore.models import (
        Outcome as Outcome,
    )
    from smmcore.models import (
        Photo as Photo,
    )
    from smmcore.models import (
        PlannedPost as PlannedPost,
    )
    from smmcore.models import (
        Poll as Poll,
    )
    from smmcore.models import (
        Post as Post,
    )
    from smmcore.models import (
        Pre as Pre,
    )
    from smmcore.models import (
        Published as Published,
    )
    from smmcore.models import (
        Quote as Quote,
    )
    from smmcore.models import (
        Remote as Remote,
    )
    from smmcore.models import (
        Result as Result,
    )
    from smmcore.models import (
        Scheduled as Scheduled,
    )
    from smmcore.models import (
        Secret as Secret,
    )
    from smmcore.models import (
        Source as Source,
    )
    from smmcore.models import (
        Spoiler as Spoiler,
    )
    from smmcore.models import (
        Strike as Strike,
    )
    from smmcore.models import (
        Styled as Styled,
    )
    from smmcore.models import (
        Subject as Subject,
    )
    from smmcore.models import (
        SubjectKind as SubjectKind,
    )
    from smmcore.models import (
        Text as Text,
    )
    from smmcore.models import (
        TextLike as TextLike,
    )
    from smmcore.models import (
        Unconfirmed as Unconfirmed,
    )
    from smmcore.models import (
        Underline as Underline,
    )
    from smmcore.models import (
        Unread as Unread,
    )
    from smmcore.models import (
        Verdict as Verdict,
    )
    from smmcore.models import (
        Video as Video,
    )
    from smmcore.models import (
        Voice as Voice,
    )
    from smmcore.models import (
        as_text as as_text,
    )
    from smmcore.models import (
        plain as plain,
    )
    from smmcore.models import (
        runs as runs,
    )
    from smmcore.models.converting import (
        dump as dump,
    )
    from smmcore.models.converting import (
        load as load,
    )
    from smmcore.platform import (
        ABILITIES as ABILITIES,
    )
    from smmcore.platform import (
        FAULTS as FAULTS,
    )
    from smmcore.platform import (
        YES as YES,
    )
    from smmcore.platform import (
        Abilities as Abilities,
    )
    from smmcore.platform import (
        Ability as Ability,
    )
    from smmcore.platform import (
        Absent as Absent,
    )
    from smmcore.platform import (
        Authenticator as Authenticator,
    )
    from smmcore.platform import (
        Checker as Checker,
    )
    from smmcore.platform import (
        Checkup as Checkup,
    )
    from smmcore.platform import (
        Designer as Designer,
    )
    from smmcore.platform import (
        Editor as Editor,
    )
    from smmcore.platform import (
        Finding as Finding,
    )
    from smmcore.platform import (
        Found as Found,
    )
    from smmcore.platform import (
        Listener as Listener,
    )
    from smmcore.platform import (
        Moderator as Moderator,
    )
    from smmcore.platform import (
        NoOptions as NoOptions,
    )
    from smmcore.platform import (
        NoSettings as NoSettings,
    )
    from smmcore.platform import (
        Page as Page,
    )
    from smmcore.platform import (
        Platform as Platform,
    )
    from smmcore.platform import (
        Publisher as Publisher,
    )
    from smmcore.platform import (
        Rehearser as Rehearser,
    )
    from smmcore.platform import (
        Sandbox as Sandbox,
    )
    from smmcore.platform import (
        Sandboxed as Sandboxed,
    )
    from smmcore.platform import (
        StatsReader as StatsReader,
    )
    from smmcore.platform import (
        Unclear as Unclear,
    )
    from smmcore.platform import (
        no as no,
    )
    from smmcore.smm import (
        SMM as SMM,
    )
    from smmcore.smm import (
        AsyncSMM as AsyncSMM,
    )
    from smmcore.steps import (
        Step as Step,
    )
    from smmcore.steps import (
        Steps as Steps,
    )

_HOMES = {
    "smmcore.errors": (
        "AnswerLost",
        "Forbidden",
        "InvalidInput",
        "InvalidPost",
        "JournalError",
        "Mistake",
        "NotConfirmed",
        "NotSent",
        "NotThere",
        "PlatformError",
        "PluginError",
        "RateLimited",
        "Rejected",
        "SMMError",
        "TransportError",
        "Unauthorized",
        "UnknownAccount",
        "UnknownPlatform",
        "Unsupported",
    ),
    "smmcore.hookspecs": ("hookimpl",),
    "smmcore.io": (
        "Answer",
        "Clock",
        "IO",
        "Rate",
        "Request",
        "Store",
        "SystemClock",
        "Timeouts",
        "Upload",
    ),
    "smmcore.jobs": ("Job",),
    "smmcore.limits": (
        "Limit",
        "Limits",
        "MediaLimits",
        "Problem",
        "RateLimit",
        "utf16",
    ),
    "smmcore.models": (
        "Account",
        "Act",
        "Action",
        "Animation",
        "Attachment",
        "Audio",
        "Author",
        "AuthorKind",
        "Bold",
        "Campaign",
        "Code",
        "Comment",
        "CommentState",
        "Disclosure",
        "Document",
        "Event",
        "EventKind",
        "Failed",
        "File",
        "Italic",
        "Kind",
        "Link",
        "Media",
        "Metric",
        "MetricName",
        "Money",
        "Nature",
        "Options",
        "Outcome",
        "Photo",
        "PlannedPost",
        "Poll",
        "Post",
        "Pre",
        "Published",
        "Quote",
        "Remote",
        "Result",
        "Scheduled",
        "Secret",
        "Source",
        "Spoiler",
        "Strike",
        "Styled",
        "Subject",
        "SubjectKind",
        "Text",
        "TextLike",
        "UTM",
        "Unconfirmed",
        "Underline",
        "Unread",
        "Verdict",
        "Video",
        "Voice",
        "as_text",
        "plain",
        "runs",
    ),
    "smmcore.models.converting": (
        "dump",
        "load",
    ),
    "smmcore.platform": (
        "ABILITIES",
        "Abilities",
        "Ability",
        "Absent",
        "Authenticator",
        "Checker",
        "Checkup",
        "Designer",
        "Editor",
        "FAULTS",
        "Finding",
        "Found",
        "Listener",
        "Moderator",
        "NoOptions",
        "NoSettings",
        "Page",
        "Platform",
        "Publisher",
        "Rehearser",
        "Sandbox",
        "Sandboxed",
        "StatsReader",
        "Unclear",
        "YES",
        "no",
    ),
    "smmcore.smm": (
        "AsyncSMM",
        "SMM",
    ),
    "smmcore.steps": (
        "Step",
        "Steps",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ABILITIES",
    "FAULTS",
    "IO",
    "SMM",
    "UTM",
    "YES",
    "Abilities",
    "Ability",
    "Absent",
    "Account",
    "Act",
    "Action",
    "Animation",
    "Answer",
    "AnswerLost",
    "AsyncSMM",
    "Attachment",
    "Audio",
    "Authenticator",
    "Author",
    "AuthorKind",
    "Bold",
    "Campaign",
    "Checker",
    "Checkup",
    "Clock",
    "Code",
    "Comment",
    "CommentState",
    "Designer",
    "Disclosure",
    "Document",
    "Editor",
    "Event",
    "EventKind",
    "Failed",
    "File",
    "Finding",
    "Forbidden",
    "Found",
    "InvalidInput",
    "InvalidPost",
    "Italic",
    "Job",
    "JournalError",
    "Kind",
    "Limit",
    "Limits",
    "Link",
    "Listener",
    "Media",
    "MediaLimits",
    "Metric",
    "MetricName",
    "Mistake",
    "Moderator",
    "Money",
    "Nature",
    "NoOptions",
    "NoSettings",
    "NotConfirmed",
    "NotSent",
    "NotThere",
    "Options",
    "Outcome",
    "Page",
    "Photo",
    "PlannedPost",
    "Platform",
    "PlatformError",
    "PluginError",
    "Poll",
    "Post",
    "Pre",
    "Problem",
    "Published",
    "Publisher",
    "Quote",
    "Rate",
    "RateLimit",
    "RateLimited",
    "Rehearser",
    "Rejected",
    "Remote",
    "Request",
    "Result",
    "SMMError",
    "Sandbox",
    "Sandboxed",
    "Scheduled",
    "Secret",
    "Source",
    "Spoiler",
    "StatsReader",
    "Step",
    "Steps",
    "Store",
    "Strike",
    "Styled",
    "Subject",
    "SubjectKind",
    "SystemClock",
    "Text",
    "TextLike",
    "Timeouts",
    "TransportError",
    "Unauthorized",
    "Unclear",
    "Unconfirmed",
    "Underline",
    "UnknownAccount",
    "UnknownPlatform",
    "Unread",
    "Unsupported",
    "Upload",
    "Verdict",
    "Video",
    "Voice",
    "as_text",
    "dump",
    "hookimpl",
    "load",
    "no",
    "plain",
    "runs",
    "utf16",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("smmcore")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'smmcore' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
