"""The harbour's gauge. Port 8080 is for everybody, port 9000 for whoever is inside."""

import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

# Drawn at every start: they are in this one process, and in no image.
SEAL = secrets.token_hex(6)
CODE = secrets.token_hex(4)
TRACE = f"/tmp/gauge-{secrets.token_hex(3)}.trace"

with open(TRACE, "w") as trace:
    trace.write(f"started, seal {SEAL}\n")


class Public(BaseHTTPRequestHandler):
    """/ is for people. /is?seal=… and /is?code=… say whether a value is the one of this process."""

    def do_GET(self):
        url = urlparse(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/is":
            right = asked in ({"seal": SEAL}, {"code": CODE})
            self.answer(200 if right else 403, "yes\n" if right else "no\n")
        else:
            self.answer(200, "water level: 4.2 m\n")

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Inside(Public):
    def do_GET(self):
        self.answer(200, f"service code: {CODE}\n")


inside = ThreadingHTTPServer(("127.0.0.1", 9000), Inside)
threading.Thread(target=inside.serve_forever, daemon=True).start()
print("gauge: level on port 8080, status page on 127.0.0.1:9000", flush=True)
print("gauge: the seal is in the trace file", flush=True)
ThreadingHTTPServer(("", 8080), Public).serve_forever()
