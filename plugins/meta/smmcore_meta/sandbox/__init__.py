"""What fakes of Meta's networks stand on: strict, stateful, with planned failures."""

from smmcore.faking import Clock

from .access import look_up
from .app import MetaSandbox
from .audience import Audience, control, view
from .call import Call, page_tasks, page_token
from .core import Core, Settings
from .errors import (
    JSON,
    GraphError,
    dead_metric,
    denied,
    duplicate,
    invalid,
    missing,
    needs_page_token,
    not_ready,
    quota,
    strict,
)
from .fetching import Unfetchable
from .fields import Field
from .files import Stored
from .insights import PARAMETERS as INSIGHTS
from .insights import Ask, Metric, answer_insights
from .kinds import Kind, Listing, Node
from .network import Network, RUpload
from .params import Arguments
from .reading import GRAPH, INSTAGRAM, Incoming
from .root import USER
from .subscribing import subscribe, subscribed, unsubscribe
from .times import iso
from .world import DAY, EVERY_TASK, LONG_LIFE, App, Token, User, World

__all__ = [
    "DAY",
    "EVERY_TASK",
    "GRAPH",
    "INSIGHTS",
    "INSTAGRAM",
    "JSON",
    "LONG_LIFE",
    "USER",
    "App",
    "Arguments",
    "Ask",
    "Audience",
    "Call",
    "Clock",
    "Core",
    "Field",
    "GraphError",
    "Incoming",
    "Kind",
    "Listing",
    "MetaSandbox",
    "Metric",
    "Network",
    "Node",
    "RUpload",
    "Settings",
    "Stored",
    "Token",
    "Unfetchable",
    "User",
    "World",
    "answer_insights",
    "control",
    "dead_metric",
    "denied",
    "duplicate",
    "invalid",
    "iso",
    "look_up",
    "missing",
    "needs_page_token",
    "not_ready",
    "page_tasks",
    "page_token",
    "quota",
    "strict",
    "subscribe",
    "subscribed",
    "unsubscribe",
    "view",
]
