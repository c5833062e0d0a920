"""The proxies that the environment names, as patterns of addresses."""

from urllib.request import getproxies


def proxies() -> dict[str, str | None]:
    """Which addresses go through which proxy, by httpx's patterns; None means directly.

    From `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, or the system's settings where there are some.
    """
    found = getproxies()
    direct = [host.strip().lstrip(".") for host in found.get("no", "").split(",") if host.strip()]
    if "*" in direct:
        return {}
    through = {f"{scheme}://": found[scheme] for scheme in ("http", "https", "all") if scheme in found}
    around = {f"all://{prefix}{host}": None for host in direct for prefix in ("", "*.")}
    return {**through, **around} if through else {}
