"""All there is to wait for. A plugin awaits nothing but what `IO` offers, and so runs blocking and async alike."""

from smmcore.io.interface import IO, Clock, Store, SystemClock
from smmcore.io.request import Answer, Rate, Request, Timeouts, Upload

__all__ = ["IO", "Answer", "Clock", "Rate", "Request", "Store", "SystemClock", "Timeouts", "Upload"]
