"""Markers at the start of a sentence that say how it bears on the one before.

After the connectives of the Penn Discourse Treebank (Prasad et al. 2008), those only that are
clear without the parse.
"""

from __future__ import annotations

import re
from typing import Final

CONSEQUENCE: Final = re.compile(
    r"^(?:therefore|thus|hence|consequently|as a result|accordingly|it follows that|so,|"
    r"this (?:shows|means|implies|suggests|proves|indicates) that|which means)\b",
    re.IGNORECASE,
)
REASON: Final = re.compile(
    r"^(?:for example|for instance|after all(?=,)|indeed|(?:this|that) is because|the reason is|"
    r"to illustrate|case in point)\b",
    re.IGNORECASE,
)
REFORMULATION: Final = re.compile(
    r"^(?:in other words|that is(?=,)|in short|put differently|"
    r"in plain terms|to put it (?:simply|plainly))\b",
    re.IGNORECASE,
)
CONTRAST: Final = re.compile(
    r"^(?:but|however|yet|nevertheless|nonetheless|in contrast|on the contrary|conversely|still,|"
    r"even so|that said|despite (?:this|these|that)|of course,)\b",
    re.IGNORECASE,
)
CONTRAST_WITHIN: Final = re.compile(r"^[^.;:]{2,40}?, (however|though),", re.IGNORECASE)
# What only sets two facts side by side says nothing against the first.
SIDE_BY_SIDE: Final = re.compile(r"^(?:in contrast|conversely)\b", re.IGNORECASE)
VERDICT: Final = re.compile(
    r"^(?:that|this) is (?:simply |just |plainly )?(?:an? (?:exaggeration|mistake|myth|fallacy|"
    r"misunderstanding|misreading|overstatement|error)|not (?:so|true|the case)|false|wrong|"
    r"mistaken|untrue|nonsense)\b",
    re.IGNORECASE,
)
COUNTER_STORY: Final = re.compile(
    r"\b(?:tells? (?:a|another|quite another|a very) (?:\w+ )?story|suggests? otherwise|"
    r"shows? otherwise|points? the other way)\b",
    re.IGNORECASE,
)
