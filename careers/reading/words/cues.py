"""The words by which scopes are told: what denies, wishes or speaks of others, and to which side."""

import re
from typing import NamedTuple


class Cue(NamedTuple):
    """Words that rule names out to their right or to their left, and the reason that a find is left out for.

    Each match has one of the `heads`, so that most sentences need not be searched.
    """

    words: re.Pattern[str]
    right: bool
    reason: str
    heads: frozenset[str]


def _any(*turns: str) -> re.Pattern[str]:
    return re.compile("|".join(turns), re.I)


def _heads(words: str) -> frozenset[str]:
    return frozenset(words.split())


DENIED, WISHED, OTHERS, ELSEWHERE = "denied", "wished", "others", "elsewhere"

_WORDS = re.compile(r"[a-z]+")
_PEOPLE_ENDS = ("eers", "ians", "ists")


def words_of(sentence: str) -> set[str]:
    """The words of a sentence in small letters, with the ends of plurals that are people."""
    low = sentence.lower()
    return {*_WORDS.findall(low), *(end for end in _PEOPLE_ENDS if end in low), "IT" if "IT" in sentence else ""}


# People whose skills are their own. Plural nouns in -ists, -ians and -eers are people.
PEOPLE = (
    r"(?:\w+(?:ists|ians|eers)|analysts?|architects?|authors?|boss|brother|clients?|colleagues?|contractors?"
    r"|co-?workers?"
    r"|customers?|department|designers?|developers?|engineers?|father|firm|freelancers?|friends?|husband"
    r"|investors?|(?-i:IT)(?: department)?|landlord|managers?|mother|neighbours?|others|owner|partner|predecessor"
    r"|programmers?|referees?|(?:data )?scientists?|sister|squad|students?|supervisor|suppliers?|team ?mates?|tenants?"
    r"|(?:data|it|next|other|perception|platform|support) team|vendors?|volunteers?|wife|(?:outside )?agency)"
)
_WHOSE = r"(?:(?:an?|former|her|his|its|my|other|our|some|the|their|three|two|your) )"
# Where a subject can stand: at the head of a clause.
_CLAUSE_BEGINS = (
    r"(?:^|[.;:,(–-]\s*(?:(?:and|so)\s)?|\b(?:as(?! an?\b)|because|but|if|since|that|when|where|whether|while)\s)"
)

CUES = (
    Cue(
        _any(
            r"\bno\b(?! (?:doubt|fear|fewer|incident|later|less|longer|matter|more than|problem|shying|stranger"
            r"|way a?round))",
            r"\bnot\b(?! (?:afraid|ashamed|everything|just|least|limited|only|seen|yet required))",
            r"\bnever\b(?! (?:far|stop|tire)|[,.;])",
            r"\bwithout\b(?! \w+,? (?:i|we|you)\b)",
            r"\b(?:neither|nor|nobody|lacks?|unfamiliar|none (?:in|of|with)|(?:little to no|zero) (?:contact"
            r"|experience))\b",
            r"\b(?:can|could|did|do|does|is|wo)n['’]t\b(?! (?:hesitate|just|lets?|miss|move|need to be told|only"
            r"|worry))",
            r"\b(?:cannot|do not|does not|need not|needn['’]t|avoid(?:ed)?|dropped|far from|forg(?:et|ot"
            r"|otten))\b(?! (?:just|only))",
            r"\b(?:instead of|nothing to do with|rather than|stopped (?:doing|using)|(?:has|have) yet to|(?:i"
            r"|we) leave)\b",
            r"\b(?:aucune?|keinen?|keine|kein|ohne|sans|sin)\b",
        ),
        right=True,
        reason=DENIED,
        heads=_heads(
            """
            aucun aucune avoid avoided cannot dropped far forget forgot forgotten instead kein keine keinen lack lacks
            leave little neither never no nobody none nor not nothing ohne rather sans sin stopped t unfamiliar without
            yet zero
            """
        ),
    ),
    Cue(
        _any(
            r"\b(?:(?:are|be|is|was|were)(?: not|n['’]t)|never|no longer|not)(?: \w+){0,2}?\s"
            r"(?:any more|asked|assumed|expected|for me|more|my|necessary|needed|offered|part|required|something"
            r"|touched|used)\b",
            r"\bisn['’]t (?:mine|needed|part|required|something)\b|\bruled out\b|\bnever(?=[,.;\s]*(?:$|,))",
            r"\b(?:any ?more|closed book|i leave to others|no longer|not (?:planned|yet)|to others|unnecessary)\b",
            r"[:–-]\s*none\b|\tnone\b| {3,}none\b|\bnever (?:touched|used)\b(?=[,.;]|$)",
        ),
        right=False,
        reason=DENIED,
        heads=_heads(
            """
            any anymore closed leave never no none not others ruled t unnecessary
            """
        ),
    ),
    Cue(
        _any(
            r"\b(?:would|'d|’d) (?:be (?:glad|happy|keen)|like|love|wish)\b(?! you)|\bwants? to\b(?! deepen)",
            r"\b(?:wish(?:es)? to|hop(?:e|es|ing) (?:for|to)|plan(?:s|ning)? (?:on|to)|intend to|aim(?:s|ing)? to)\b",
            r"\blook(?:ing)? (?:forward to|to) (?:get|grow|learn|move)\b|\b(?:curious about|goals? for"
            r"|interest(?:ed)? in)\b",
            r"\bto (?:change|move|switch)(?: from \w+)? into\b",
            r"\b(?:eager|going|keen|ready|willing) to (?:\w+ )?(?:be taught|be trained|begin|develop|get|grow|improve"
            r"|learn|pick up|start|study|take up|train|try)\b|\b(?:to|finally) learn\b",
            r"\b(?:will|shall|['’]ll) (?:be taught|learn|take|train)\b|\b(?:teach|train) you\b|\bmight begin\b",
            r"\b(?:dream|enrolled|next on my list|saving (?:up )?for|signed up|where i can (?:grow|learn|pick up))\b",
        ),
        right=True,
        reason=WISHED,
        heads=_heads(
            """
            aim aiming aims change curious d dream eager enrolled goal goals going hope hopes hoping intend interest
            interested keen learn look looking might move next plan planning plans ready saving signed switch take
            taught teach train want wants where willing wish wishes would
            """
        ),
    ),
    Cue(
        _any(
            r"\bthat i (?:hope|intend|plan|want|wish|would like) to\b|\b(?:begins|starts) (?:in|next|on|soon|this)\b",
            r"\bafter that(?=[.]|$)|\bone day(?=[.!]|$)|\b(?:are|is) next\b|\bno projects so far\b",
        ),
        right=False,
        reason=WISHED,
        heads=_heads(
            """
            after begins day hope intend next plan projects starts want wish would
            """
        ),
    ),
    Cue(  # other people as the subject
        _any(
            rf"{_CLAUSE_BEGINS}{_WHOSE}+(?:\w+ )?{PEOPLE}\b(?! (?:must|shall|should|will|with (?:\d|experience|proven"
            r"|strong))\b)",
        ),
        right=True,
        reason=OTHERS,
        heads=_heads(
            """
            agency analyst analysts architect architects author authors boss brother client clients colleague colleagues
            contractor contractors coworker coworkers customer customers department designer designers developer
            developers eers engineer engineers father firm freelancer freelancers friend friends husband ians investor
            investors ists IT landlord manager managers mate mates mother neighbour neighbours others owner partner
            predecessor programmer programmers referee referees scientist scientists sister squad student students
            supervisor supplier suppliers team teammate teammates tenant tenants vendor vendors volunteer volunteers
            wife worker workers
            """
        ),
    ),
    Cue(  # people who do something
        _any(
            rf"(?:^|[.;:]\s*){PEOPLE} (?:like|rent|show|such as|use)\b|\b{PEOPLE}(?:,? who|, which)\b",
            r"\b(?:agency|department|firm|squad|team) that\b|\b(?:people|three|two) who\b",
            r"\b(?:an?|by|my|our|the) \w+ who\b|\bwho (?:knows|swears?|teaches)\b|\bknows\b",
            r"\b(?:companies|others|people|teams) (?:connect|run|use|work with|write)\b",
        ),
        right=True,
        reason=OTHERS,
        heads=_heads("connect knows like rent run show such that use which who work write"),
    ),
    Cue(  # what they do, have, make or say
        _any(
            r"\b(?:assistant|clerk|cooked|letters|lunches|meals|receptionist|secretary) (?:for|to) (?:an?|our|the)\b",
            r"\b(?:hired|interviewed|placed|recruited) \w+\b|\bheads of\b|\bto the (?:director|head|professor) of\b",
            r"\bprofessor of\b|\b(?:book|conferences?|lecture|magazine|newsletter|paper|talks) on\b",
            r"\b(?:next|report) to (?:my|our|the)\b|\b(?:client|customer|maker|owner|partner|supplier|tenant"
            r"|vendor) of\b",
            r"\b(?:engineers|developers|employees|people|staff) (?:at|from|of)\b|\bplace people\b|\bnone of our\b",
            r"\bpowered by\b|\b(?:our|my|its) values\b|\b(?:resold|sells?|selling|sold)\b|\bour (?:company"
            r"|product|start-?up)\b",
            r"\b(?:is|are) (?:an?|our|the) (?:\w+-)?(?:best|biggest|fastest|largest|leading|premier)\b",  # a boast
            r"\bcall(?:s|ed)? us the\b",
        ),
        right=True,
        reason=OTHERS,
        heads=_heads(
            """
            assistant best biggest book call called calls clerk client company conference conferences cooked customer
            developers director employees engineers fastest head heads hired interviewed largest leading lecture letters
            lunches magazine maker meals newsletter next none owner paper partner people place placed powered premier
            product professor receptionist recruited report resold secretary sell selling sells sold staff start startup
            supplier talks tenant values vendor
            """
        ),
    ),
    Cue(
        _any(
            r"\b(?:are|is) what my colleagues\b|\bcolleagues use\b|\bmy colleague does\b|\bbelongs to the\b",
            r"\bpa(?:id|ys?) for\b|\b(?:are|is) (?:a client|customers|hiring|looking for|neighbours|tenants)\b"
            r"|\brent\b",
            r"\bdoes the front end\b|\bhosted elsewhere\b|\bstays? with the\b|\bowned by\b",
            r"\b(?:are|is|was|were) (?:dealt with|run|\w+(?:ed|en|ilt|ne|un)) (?:for you )?by\b(?! (?:me|us|you)\b)",
        ),
        right=False,
        reason=OTHERS,
        heads=_heads(
            """
            belongs by client colleague colleagues customers front hiring hosted looking neighbours owned paid pay pays
            rent stay stays tenants
            """
        ),
    ),
)

# "With a colleague I moved ..." and "I led the team that wrote ..." speak of oneself; so does who is looked for.
EXCUSED = re.compile(
    r"\b(?:helped|led|lead|managed?|mentor(?:ed)?|taught|teach|together with|trained|with) (?:\w+ ){0,2}$|\bfor\s+$"
    r"|\b(?:am|became|become|hire|looking for|need|seek(?:ing)?|want) (?:\w+ ){0,3}$",
    re.I,
)

# Where the clause of a cue ends, to the right.
STOP = re.compile(
    r"[.!?;:](?:\s|$)|\bbut\b|\s[–—]\s|[)\"”»]|\n\s*\n|(?<=[a-z])\.(?=[A-Z])|, so\b|\bbecause\b|\bif a\b", re.I
)
# A comma after which something else begins: a subject, a preposition, a verb, another judgement.
FRESH = re.compile(
    r",\s*(?:(?:and|or|so|then|where|which|while|who)\s+)?"
    r"(?:i|we|you|they|he|she|it|our|my|your|the|an?|two|three|\d+|this|that|both|even"
    r"|strong|good|solid|advanced|basic|expert|fluent|daily)\b"
    r"|,\s*(?:as|at|by|for|from|in|on|with)\b|,\s*\w+ed\b"
    r"|,\s*(?:and|so|then)\s+(?!(?:neither|never|no|without)\b)(?-i:[a-z])\w+\s",
    re.I,
)
# Where the clause of a cue begins, to the left.
BEGIN = re.compile(r"[.!?;](?:\s|$)|:\s|\bbut\b|\(|\n\s*\n|\s[–—]\s|(?<=[a-z])\.(?=[A-Z])", re.I)

# "A service that a colleague wrote": the clause is about the noun before it.
RELATIVE = re.compile(
    r"\b(?:that|which) (?:an?|my|our) (?:agency|brother|colleagues?|friend|partner) (?:built|did|does|made|owns"
    r"|runs|writes?|wrote)\b",
    re.I,
)
RELATIVES = frozenset({"that", "which"})
NOUN_BEGINS = re.compile(r"\b(?:an?|our|the|their)\s", re.I)

# "Go developers", "the DevOps team": people in the plural are others, unless they are looked for.
PLURAL = re.compile(
    r"[ -](?:(?:and|or|/)\s\S+\s)?(?:administrators|consultants|department|developers|engineers|leaders|people"
    r"|programmers|scientists|specialists|squad|teams?|users|veterans?)\b(?! (?:leader|lead|player))"
)
SEEKING = re.compile(
    r"\b(?:become|hiring|join|looking for|look for|(?:member|part) of|need|search(?:ing)?|seek(?:ing)?|wanted"
    r"|work(?:ing)? (?:in|on) an?)\b",
    re.I,
)
FIRM = re.compile(r",? (?:AG|BV|Corp|GmbH|Group|Hotels|Inc|LLC|Labs|Ltd|SE|plc)\b\.?")
INSTITUTION = re.compile(
    r"\b(?:Annals|Association|Center|Centre|Journal|Ministry|Museum|Review|Society|Transactions) (?:for|of|on) $"
)
POSSESSOR = re.compile(r"\b(?:client|colleague|company|competitor|customer|firm|supplier)s?['’]s? $", re.I)

# Marks and cells that say no.
UNTICKED = re.compile(r"[✗✘☐❌]|\[ ?\]")
CROSSED = re.compile(
    r" ?[✗✘❌]| ?\((?:keine?|never|no|none|not)(?: (?:any ?more|experience|kenntnisse|needed|required|yet))?\)", re.I
)
NO_CELL = re.compile(
    r"\b(?:keine?|nein|never needed|no|none|not (?:asked|at all|necessary|needed|required|wanted))\b", re.I
)
