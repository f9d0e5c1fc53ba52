"""The web server: waitress, forked once a core over one listening socket.

Run by `taawun up`, which binds the socket and hands it over, so that a restart of the web loses no
connection. No connection to the database is opened before the fork.
"""

import contextlib
import logging
import os
import signal
import socket
import sys
import time

from taawun.config.embedded.tied import tie_to_parent

THREADS = 8  # a process; they wait on the database most of their time
LARGEST_BODY = 64 * 1024 * 1024  # above what the application takes, so that it can say so in the reader's language


def serve(listener: socket.socket) -> None:
    """Serve the application on `listener` until a signal ends the process."""
    from waitress.server import create_server

    from taawun.config.wsgi import application

    # It warns whenever a request waits for a thread for a moment, which is what the queue is for.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(
        application,
        sockets=[listener],
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST_BODY,
        channel_timeout=60,
        clear_untrusted_proxy_headers=True,
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(SystemExit, KeyboardInterrupt):
        server.run()


def fork(listener: socket.socket) -> int:
    """Fork one process that serves; it ends with this one."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        tie_to_parent(signal.SIGTERM, parent)
        serve(listener)
    finally:
        os._exit(0)


def main() -> None:
    """Keep one serving process a core, on the socket whose number is the first argument."""
    import taawun.config.wsgi  # noqa: F401  loaded before the fork, so that the processes share its memory

    listener = socket.socket(fileno=int(sys.argv[1]))
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else os.cpu_count() or 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    children = {fork(listener) for _ in range(processes)}
    try:
        while True:
            pid, _ = os.wait()
            children.discard(pid)
            time.sleep(0.2)  # a process that dies at once must not become a storm of forks
            children.add(fork(listener))
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        for pid in children:  # waited for: the first process of a container may reap nobody else's children
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
