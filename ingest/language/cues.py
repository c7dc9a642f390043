"""Cue words of argument and attribution: closed lists, each with what it signals.

The lists follow the literature on factuality and hedging (Saurí and Pustejovsky 2009,
FactBank; Farkas et al. 2010, CoNLL shared task), on reporting verbs (Hyland 1999) and on
discourse connectives (Prasad et al. 2008, PDTB). Verbs are lemmas; patterns are searched in
clean wording without regard to case.
"""

from __future__ import annotations

import re
from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one line of text."""
    return frozenset(text.split())


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern for whole words, in any case; each alternative begins with a letter."""
    # Without the look ahead, each is tried again where a word ends: half of the time.
    return re.compile(rf"\b(?=\w)(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


# Verbs whose subject vouches for their complement.
SAYING: Final = words(
    "acknowledge advocate agree allege argue assert believe caution claim conclude consider "
    "contend counter declare describe disagree emphasise emphasize explain feel fear hold "
    "hope hypothesise hypothesize imagine imply insist maintain mention note "
    "object observe opine posit predict "
    "presume promise propose recommend remark reply report say speculate state stress suggest "
    "suspect think underline underscore urge view warn write"
)
# Verbs that present their complement as established.
FINDING: Final = words(
    "confirm demonstrate discover establish estimate find indicate illustrate prove "
    "reveal show validate verify"
)
DENYING: Final = words(
    "contest contradict deny debunk disbelieve dispute disprove doubt refute reject rebut"
)
CONCEDING: Final = words("admit concede grant acknowledge")
SUPPOSING: Final = words(
    "assume believe conclude expect fancy guess hope imagine infer object presume speculate "
    "suppose suspect think wonder worry"
)
# Verbs that say what a work does; they open list items with the work left out as subject.
TREATING: Final = words(
    "address advance advocate analyse analyze assess challenge characterise characterize compare "
    "criticise criticize critique defend develop document evaluate examine explore extend "
    "highlight identify introduce investigate offer outline present provide question "
    "re-evaluate review summarise summarize support survey synthesise synthesize"
)
# Verbs by which a person or group takes a side on a thing.
STANDS: Final = words(
    "advocate champion challenge contest criticise criticize critique defend deny dispute "
    "emphasise emphasize endorse highlight identify oppose propose question recommend refute "
    "reject stress"
)
OPPOSING: Final = words("challenge criticise criticize critique oppose question")
ATTITUDES: Final = SAYING | FINDING | DENYING | CONCEDING | SUPPOSING

# Verbs that a colon may follow: what comes behind it is what was said.
UTTERING: Final = words(
    "add announce argue claim conclude confirm declare explain find note observe remark reply "
    "report say state validate warn write"
)
# Only people and their institutions do these, whatever their noun.
COGNITION: Final = words(
    "allege argue believe claim complain concede conclude contend deny doubt fear hope imagine "
    "insist object say suppose suspect think wonder worry"
)
# Verbs whose negation speaks of the view and not of the showing: ``does not think that P``.
BELIEVING: Final = words("accept agree believe expect feel hold imagine suppose think")

FIRST_PERSON: Final = words("i we me us my our")
WORK_NOUNS: Final = words(
    "article author book chapter essay manuscript paper piece post preprint report review study "
    "thesis work writer"
)
EVIDENCE_NOUNS: Final = words(
    "analysis benchmark comparison curve data estimate evaluation evidence experiment experience "
    "figure finding history investigation literature measurement number observation record "
    "research result simulation statistic study survey table test theory trend"
)
ARGUMENT_NOUNS: Final = words(
    "argument assertion assumption belief claim conclusion contention hypothesis idea notion "
    "objection opinion point position premise proposal reason thesis view worry"
)
CONVICTIONS: Final = words(
    "adamant certain clear confident convinced explicit insistent optimistic outspoken "
    "pessimistic sceptical skeptical sure vocal"
)
GROUP_NOUNS: Final = words(
    "advocate anyone believer camp commentator community critic defender detractor economist "
    "enthusiast everyone expert faction few folk industry lab many most observer one optimist "
    "opponent other people person pessimist practitioner proponent public reader researcher "
    "sceptic scholar scientist side skeptic some somebody someone supporter team those you"
)
FALSE_WORDS: Final = words(
    "baseless false flawed incorrect misguided mistaken myth unfounded untenable untrue wrong"
)

HEDGE: Final = any_of(
    r"to (?:some|a certain|a large) (?:extent|degree)",
    r"in (?:my|our) (?:opinion|view)",
    "imo",
    r"it is (?:unclear|possible|likely|unlikely|plausible|conceivable)(?: (?:that|whether))?",
    "unclear",
    "apparently",
    "appears?",
    "arguably",
    "as far as I know",
    "conceivably",
    "could",
    r"(?:I|we) (?:think|believe|suspect|guess|feel)(?=,| (?:that|the|this|it|we|there)\b)",
    "likely",
    "may",
    "maybe",
    "might",
    "perhaps",
    "plausibly",
    "possibly",
    "potentially",
    "presumably",
    "probably",
    "reportedly",
    "roughly speaking",
    "seemingly",
    "seems?",
    "speculati(?:on|ve)",
    "supposedly",
    "tends? to",
    "typically",
    "unlikely",
    "usually",
)
# A sentence of its own that takes back part of the one before ("Or maybe not.").
AFTERTHOUGHT: Final = re.compile(
    r"^(?:or |but |then again,? )*(?P<cue>(?:perhaps|may ?be|possibly|probably)(?: not)?|may ?not|"
    r"(?:I|we) (?:could|may|might) be wrong|who knows|not (?:necessarily|always))\W*$",
    re.IGNORECASE,
)
NEGATION: Final = words("no not n't never neither nor nobody nothing none cannot nowhere hardly")

NORMATIVE: Final = any_of(
    "should",
    "must",
    "ought",
    r"(?:need|needs|have|has) to",
    "it is time to",
    "had better",
    r"(?:is|are) (?:needed|essential|imperative|crucial)",
    "advisable",
    "worthwhile",
)
PREDICTIVE: Final = any_of(
    "will",
    "won't",
    "shall",
    r"(?:is|are) going to",
    r"(?:is|are) (?:expected|bound|likely) to",
    r"by (?:20[2-9]\d|2[1-9]\d\d)",
    "in the (?:coming|next) (?:few |\\w+ )?(?:years?|decades?)",
)
CAUSAL: Final = any_of(
    "because",
    "causes?",
    "caused",
    "causing",
    r"due to",
    r"leads? to",
    r"led to",
    r"leading to",
    r"results? in",
    r"resulted in",
    "owing to",
    "thanks to",
    "as a result",
    "therefore",
    "thereby",
    "consequently",
    r"(?:is|are|was|were) responsible for",
    r"drives?",
    "driven by",
    "brings? about",
    "gives? rise to",
    "enables?",
    "enabled",
    r"contributes? to",
    "triggers?",
)
COMPARATIVE: Final = any_of(
    r"(?:better|worse|larger|smaller|faster|slower|cheaper|higher|lower|greater|fewer|more|less|"
    r"stronger|weaker|\w+er)(?: \w+){0,4} than(?! [\d$])",
    "outperform(?:s|ed|ing)?",
    "surpass(?:es|ed|ing)?",
    "exceed(?:s|ed|ing)?",
    r"beats?",
    "beaten",
    "superior to",
    "inferior to",
    r"as \w+ as",
    "compared (?:to|with)",
)
DEFINITIONAL: Final = any_of(
    r"(?:is|are) (?:defined|known) as",
    "refers? to",
    r"(?:is|are) called",
    "by definition",
    "means? that",
    "we define",
    "denotes?",
    "consists? of",
)
BOOSTER: Final = any_of(
    "in other words",
    "in plain terms",
    "in short",
    "in sum",
    "the (?:main|key|central) \\w+",
    "therefore",
    "thus",
    "hence",
    "clear(?:ly)?",
    "critical(?:ly)?",
    "essential(?:ly)?",
    "necessar(?:y|ily)",
    "fundamental(?:ly)?",
    "always",
    "never",
    "must",
    "crucial(?:ly)?",
    r"(?:we|I) (?:\w+ )?(?:argue|conclude|claim|show|demonstrate|propose|find|found|suggest)",
    r"(?:these|our|the|this) (?:\w+ ){0,2}(?:results?|findings?|data|study|work|analys[ei]s) "
    r"(?:\w+ )?(?:suggest|indicate|demonstrate|show|highlight|reveal|support|imply)\w*",
    "in conclusion",
    "taken together",
    "collectively",
    r"suggest(?:s|ing)? that",
    r"indicat(?:es?|ing) that",
    "only",
    "the implication",
    "overall",
    "importantly",
    "depends? entirely",
    "impossible",
    "unavoidable",
    "inevitabl[ey]",
)

CONTRAST: Final = words(
    "but however yet although though despite nevertheless nonetheless whereas "
    "still conversely instead"
)
META: Final = re.compile(
    r"\b(?:in|see) (?:the (?:next|following|last) (?:section|chapter)|"
    r"(?:sections?|appendix|chapter|fig\.?|figure|table|part) [\dIVX]).{0,60}\b"
    r"(?:we|I|describes?|presents?|discuss)\b"
    r"|\bthe (?:rest|remainder) of (?:this|the) (?:paper|essay|article|post|report|thesis)\b"
    r"|\b(?:paper|essay|article|post|report|work) is (?:organi[sz]ed|structured|in part|based on|"
    r"licensed|intended|divided|meant)\b"
    r"|\b(?:looks?|goes) (?:something )?like (?:this|so|the following)\b"
    r"|\bas (?:follows|shown below)\W*$|\b(?:listed|shown|given|described) (?:below|above)\W*$"
    r"|\b(?:we|I|authors?) (?:would like to |also |gratefully |wish to )*(?:thank|acknowledge)\b"
    r"|\b(?:was|were|is|are) (?:funded|supported) by (?:the |a |an )?(?:\w+ ){0,5}"
    r"(?:grant|fellowship|foundation|council)"
    r"|\b(?:I am|I'm|we are|authors? (?:is|are)) (?:\w+ )?(?:grateful|thankful|indebted)\b"
    r"|^(?:this|our|the|my) (?:\w+ )?(?:work|research|study|project|paper|essay|article) "
    r"(?:was|is|has been) (?:\w+ )?(?:funded|supported|financed) (?:by|through|under|with)\b"
    r"|^(?:this|the|my) (?:essay|paper|article|post|chapter|report) (?:explains?|describes?|"
    r"discusses|reviews|asks) (?:how|what|which|when|where|whether)\b"
    r"|^(?:so |but )?the (?:implication|point|lesson|message|upshot|moral|conclusion) (?:here )?is "
    r"(?:\w+ )?(?:clear|simple|plain|obvious|this)\W*$"
    r"|^(?:there is|this raises|which raises|that raises) (?:a|an|the) (?:\w+ )?question\b"
    r"|^(?:consider|recall|note that (?:in|we))\b|\bcompeting interests?\b|\ball rights reserved\b",
    re.IGNORECASE,
)
CONCESSION: Final = re.compile(
    r"^(?:\W*(?:it is|it's) (?:(?!not )\w+ )?(?:true|fair|correct)"
    r"(?: (?:that|to say(?: that)?))?[\s,:–—-]*"
    r"|(?:admittedly|granted|to be sure|to be fair|of course|certainly|no doubt|true)[,:]\s*)",
    re.IGNORECASE,
)
EXAMPLE: Final = any_of(
    "for example",
    "for instance",
    r"such as",
    "e\\.g",
    "to illustrate",
    "a case in point",
)
EXPERIMENT: Final = any_of(
    r"(?:we|they|authors?) (?:\w+ )?(?:trained|tested|evaluated|measured|ran|compared|sampled|"
    r"fine-?tuned|surveyed|interviewed|simulated|recruited|conducted|performed)",
    "ablations?",
    "in (?:our|their|an?|this|these) (?:\\w+ )?(?:experiments?|trials?|simulations?)",
    "randomi[sz]ed",
    "controlled (?:trial|comparison|study|experiment)",
    r"(?:was|were) (?:trained|tested|evaluated|measured|fine-?tuned) (?:on|with|against)",
    "trained (?:on|for) (?:more than |over |about |roughly )?[\\d.,]+",
)
