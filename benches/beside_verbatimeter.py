#!/usr/bin/env python3
"""Puts checkers of quotations beside `lookup` on labelled pairs: the article of one side is the
source, the wording of the other side is asked.

Usage: beside_verbatimeter.py DATA [SET ...]      (pip install verbatimeter)

DATA is a folder of labelled sets (articles.jsonl, quotations.jsonl, pairs.jsonl). verbatimeter tells
which words of a text stand in the source in runs of three and more; a wording counts as verbatim
for it from a share of MIN on. difflib's ratio with the best window of the source stands for the
checkers that go by a similarity of characters. `cargo test --release --features archive --test
live_lookup -- --nocapture` prints the figures of `lookup` on the same pairs.
"""
import collections
import difflib
import json
import pathlib
import re
import sys

from verbatimeter.core import check

ACCIDENTAL = set(
    "whitespace quote-mark dash diacritic case sentence-boundary punctuation spelling contraction "
    "hyphenation number-format truncation".split()
)


def rows(path):
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def expected(pair, printed, wording):
    """Returns `printed`, `altered` or `other`; None where the label is unsure."""
    words = all(kind in ACCIDENTAL for kind in pair["kinds"] or [])
    if pair["label"] == "same":
        return "printed" if words and pair["fragment"] in (None, "b") else "altered"
    if pair["label"] == "different":
        return "printed" if wording in printed else "other"
    return None


def similarity(source, text):
    """Returns the best ratio of `text` with a window of the source of its length."""
    matcher = difflib.SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(text)
    best = 0.0
    for at in range(0, max(1, len(source) - len(text) + 1), max(1, len(text) // 8)):
        matcher.set_seq1(source[at : at + len(text)])
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            best = max(best, matcher.ratio())
    return best


def main():
    folder = pathlib.Path(sys.argv[1])
    counts = collections.Counter()
    for name in sys.argv[2:] or ["basil", "newswcl50", "mrpc"]:
        articles = {row["id"]: row for row in rows(folder / name / "articles.jsonl")}
        quotations = {row["id"]: row for row in rows(folder / name / "quotations.jsonl")}
        for pair in rows(folder / name / "pairs.jsonl"):
            a, b = quotations[pair["id_a"]], quotations[pair["id_b"]]
            wording = re.sub(r"^\W+|\W+$", "", b["text"])
            want = expected(pair, a["text"], wording)
            if want is None:
                continue
            source = articles[a["article"]]["text"]
            share = check(wording, source, count_tokens=lambda text: 0).matched_ratio
            ratio = similarity(source, wording)
            counts[want] += 1
            for rule, holds in [
                ("verbatimeter, every word", share == 1.0),
                ("verbatimeter, share >= .9", share >= 0.9),
                ("difflib ratio >= .9", ratio >= 0.9),
            ]:
                counts[rule, want] += holds
    print(f"| called verbatim | printed ({counts['printed']}) | altered ({counts['altered']}) "
          f"| other ({counts['other']}) |\n|---|--:|--:|--:|")
    for rule in dict.fromkeys(key[0] for key in counts if isinstance(key, tuple)):
        cells = " | ".join(str(counts[rule, want]) for want in ("printed", "altered", "other"))
        print(f"| {rule} | {cells} |")


if __name__ == "__main__":
    main()
