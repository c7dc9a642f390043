"""How strongly a finding is put: as a cause, as a possible cause, as a correlation, not at all.

The four classes and their marks follow Yu, Li and Wang (2019), "Detecting causal language use
in science findings". Recommendations, aims and calls for more research make no such finding,
whatever words they hold.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ingest.language.cues import any_of


class Strength(StrEnum):
    """What a sentence says of two quantities."""

    NONE = "none"
    CORRELATIONAL = "correlational"
    CONDITIONAL = "conditional_causal"
    DIRECT = "direct_causal"


def strength(text: str) -> Strength:
    """Return how strongly one sentence puts a cause, by its words alone."""
    if _NO_FINDING.search(text):
        return Strength.NONE
    cause, together = _CAUSE.search(text), _TOGETHER.search(text)
    if cause and not (together and together.start() < cause.start()):
        return Strength.CONDITIONAL if _POSSIBLY.search(text) else Strength.DIRECT
    if together:
        return Strength.CORRELATIONAL
    possible = _MERIT.search(text) and _POSSIBLY.search(text)
    return Strength.CONDITIONAL if possible else Strength.NONE


_NO_FINDING: Final = any_of(
    "should",
    "must",
    r"needs?(?: to)?",
    "needed",
    "necessary",
    "required?",
    r"recommend(?:s|ed|ation|ations)?",
    r"warrant(?:s|ed)?",
    "essential",
    "imperative",
    "registered",
    r"(?:future|further|more|additional) (?:\w+ ){0,2}(?:research|stud(?:y|ies)|investigations?|"
    r"trials?|work|evaluations?)",
    r"(?:to|we) (?:\w+ )?(?:determine|clarify|investigate|elucidate|evaluate|examine|explore|"
    r"assess|establish whether)",
    r"remains? (?:unclear|unknown|to be)",
    r"(?:is|are) (?:unclear|unknown)",
    "whether",
    "hypothes[ie]ze[ds]?",
    r"(?:were|was) (?:included|enrolled|recruited|analy[sz]ed|assessed|measured|performed)",
)
# A bare "to improve" says what something is for, unless it is said to happen.
_NOT_AIMED: Final = (
    r"(?:(?<!to )|(?<=appear to )|(?<=appears to )|(?<=appeared to )|(?<=seem to )|"
    r"(?<=seems to )|(?<=likely to )|(?<=tend to )|(?<=tends to )|(?<=shown to )|(?<=found to ))"
)
_CAUSE: Final = any_of(
    _NOT_AIMED + r"(?:caus|induc|enhanc|promot|facilitat|reduc|decreas|increas|improv|attenuat|"
    r"ameliorat|suppress|inhibit|prevent|restor|impair|affect|influenc|impact|protect|modulat|"
    r"mediat|prolong|delay|alleviat|elicit|trigger|worsen|aggravat|accelerat|diminish|minimi[sz]|"
    r"modif|stimulat|augment|regulat|alter|rais|strengthen|produc|provok|achiev)"
    r"(?:e|es|y|ies|s)?(?! (?:in|risk|of|opportunity)\b)",
    r"(?:has|have|had|was|were|is|are|be|been) (?:\w+ly )?(?:caused|induced|enhanced|promoted|"
    r"improved|reduced by|inhibited|prevented|affected|impacted|influenced|mediated) ",
    r"\w+(?:ed|ing)? (?:improved|reduced|decreased|increased|enhanced|prevented|induced|affected|"
    r"inhibited|attenuated|delayed|elicited|caused|lowered|protected|restored) "
    r"(?:the |both |their |his |a |an |against )?(?!in\b|risk\b|among\b|with\b)\w+",
    "protective against",
    r"(?:leads?|led|leading) to",
    r"(?:results?|resulted|resulting) (?:in|from)",
    r"contribut(?:es?|ed|ing) (?:\w+ )?to(?! (?:the|our) (?:\w+ )?"
    r"(?:literature|body|understanding))",
    "due to",
    "because of",
    "attributable to",
    r"translat(?:e|es|ed) (?:in)?to",
    r"responsible for",
    r"effects? on",
    r"(?:impact|influence) (?:of|on|in)",
    r"(?:no|significant|beneficial|positive|negative|protective|clinical) "
    r"(?:\w+ )?(?:effects?|impact|influence|benefits?)",
    r"(?:in)?effective(?:ly)?",
    "efficacious",
    r"benefit(?:s|ed)?",
    "beneficial",
    r"(?:plays?|played) (?:an? )?(?:\w+ ){0,3}role",
    r"help(?:s|ed)?",
    r"(?:superior|inferior) to",
)
# Praise that counts as a cause only where it is held possible.
_MERIT: Final = any_of(
    r"(?:help|use)ful",
    r"favou?rable",
    "roles?",
    "tool",
    "strategy",
    "option",
    "consequence",
    "valuable",
    "opportunit(?:y|ies)",
)
_TOGETHER: Final = any_of(
    r"associat(?:e|es|ed|ion|ions)",
    r"correlat(?:e|es|ed|ion|ions)",
    r"related to",
    r"relation(?:s|ship|ships)?(?: between| to| with)?",
    r"invers(?:e|ely)",
    r"(?:was|were|is|are) (?:\w+ly )?(?:increased|decreased|reduced|elevated|lower|higher)",
    r"(?:an|the) (?:\w+ )?(?:increase|decrease|reduction|improvement) in",
    r"(?:increased|elevated|reduced|decreased) (?:\w+ ){0,2}risk",
    r"(?:more|less|fewer)\b.{1,60} than",
    r"link(?:s|ed)? (?:to|with|between)",
    r"predict(?:s|ed|ors?|ive|ing|ion)?",
    r"(?:risk|protective|prognostic|independent) (?:\w+ )?factors?",
    r"(?:at|with) (?:an? )?(?:\w+ )?(?:higher|increased|greater|elevated|high|low|lower|reduced) "
    r"risk",
    r"risks? (?:of|for)",
    "odds",
    r"(?:more|less|most) (?:\w+ )?(?:likely|common|commonly|frequent|frequently|prevalent)",
    r"(?:higher|lower|greater|better|worse|poorer|larger|smaller|fewer|shorter|longer)\b.{0,60}? "
    r"(?:in|among|than|with|compared)",
    r"(?:differ|differs|differed|different|differences?) (?:\w+ ){0,4}(?:between|among|from|in|by)",
    r"differences?",
    r"(?:bio)?markers?",
    r"determinants?",
    "prevalence",
    "compared (?:to|with)",
    r"(?:increased|decreased|elevated|reduced) (?:\w+ ){0,3}(?:in|among|with)",
    r"trend",
    r"depend(?:s|ed|ing) on",
    r"var(?:y|ies|ied) (?:\w+ )?(?:by|with|according|between|among)",
)
_POSSIBLY: Final = any_of(
    "may",
    "might",
    "could",
    r"appear(?:s|ed)?(?: to)?",
    r"seem(?:s|ed)?",
    "possibl[ey]",
    "potential(?:ly)?",
    "probabl[ey]",
    "likely",
    "perhaps",
    "promising",
    r"suggest(?:s|ing)? an?",
)
