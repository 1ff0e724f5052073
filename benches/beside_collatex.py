#!/usr/bin/env python3
"""`collate` beside CollateX (Python) on the same witnesses, in one run: time, columns, how many pairs of equal words share a
column, and whether the order of the witnesses changes which do.

    pip install collatex python-Levenshtein
    cargo build --release --example collate
    python3 benches/beside_collatex.py [WITNESSES ...]          (2 5 10 20 50 100 unless told otherwise)

The witnesses are made from one invented sentence of 31 words: each word is left out, replaced or followed by another with a
chance of 12 in 100, and in one witness of five a block of three to six words stands elsewhere (`--moved 0`: in none). Both programs get the
same tokens with the same normal forms. A time is CPU time, of what one more collation costs in a running process, JSON in and out
included for `collate`; CollateX is timed around `collate()` alone. Orders: shuffles of the same witnesses (6 of CollateX at most, fewer
where one takes long; 200 of `collate`). Of CollateX the shortest time, the fewest columns and the most equal pairs over its
orders are told.
"""
import argparse, collections, json, random, resource, subprocess, sys, time
from pathlib import Path

BASE = ("we have spent the better part of four years repairing these roads and I will not stand here today "
        "and tell you that the work is finished when it is plainly not done").split()
OTHER = ("harbour winter council money children bridges promise never always would could might and but or if because while under "
         "over against every many few some nearly twelve committee report yesterday").split()


def witness(chance, edits, moved):
    words = []
    for word in BASE:
        if chance.random() >= edits:
            words.append(word)
            continue
        what = chance.choice(("omit", "replace", "add"))
        words += {"omit": [], "replace": [chance.choice(OTHER)], "add": [word, chance.choice(OTHER)]}[what]
    if chance.random() < moved:
        length = chance.randint(3, 6)
        start = chance.randrange(len(words) - length)
        block, rest = words[start:start + length], words[:start] + words[start + length:]
        at = chance.randrange(len(rest) + 1)
        words = rest[:at] + block + rest[at:]
    return words


def request(witnesses, order=None):
    order = range(len(witnesses)) if order is None else order
    return {"witnesses": [{"id": f"W{n}", "tokens": [{"t": w + " ", "n": w.lower()} for w in witnesses[n]]} for n in order]}


def columns_of(table):
    return max((len(row) for row in table), default=0)


def matched(ids, table, witnesses):
    """Which tokens share a column: what must not depend on the order."""
    pairs, counts = set(), {name: 0 for name in ids}
    for column in range(columns_of(table)):
        cells = []
        for name, row in zip(ids, table):
            cell = row[column] if column < len(row) else None
            for _ in cell or []:
                cells.append((name, counts[name]))
                counts[name] += 1
        pairs.update((a, b) for a in cells for b in cells if a < b)
    return pairs


def equal(table):
    """How many pairs of equal words share a column."""
    pairs = 0
    for column in range(columns_of(table)):
        forms = collections.Counter(token["n"] for row in table if column < len(row) for token in row[column] or [])
        pairs += sum(count * (count - 1) // 2 for count in forms.values())
    return pairs


def spent():
    """CPU seconds of the processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def ours(binary, requests):
    lines = "".join(json.dumps(r) + "\n" for r in requests)
    began = spent()
    done = subprocess.run([binary], input=lines, capture_output=True, text=True, check=True)
    return spent() - began, [json.loads(line) for line in done.stdout.splitlines()]


def own_time(binary, one):
    """What one more collation costs: many copies less one, the shortest of five."""
    copies = 201 if len(one["witnesses"]) <= 20 else 41
    few = min(ours(binary, [one])[0] for _ in range(5))
    many = min(ours(binary, [one] * copies)[0] for _ in range(5))
    return max(many - few, 0.0) / (copies - 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--moved", type=float, default=0.2)
    parser.add_argument("--edits", type=float, default=0.12)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--alone", action="store_true", help="without CollateX")
    parser.add_argument("--binary", default=str(Path(__file__).parent.parent / "target/release/examples/collate"))
    args = parser.parse_args()
    collatex = None
    if not args.alone:
        try:
            import collatex
        except ImportError:
            sys.exit("pip install collatex python-Levenshtein, or --alone")

    print("| witnesses | distinct | longest | CollateX ms | collate ms | times faster | columns: CollateX | collate | equal pairs: CollateX | collate | orders that differ: CollateX | collate |")
    print("|" + "--:|" * 12)
    for size in args.sizes or (2, 5, 10, 20, 50, 100):
        chance = random.Random(f"{args.seed} {size}")
        witnesses = [witness(chance, args.edits, args.moved) for _ in range(size)]
        one = request(witnesses)
        mine = own_time(args.binary, one)
        orders = [list(range(size))] + [chance.sample(range(size), size) for _ in range(200)]
        answers = [matched(a["witnesses"], a["table"], witnesses) for a in ours(args.binary, [request(witnesses, o) for o in orders])[1]]
        table = ours(args.binary, [one])[1][0]["table"]
        width, pairs = columns_of(table), equal(table)
        changed = f"{sum(a != answers[0] for a in answers[1:])} of {len(orders) - 1}"
        theirs = their_width = their_pairs = their_changed = None
        if collatex:
            found, times = [], []
            for order in orders[:7]:
                began = time.process_time()
                table = json.loads(collatex.collate(request(witnesses, order), output="json", segmentation=False))
                times.append(time.process_time() - began)
                found.append((matched(table["witnesses"], table["table"], witnesses), columns_of(table["table"]), equal(table["table"])))
                if sum(times) > 60:
                    break
            theirs, their_width = min(times), min(width for _, width, _ in found)
            their_pairs = max(pairs for *_, pairs in found)
            their_changed = f"{sum(f != found[0][0] for f, *_ in found[1:])} of {len(found) - 1}"
        show = lambda value, form: "" if value is None else format(value, form)
        print(f"| {size} | {len(set(map(tuple, witnesses)))} | {max(map(len, witnesses))} | {show(theirs and theirs * 1e3, '.1f')} | {mine * 1e3:.2f} "
              f"| {show(theirs and theirs / mine, '.0f')} | {show(their_width, 'd')} | {width} | {show(their_pairs, 'd')} | {pairs} | {their_changed or ''} | {changed} |", flush=True)


main()
