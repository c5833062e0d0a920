"""All there is to wait for. A plugin awaits nothing but what `IO` offers, and so runs blocking and async alike."""

from smmcore.io.interface import IO, Clock, Store, SystemClock, Uploader, Vault
from smmcore.io.request import Answer, Body, Rate, Request, Timeouts, Upload

__all__ = [
    "IO",
    "Answer",
    "Body",
    "Clock",
    "Rate",
    "Request",
    "Store",
    "SystemClock",
    "Timeouts",
    "Upload",
    "Uploader",
    "Vault",
]
