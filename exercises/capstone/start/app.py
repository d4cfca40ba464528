"""What the harbour master looks at: depths, and whether the tide station is connected."""

import os
from pathlib import Path

from quay import App

VERSION = "1.0.0"

app = App()
charts = Path(__file__).parent / "charts"


@app.route("/")
def page():
    station = "connected" if os.environ.get("HARBOUR_TOKEN") else "not connected"
    drawn = "".join(chart.read_text() for chart in sorted(charts.glob("*.svg")))
    return f"<h1>Harbour {VERSION}</h1><p>Tide station: {station}</p>{drawn}", "text/html"


@app.route("/version")
def version():
    return VERSION, "text/plain"


@app.route("/healthz")
def healthz():
    return "well", "text/plain"


app.serve(8000)
