"""execute: many calls in one."""

import json
from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import ApiError
from smmcore_vk.sandbox.running import run
from smmcore_vk.sandbox.scripting import Script, ScriptAnswer

MOST_CALLS = 25


@method("execute")
def execute(call: Call) -> ScriptAnswer:
    answer = ScriptAnswer()

    def api(name: str, arguments: dict[str, Any]) -> Any:
        call.record.inner.append(name)
        if len(call.record.inner) > MOST_CALLS:
            raise ApiError(13, "Too many api calls")
        params = {key: _as_sent(value) for key, value in arguments.items() if value is not None}
        try:
            return run(call.core, call.token, name, params, call.record, call.base)
        except ApiError as error:
            answer.errors.append({"method": name, "error_code": error.code, "error_msg": error.message})
            return False

    known = {key: value for key, value in call.args.values.items() if key != "code"}
    answer.value = Script(call.args.text("code")).run(api, known)
    return answer


def _as_sent(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return ",".join(map(_as_sent, value))
    return json.dumps(value) if isinstance(value, dict) else str(value)
