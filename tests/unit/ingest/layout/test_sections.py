"""Headings say what their sections are for, in the wordings that journals use."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layout.sections import section_kind
from kg.vocab import SectionKind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Abstract", SectionKind.ABSTRACT),
        ("Author Summary", SectionKind.ABSTRACT),
        ("1 Introduction", SectionKind.INTRODUCTION),
        ("II. RELATED WORK", SectionKind.BACKGROUND),
        ("3.2. Materials and Methods", SectionKind.METHOD),
        ("Experimental setup", SectionKind.METHOD),
        ("Results and discussion", SectionKind.DISCUSSION),
        ("Main results", SectionKind.RESULT),
        ("5 Experiments", SectionKind.RESULT),
        ("Limitations of this study", SectionKind.LIMITATION),
        ("Conclusions", SectionKind.CONCLUSION),
        ("6. Conclusion and outlook", SectionKind.CONCLUSION),
        ("Future work", SectionKind.FUTURE_WORK),
        ("Acknowledgements", SectionKind.ACKNOWLEDGEMENT),
        ("Competing interests", SectionKind.DECLARATION),
        ("Data Availability Statement", SectionKind.DECLARATION),
        ("Appendix A: Proofs", SectionKind.APPENDIX),
        ("Supporting Information", SectionKind.APPENDIX),
        ("Works Cited", SectionKind.REFERENCES),
        ("Why tide mills failed", None),
        ("", None),
    ],
)
def test_kinds(heading: str, kind: SectionKind | None) -> None:
    assert section_kind(heading) is kind


@given(st.text(max_size=300))
def test_any_heading_is_read(heading: str) -> None:
    section_kind(heading)


def test_a_long_heading_takes_no_time() -> None:
    start = time.process_time()
    section_kind("results of " * 100_000)
    section_kind("a 1 " * 49)
    assert time.process_time() - start < 20
