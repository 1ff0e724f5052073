"""Reads each export with a program of its own trade, and compares with the JSON report.

    python3 tests/readers.py FOLDER

Prints a line for each reader, and `skipped` where it is not installed. The schema of the TEI is
read from the file that VARIORUM_TEI_RNG names.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

folder = Path(sys.argv[1])
report = json.loads((folder / "all.json").read_text(encoding="utf-8"))
shared = {u["id"]: u for u in report["utterances"] if u["outlets"] > 1}
documents = {d["id"]: d for d in report["documents"]}


def plain(text):
    """Returns the letters and digits of a text, whatever stands between them."""
    return "".join(c for c in text if c.isalnum()).lower()


def reader(name):
    """Runs a check, unless what it imports is absent."""

    def run(check):
        try:
            print(f"{name}: {check()}")
        except ImportError as error:
            print(f"{name}: skipped: {error.name} is not installed")

    return run


@reader("csv")
def _():
    rows = list(csv.DictReader((folder / "differences.csv").open(newline="", encoding="utf-8")))
    assert {row["utterance"] for row in rows} <= set(shared)
    for row in rows:
        assert not re.match("[=+@-]", row["text"]) and None not in row, row
    witnesses = list(csv.DictReader((folder / "witnesses.csv").open(newline="", encoding="utf-8")))
    assert len(witnesses) == sum(len(u["witnesses"]) for u in shared.values())
    return f"{len(rows)} differences, {len(witnesses)} witnesses"


@reader("collatex")
def _():
    lines = (folder / "collatex.jsonl").read_text(encoding="utf-8").splitlines()
    quotations = {q["id"]: q["text"] for q in report["quotations"]}
    for line in lines:
        table = json.loads(line)
        names = {w["siglum"]: w["quotation"] for w in shared[table["name"]]["witnesses"]}
        for siglum, row in zip(table["witnesses"], table["table"], strict=True):
            text = "".join(token["t"] for cell in row if cell for token in cell)
            assert text == quotations[names[siglum]].lstrip()
    assert len(lines) == len(shared)
    return f"{len(lines)} tables"


@reader("networkx")
def _():
    import networkx

    graph = networkx.read_graphml(folder / "all.graphml")
    parts = list(networkx.weakly_connected_components(graph))
    assert len(parts) == len(shared), "one part for each utterance"
    ways = graph.edge_subgraph(
        (a, b) for a, b, kind in graph.edges(data="kind") if kind != "moved"
    )
    assert networkx.is_directed_acyclic_graph(ways)
    for id, utterance in shared.items():
        for witness in utterance["witnesses"]:
            node, words = f"{id}-0", []
            while graph.nodes[node]["kind"] != "end":
                words.append(graph.nodes[node].get("text", ""))
                node, = (b for _, b, data in ways.out_edges(node, data=True)
                         if witness["siglum"] in data["witnesses"].split())
            wording = utterance["wordings"][witness["wording"]]["text"]
            assert plain("".join(words)) == plain(wording), (id, witness)
    return f"{graph.number_of_nodes()} nodes, each witness is a way"


@reader("graphviz")
def _():
    if not shutil.which("dot"):
        return "skipped: dot is not installed"
    drawn = subprocess.run(["dot", "-Tplain", folder / "all.dot"], capture_output=True, text=True)
    assert drawn.returncode == 0 and not drawn.stderr, drawn.stderr
    count = sum(line.startswith("graph ") for line in drawn.stdout.splitlines())
    assert count == len(shared)
    return f"{count} graphs are drawn"


@reader("dendropy")
def _():
    import dendropy

    data = dendropy.DataSet.get(path=str(folder / "all.nex"), schema="nexus")
    assert len(data.char_matrices) == len(data.taxon_namespaces)
    for matrix in data.char_matrices:
        wordings = shared[matrix.label]["wordings"]
        assert 1 < len(matrix) <= len(wordings)
    one = dendropy.StandardCharacterMatrix.get(path=str(folder / "one.phy"), schema="phylip",
                                               strict=True)
    assert len(one) > 3
    return f"{len(data.char_matrices)} matrices"


@reader("biopython")
def _():
    from Bio import AlignIO
    from Bio.Nexus import Nexus

    one = Nexus.Nexus(str(folder / "one.nex"))
    for style in ("phylip", "phylip-relaxed"):
        rows = AlignIO.read(folder / "one.phy", style)
        assert (len(rows), rows.get_alignment_length()) == (one.ntax, one.nchar)
        for row in rows:
            assert str(row.seq) == str(one.matrix[row.id]), row
    return f"{one.ntax} taxa, {one.nchar} characters, {len(one.charsets)} sets"


def graph_of(name, vocabulary):
    """Parses JSON-LD. The context is at an address; here its terms are one vocabulary."""
    import rdflib

    data = json.loads((folder / name).read_text(encoding="utf-8"))
    context = {"@vocab": vocabulary, "id": "@id", "type": "@type",
               "source": {"@type": "@id"}, "first": {"@type": "@id"}}
    data["@context"] = context
    return rdflib.Graph().parse(data=json.dumps(data), format="json-ld"), rdflib.Namespace(vocabulary)


@reader("rdflib, annotations")
def _():
    graph, oa = graph_of("annotations.jsonld", "http://www.w3.org/ns/oa#")
    import rdflib

    annotations = list(graph.subjects(rdflib.RDF.type, oa.Annotation))
    assert len(annotations) == sum(len(u["witnesses"]) for u in shared.values())
    for annotation in annotations:
        assert isinstance(annotation, rdflib.URIRef) and str(annotation).startswith("urn:variorum:u")
        targets = list(graph.objects(annotation, oa.target))
        assert targets and all(list(graph.objects(target, oa.source)) for target in targets)
    return f"{len(annotations)} annotations, {len(graph)} triples"


@reader("rdflib, schema.org")
def _():
    graph, schema = graph_of("schema.jsonld", "https://schema.org/")
    import rdflib

    claims = list(graph.subjects(rdflib.RDF.type, schema.Claim))
    assert len(claims) == len(shared)
    for claim in claims:
        for work in graph.objects(claim, schema.appearance):
            assert (work, rdflib.RDF.type, schema.NewsArticle) in graph, work
    return f"{len(claims)} claims, {len(graph)} triples"


@reader("TEI")
def _():
    path = os.environ.get("VARIORUM_TEI_RNG")
    if not path:
        return "skipped: VARIORUM_TEI_RNG names no schema"
    from lxml import etree

    rng = "{http://relaxng.org/ns/structure/1.0}"
    schema = etree.parse(path)
    # Since P5 4.0 `app` and `rdg` are of the class att.typed, and `witness` may hold a `note`.
    for element in schema.iter(f"{rng}element"):
        if element.get("name") in ("app", "rdg"):
            optional = etree.Element(f"{rng}optional")
            etree.SubElement(etree.SubElement(optional, f"{rng}attribute", name="subtype"), f"{rng}text")
            element.append(optional)
        if element.get("name") == "witness":
            for choice in element.iter(f"{rng}choice", f"{rng}ref"):
                if choice.tag == f"{rng}ref" and choice.get("name") == "macro.limitedContent":
                    parent = choice.getparent()
                    mixed = etree.Element(f"{rng}zeroOrMore")
                    either = etree.SubElement(mixed, f"{rng}choice")
                    etree.SubElement(either, f"{rng}text")
                    for name in ("model.limitedPhrase", "model.inter", "note"):
                        etree.SubElement(either, f"{rng}ref", name=name)
                    parent.replace(choice, mixed)
                    break
    valid = etree.RelaxNG(schema)
    document = etree.parse(folder / "all.xml")
    assert valid.validate(document), valid.error_log
    return "valid"
