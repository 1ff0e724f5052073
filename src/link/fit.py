#!/usr/bin/env python3
"""Fits the weights of model.rs to labelled pairs. Needs numpy and scikit-learn.

  fit.py GOLD_DIR RECONCILED.json PAIRS.jsonl [GOLD_DIR RECONCILED.json PAIRS.jsonl ...]

GOLD_DIR holds quotations.jsonl (id, article, start, end in bytes, or segments), pairs.jsonl (id_a, id_b, label) and, if there are
any, clusters.jsonl (cluster, members). RECONCILED.json is what `reconcile --format json` and PAIRS.jsonl what the example `pairs`
print for the same articles. A compared pair is labelled through the gold quotations that its ends overlap most: by its own label,
or by whether both stand in one cluster; where clusters are only those of labelled pairs (no `event` field in the gold), pairs
without a label are left out. Prints five-fold cross-validated F1 at several thresholds, with folds by event or
article, a table of calibration, and the weights fitted on everything.
"""
import collections, hashlib, json, pathlib, sys

import numpy as np
from sklearn.linear_model import LogisticRegression


def rows(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")] if path.exists() else []


def overlap(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def load(gold, reconciled, pairs):
    gold = pathlib.Path(gold)
    quotations = {q["id"]: q for q in rows(gold / "quotations.jsonl")}
    by_article = collections.defaultdict(list)
    for q in quotations.values():
        by_article[q["article"]].append(q)
    clusters = collections.defaultdict(set)
    for c in rows(gold / "clusters.jsonl"):
        for member in c["members"]:
            clusters[member].add(c["cluster"])
    labels = {frozenset((p["id_a"], p["id_b"])): p["label"] for p in rows(gold / "pairs.jsonl")}
    complete = any("event" in q for q in quotations.values())
    to_gold = {}
    for q in json.load(open(reconciled, encoding="utf-8"))["quotations"]:
        if q["part"] != "text":
            continue
        best = max(((sum(overlap(p, s) for p in q["pieces"] for s in g.get("segments", [[g["start"], g["end"]]])), g["id"])
                    for g in by_article[q["document"]]), default=(0, None))
        if best[0]:
            to_gold[q["id"]] = best[1]
    for p in rows(pathlib.Path(pairs)):
        a, b = to_gold.get(p["a"]), to_gold.get(p["b"])
        if not a or not b or a == b:
            continue
        label = labels.get(frozenset((a, b)))
        together = bool(clusters[a] & clusters[b])
        if label == "unsure" or label is None and not complete and not together:
            continue
        fold = quotations[a].get("event") or quotations[a]["article"]
        yield gold.name, int(hashlib.md5(fold.encode()).hexdigest(), 16) % 5, p["features"], label == "same" if label else together


data = [row for i in range(1, len(sys.argv) - 2, 3) for row in load(*sys.argv[i:i + 3])]
if not data:
    sys.exit(__doc__)
sets = np.array([d[0] for d in data])
folds = np.array([d[1] for d in data])
x = np.array([d[2] for d in data])[:, 1:]
y = np.array([d[3] for d in data])
p = np.zeros(len(y))
for fold in range(5):
    model = LogisticRegression(C=1.0, max_iter=5000).fit(x[folds != fold], y[folds != fold])
    p[folds == fold] = model.predict_proba(x[folds == fold])[:, 1]
for name in dict.fromkeys(sets):
    line = []
    for t in (0.3, 0.5, 0.7):
        m = sets == name
        tp, fp, fn = ((p[m] >= t) & y[m]).sum(), ((p[m] >= t) & ~y[m]).sum(), ((p[m] < t) & y[m]).sum()
        line.append(f"p >= {t}: F1 {2 * tp / (2 * tp + fp + fn):.3f} (tp {tp} fp {fp} fn {fn})")
    print(f"{name:10} {(sets == name).sum()} pairs, {y[sets == name].sum()} one utterance; " + "; ".join(line))
print("calibration (cross-validated): said, share that is one utterance, pairs")
for k in range(10):
    m = (p >= k / 10) & (p < (k + 1) / 10 + (k == 9))
    print(f"  {k / 10:.1f}-{(k + 1) / 10:.1f}  {y[m].mean() if m.any() else 0:.3f}  {m.sum()}")
model = LogisticRegression(C=1.0, max_iter=5000).fit(x, y)
print("weights:", [round(float(w), 2) for w in (model.intercept_[0], *model.coef_[0])])
