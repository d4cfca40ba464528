"""Run by developers before a change is handed in: python -m plumbline test_app.py"""

from pathlib import Path

from plumbline import straight

source = Path("app.py").read_text()
straight("the version is a line of its own", source.count("\nVERSION = ") == 1)
straight("there is a page for health checks", '"/healthz"' in source)
