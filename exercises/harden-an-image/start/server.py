"""A kiosk: says when the next ferry leaves and, at /self, what its own process may do."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT = 8000


def capabilities():
    """How many of root's powers the process could have at most."""
    with open("/proc/self/status", encoding="ascii") as status:
        bounding = next(line for line in status if line.startswith("CapBnd:"))
    return int(bounding.split()[1], 16).bit_count()


def about_self():
    return {
        "user": os.getuid(),
        "readOnly": bool(os.statvfs("/").f_flag & os.ST_RDONLY),
        "capabilities": capabilities(),
        "token": "given" if os.environ.get("KIOSK_TOKEN") else "missing",
    }


class Kiosk(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(about_self()) if self.path == "/self" else "The next ferry leaves at 06:40."
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{body}\n".encode())

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("", PORT), Kiosk).serve_forever()
