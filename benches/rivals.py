#!/usr/bin/env python3
"""Runs variorum and its rivals on the same quotations, one after the other; writes a table and a plot.

  benches/rivals.py [--sizes 2000,10000,100000] [--limit SECONDS] [--corpus "FILE_{n}.jsonl"] [--out docs]

Builds both (release), makes the corpora (`crates/bench-rivals generate`, or takes yours: one file for each size), runs
each on one thread, scores the pairs against the planted truth. A rival that would by its last two runs take longer than the
limit is not run at that size. Writes OUT/rivals.md and OUT/rivals.svg. Python 3 alone; CPU time and peak memory are the
kernel's figures of each process.
"""
import argparse, datetime, json, math, os, pathlib, platform, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RIVALS = [  # name, what it is, colour
    ("variorum", "variorum (utterances, speakers weighed, no pair list kept)", "#b3261e"),
    ("gaoya", "gaoya 0.2: MinHash LSH, word bigrams, 64 x 2", "#1b5e9c"),
    ("rapidfuzz", "rapidfuzz 0.5: ratio, all pairs", "#5f7d1e"),
    ("strsim", "strsim 0.11: normalised Levenshtein, all pairs", "#7a5195"),
]


def measured(command):
    """CPU seconds and peak memory in bytes of `command`; None when it failed."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        return None
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def exponent(points):
    """Least squares on the logarithms: time = c * n ** exponent."""
    points = [(math.log(n), math.log(t)) for n, t in points if t > 0]
    if len(points) < 2:
        return None
    mx, my = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    return sum((x - mx) * (y - my) for x, y in points) / sum((x - mx) ** 2 for x, _ in points)


def plot(series, path):
    width, height, left, bottom, top, right = 720, 460, 70, 50, 20, 210
    xs = [math.log10(n) for points in series.values() for n, _ in points]
    ys = [math.log10(max(t, 1e-3)) for points in series.values() for _, t in points]
    x0, x1, y0, y1 = math.floor(min(xs)), math.ceil(max(xs)), math.floor(min(ys)), math.ceil(max(ys))
    px = lambda x: left + (x - x0) / max(1, x1 - x0) * (width - left - right)
    py = lambda y: height - bottom - (y - y0) / max(1, y1 - y0) * (height - bottom - top)
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
           f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for x in range(x0, x1 + 1):
        svg.append(f'<path d="M{px(x):.1f} {top}V{height - bottom}" stroke="#ddd"/><text x="{px(x):.1f}" y="{height - bottom + 18}" text-anchor="middle">{10 ** x:,}</text>')
    for y in range(y0, y1 + 1):
        svg.append(f'<path d="M{left} {py(y):.1f}H{width - right}" stroke="#ddd"/><text x="{left - 8}" y="{py(y) + 4:.1f}" text-anchor="end">{10 ** y:g} s</text>')
    svg.append(f'<text x="{(left + width - right) / 2}" y="{height - 12}" text-anchor="middle">quotations</text>')
    for row, (name, _, colour) in enumerate(RIVALS):
        points = series.get(name, [])
        if not points:
            continue
        at = [(px(math.log10(n)), py(math.log10(max(t, 1e-3)))) for n, t in points]
        svg.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in at)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        svg += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in at]
        fitted = exponent(points)
        label = name + (f", n^{fitted:.2f}" if fitted is not None else "")
        svg.append(f'<rect x="{width - right + 16}" y="{top + 22 * row}" width="12" height="12" fill="{colour}"/><text x="{width - right + 34}" y="{top + 22 * row + 11}">{label}</text>')
    path.write_text("\n".join(svg + ["</svg>"]) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="2000,10000,100000")
    parser.add_argument("--limit", type=float, default=120)
    parser.add_argument("--corpus")
    parser.add_argument("--out", default=str(ROOT / "docs"))
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    build = ["cargo", "build", "--release", "--quiet"]
    subprocess.run(build + ["--example", "reconcile"], cwd=ROOT, check=True)
    subprocess.run(build, cwd=ROOT / "crates" / "bench-rivals", check=True)
    target = os.environ.get("CARGO_TARGET_DIR")
    rivals = (pathlib.Path(target) if target else ROOT / "crates" / "bench-rivals" / "target") / "release" / "bench-rivals"
    reconcile = (pathlib.Path(target) if target else ROOT / "target") / "release" / "examples" / "reconcile"
    series, table = {}, []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            corpus = given.corpus.format(n=size) if given.corpus else f"{folder}/{size}.jsonl"
            if not given.corpus:
                subprocess.run([rivals, "generate", str(size), "1", corpus], check=True)
            for name, _, _ in RIVALS:
                points = series.setdefault(name, [])
                if points:
                    # Two runs tell how it grows; of one, the worst is feared.
                    growth = exponent(points[-2:]) or 2.0
                    if points[-1][1] * (size / points[-1][0]) ** growth > given.limit:
                        table.append((size, name, None, None, None))
                        continue
                pairs = f"{folder}/{name}.tsv"
                run = measured([rivals, "pairs", name, corpus, pairs])
                if run is None:
                    table.append((size, name, None, None, None))
                    continue
                score = json.loads(subprocess.run([rivals, "score", corpus, pairs], check=True, capture_output=True).stdout)
                os.remove(pairs)
                if name == "variorum":  # from the command that users run: JSONL in, utterances counted, nothing kept of the pairs
                    run = measured([reconcile, "--quotations", corpus, "--format", "none", "--threads", "1"]) or run
                points.append((size, run[0]))
                table.append((size, name, *run, score))
                print(f"{size:>9,} {name:10} {run[0]:8.2f} s  {run[1] / size:8.0f} B a quotation", file=sys.stderr)
    out = pathlib.Path(given.out)
    out.mkdir(exist_ok=True)
    plot({name: points for name, points in series.items() if points}, out / "rivals.svg")
    figure = lambda value: f"{value['f1']:.3f}"
    lines = ["# variorum beside others, on the same quotations", "",
             f"Made by `benches/rivals.py --sizes {given.sizes}` on {datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores; one thread each;",
             "CPU seconds and peak memory of the whole process, JSONL in. The quotations are made up, in planted groups: they test scale, not",
             "judgement. F1 at each one's own best threshold; a dash: not run, since it would have taken longer than "
             f"{given.limit:g} s.", "",
             "![CPU seconds against quotations](rivals.svg)", "",
             "| quotations | | CPU s | B a quotation | pair F1 | closure F1 | B3 |", "|--:|---|--:|--:|--:|--:|--:|"]
    for size, name, seconds, memory, score in table:
        what = next(what for other, what, _ in RIVALS if other == name)
        if seconds is None:
            lines.append(f"| {size:,} | {what} | – | – | – | – | – |")
        else:
            lines.append(f"| {size:,} | {what} | {seconds:.2f} | {memory / size:,.0f} | {figure(score['pair'])} | {figure(score['closure'])} | {figure(score['b3'])} |")
    lines += ["", "| | time grows with |", "|---|--:|"]
    for name, what, _ in RIVALS:
        fitted = exponent(series.get(name, []))
        lines.append(f"| {what} | {'–' if fitted is None else f'n^{fitted:.2f}'} |")
    (out / "rivals.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
