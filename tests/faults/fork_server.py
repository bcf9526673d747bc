"""Starts processes that are about to die: everything is imported once, each of them is a fork.

One JSON request a line comes in, one JSON reply a line goes out. A child tells what was acknowledged to it into a
file of its own, by a write that no boundary counts; what is in that file survives it.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from typing import Any

from faults import workloads
from faults.boundaries import Boundaries
from setter.store import ids

_write = os.write


def serve() -> None:
    """Answer requests until there are no more."""
    workloads.warm_up()
    gc.freeze()  # a collection in a fork would copy every page it looks at
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            status = os.waitpid(request["wait"], 0)[1]
            reply = {"status": os.waitstatus_to_exitcode(status)}
        else:
            child = os.fork()
            if child == 0:
                _become(request)
            reply = {"pid": child}
        print(json.dumps(reply), flush=True)


def _become(request: dict[str, Any]) -> None:
    """Do one workload in this child, and leave without a trace of the server."""
    code = 99
    try:
        told = os.open(request["told"], os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1):
            os.dup2(nothing, number)
        os.dup2(os.open(f"{request['told']}.err", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), 2)
        os.environ.update(request.get("environment", {}))
        ids._maker = ids.IdMaker(request.get("node"))
        boundaries = Boundaries(request.get("kill_at", 0))
        for watched in request.get("watch", ()):
            getattr(boundaries, f"watch_{watched}")()

        def tell(what: str, **facts: Any) -> None:
            _write(told, (json.dumps({"told": what, **facts}) + "\n").encode())

        code = workloads.WORKLOADS[request["work"]](tell=tell, **request.get("given", {})) or 0
        tell("finished", boundaries=boundaries.passed)
    except BaseException:  # noqa: BLE001 - whatever it is, the test must see it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
