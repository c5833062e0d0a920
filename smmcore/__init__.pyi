# The public names and their homes: type checkers read them here, and so does __init__.py.

from .errors import (
    AnswerLost as AnswerLost,
)
from .errors import (
    Forbidden as Forbidden,
)
from .errors import (
    InvalidInput as InvalidInput,
)
from .errors import (
    InvalidPost as InvalidPost,
)
from .errors import (
    JournalError as JournalError,
)
from .errors import (
    Mistake as Mistake,
)
from .errors import (
    NotConfirmed as NotConfirmed,
)
from .errors import (
    NotSent as NotSent,
)
from .errors import (
    NotThere as NotThere,
)
from .errors import (
    PersonNeeded as PersonNeeded,
)
from .errors import (
    PlatformError as PlatformError,
)
from .errors import (
    PluginError as PluginError,
)
from .errors import (
    RateLimited as RateLimited,
)
from .errors import (
    Rejected as Rejected,
)
from .errors import (
    SMMError as SMMError,
)
from .errors import (
    TransportError as TransportError,
)
from .errors import (
    Unauthorized as Unauthorized,
)
from .errors import (
    UnknownAccount as UnknownAccount,
)
from .errors import (
    UnknownPlatform as UnknownPlatform,
)
from .errors import (
    Unsupported as Unsupported,
)
from .hookspecs import hookimpl as hookimpl
from .io import (
    IO as IO,
)
from .io import (
    Answer as Answer,
)
from .io import (
    Body as Body,
)
from .io import (
    Clock as Clock,
)
from .io import (
    Rate as Rate,
)
from .io import (
    Request as Request,
)
from .io import (
    Store as Store,
)
from .io import (
    SystemClock as SystemClock,
)
from .io import (
    Timeouts as Timeouts,
)
from .io import (
    Upload as Upload,
)
from .io import (
    Uploader as Uploader,
)
from .io import (
    Vault as Vault,
)
from .jobs import Job as Job
from .limits import (
    Limit as Limit,
)
from .limits import (
    Limits as Limits,
)
from .limits import (
    MediaLimits as MediaLimits,
)
from .limits import (
    Problem as Problem,
)
from .limits import (
    RateLimit as RateLimit,
)
from .limits import (
    utf16 as utf16,
)
from .models import (
    UTM as UTM,
)
from .models import (
    Account as Account,
)
from .models import (
    Act as Act,
)
from .models import (
    Action as Action,
)
from .models import (
    Animation as Animation,
)
from .models import (
    Attachment as Attachment,
)
from .models import (
    Audio as Audio,
)
from .models import (
    Author as Author,
)
from .models import (
    AuthorKind as AuthorKind,
)
from .models import (
    Bold as Bold,
)
from .models import (
    Campaign as Campaign,
)
from .models import (
    Code as Code,
)
from .models import (
    Comment as Comment,
)
from .models import (
    CommentState as CommentState,
)
from .models import (
    Disclosure as Disclosure,
)
from .models import (
    Document as Document,
)
from .models import (
    Doubt as Doubt,
)
from .models import (
    Event as Event,
)
from .models import (
    EventKind as EventKind,
)
from .models import (
    Failed as Failed,
)
from .models import (
    File as File,
)
from .models import (
    Italic as Italic,
)
from .models import (
    Kind as Kind,
)
from .models import (
    Link as Link,
)
from .models import (
    Media as Media,
)
from .models import (
    Metric as Metric,
)
from .models import (
    MetricName as MetricName,
)
from .models import (
    Missed as Missed,
)
from .models import (
    Money as Money,
)
from .models import (
    Nature as Nature,
)
from .models import (
    Options as Options,
)
from .models import (
    Outcome as Outcome,
)
from .models import (
    Photo as Photo,
)
from .models import (
    PlannedPost as PlannedPost,
)
from .models import (
    Poll as Poll,
)
from .models import (
    Post as Post,
)
from .models import (
    Pre as Pre,
)
from .models import (
    Published as Published,
)
from .models import (
    Quote as Quote,
)
from .models import (
    Remote as Remote,
)
from .models import (
    Result as Result,
)
from .models import (
    Rules as Rules,
)
from .models import (
    Scheduled as Scheduled,
)
from .models import (
    Secret as Secret,
)
from .models import (
    Source as Source,
)
from .models import (
    Spoiler as Spoiler,
)
from .models import (
    Strike as Strike,
)
from .models import (
    Styled as Styled,
)
from .models import (
    Subject as Subject,
)
from .models import (
    SubjectKind as SubjectKind,
)
from .models import (
    Text as Text,
)
from .models import (
    TextLike as TextLike,
)
from .models import (
    Unconfirmed as Unconfirmed,
)
from .models import (
    Underline as Underline,
)
from .models import (
    Unread as Unread,
)
from .models import (
    Verdict as Verdict,
)
from .models import (
    Video as Video,
)
from .models import (
    Voice as Voice,
)
from .models import (
    as_text as as_text,
)
from .models import (
    plain as plain,
)
from .models import (
    runs as runs,
)
from .models import (
    spelled_out as spelled_out,
)
from .models.converting import dump as dump
from .models.converting import load as load
from .platform import (
    ABILITIES as ABILITIES,
)
from .platform import (
    FAULTS as FAULTS,
)
from .platform import (
    YES as YES,
)
from .platform import (
    Abilities as Abilities,
)
from .platform import (
    Ability as Ability,
)
from .platform import (
    Absent as Absent,
)
from .platform import (
    Answering as Answering,
)
from .platform import (
    Authenticator as Authenticator,
)
from .platform import (
    Checker as Checker,
)
from .platform import (
    Checkup as Checkup,
)
from .platform import (
    Designer as Designer,
)
from .platform import (
    Editor as Editor,
)
from .platform import (
    FakeNetwork as FakeNetwork,
)
from .platform import (
    Faulty as Faulty,
)
from .platform import (
    FetchesMedia as FetchesMedia,
)
from .platform import (
    Finding as Finding,
)
from .platform import (
    Found as Found,
)
from .platform import (
    KnowsByHearing as KnowsByHearing,
)
from .platform import (
    Listener as Listener,
)
from .platform import (
    ManyTokens as ManyTokens,
)
from .platform import (
    Moderator as Moderator,
)
from .platform import (
    NoOptions as NoOptions,
)
from .platform import (
    NoSettings as NoSettings,
)
from .platform import (
    Page as Page,
)
from .platform import (
    Platform as Platform,
)
from .platform import (
    PrivateReplier as PrivateReplier,
)
from .platform import (
    Publisher as Publisher,
)
from .platform import (
    RealNetwork as RealNetwork,
)
from .platform import (
    Rehearser as Rehearser,
)
from .platform import (
    Sandbox as Sandbox,
)
from .platform import (
    Sandboxed as Sandboxed,
)
from .platform import (
    Scout as Scout,
)
from .platform import (
    StatsReader as StatsReader,
)
from .platform import (
    Unclear as Unclear,
)
from .platform import (
    no as no,
)
from .smm import SMM as SMM
from .smm import AsyncSMM as AsyncSMM
from .steps import Step as Step
from .steps import Steps as Steps
from .uploading import (
    FolderUploader as FolderUploader,
)
from .uploading import (
    S3Uploader as S3Uploader,
)

__version__: str
