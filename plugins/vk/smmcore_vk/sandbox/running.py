"""One method for a known token, whether called by itself or out of a script."""

from .access import authorize
from .call import HANDLERS, Call
from .core import Core, Record
from .errors import ApiError
from .schema import METHODS, check
from .world import Token


def run(core: Core, token: Token, name: str, params: dict[str, str], record: Record, base: str) -> object:
    """The method's answer. Raises `ApiError`."""
    method = METHODS.get(name)
    if method is None or name not in HANDLERS:
        raise ApiError(3)
    authorize(core, token, method)
    core.rates.admit_today(token, name)
    extra = set() if name != "execute" else set(params) - set(method.parameters)
    args = check(method, {key: text for key, text in params.items() if key not in extra})
    args.values |= {key: params[key] for key in extra}  # a script reads them as Args
    return HANDLERS[name](Call(core, token, name, args, base, record))
