#!/usr/bin/env python3
"""Makes word-frequencies.tsv, the background table of English word forms.

  word-frequencies.py COUNTS.tsv ARTICLES.jsonl [ARTICLES.jsonl ...] > word-frequencies.tsv

COUNTS.tsv: `form<TAB>count`, lower case, with a `#total` line (the shipped table: 2.27 million words of US news, debates and
quotations, 2003-2021). ARTICLES.jsonl: one article a line with a field `text`; from these only one thing is taken: the share of a
form's occurrences inside sentences that begin with a capital letter (the shipped table: 878 news articles of 2010-2019).

Each line of the output: the form; its surprisal in tenths of a bit, -10 log2((count + 1) / total); and `n` when at least 9 in
10 of its occurrences inside a sentence are capitalised, three at least (a name). Counts and shares are facts; no text is kept.
"""
import collections, json, math, re, sys

CLITICS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'s": "'s", "'d": "'d"}
IRREGULAR = {"won't": "will", "can't": "can", "shan't": "shall"}
counts = collections.Counter()
for line in open(sys.argv[1], encoding="utf-8"):
    form, count = line.rstrip("\n").split("\t")
    clitic = next((c for c in CLITICS if form.endswith(c) and len(form) > len(c)), None)
    if clitic:  # cut as the crate cuts words
        counts[IRREGULAR.get(form, form[: -len(clitic)])] += int(count)
        form = CLITICS[clitic]
    counts[form] += int(count)
total = counts.pop("#total")
upper, lower = collections.Counter(), collections.Counter()
for path in sys.argv[2:]:
    for line in open(path, encoding="utf-8"):
        text = json.loads(line)["text"].replace("’", "'")
        # Only words that follow a lower-case word are counted, so that neither sentence starts nor headlines speak.
        for a, b in re.findall(r"(?=\b([a-z]+) ([A-Za-z]+(?:'[a-z]+)?)\b)", text):
            (upper if b[0].isupper() else lower)[b.lower()] += 1
for form in sorted(counts):
    tenths = round(-10 * math.log2((counts[form] + 1) / total))
    named = upper[form] >= 3 and upper[form] >= 9 * lower[form] and form not in ("i", "i'm", "i've", "i'd", "i'll")
    print(form, tenths, *(["n"] if named else []), sep="\t")
