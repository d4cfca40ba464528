from http.server import BaseHTTPRequestHandler, HTTPServer

import bunting

TEXT = "Next boat: 10:15"


class Board(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{bunting.decorate(TEXT)}\nbunting {bunting.__version__}\n".encode())


HTTPServer(("", 8000), Board).serve_forever()
