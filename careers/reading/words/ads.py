"""The words by which a job ad says how strongly it asks for something, all in one place.

They are turns of the language of ads, not rules for a sentence. A new one belongs here if it helps with any firm's ads.
"""

import re


def _any(*turns: str, around: str = r"\b(?:{})\b") -> re.Pattern[str]:
    return re.compile(around.format("|".join(turns)), re.I)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Headings, by what stands under them.
NOT_ASKED = _any(
    r"benefits?|perks|(?:we|what we) offer|compensation|salary|pay|equal|eeo|opportunity employer|in return",
    r"how to apply|why (?:join|work|us|you)|additional information|location|schedule|disclaimer|physical",
    r"about (?:us|the (?:company|team))|who we are|company|the team",
    r"our (?:mission|story|values|culture|team|stack)",
    r"wij bieden|wat bieden|over ons|arbeidsvoorwaarden|wir bieten|über uns",
)
NICE = _any(
    r"nice|preferred|preference|desire[ds]?|desirable|bonus|plus|pluses|extra credit|(?:good|great) to have",
    r"ideally|ideal (?:skills|experience)|stand out|set you apart|stand apart|differentiators?|optional|even better",
    r"brownie|wish ?list|advantage\w*|would be (?:a|great|nice)|not required|beneficial|assets?|helpful|valued",
    r"recommended|pré|wünschenswert|von vorteil",
)
MUST_FIRST = _any(  # before tasks: "to thrive in this role, you need ..."
    r"you(?:['’](?:ll|re)| will| are)? (?:have|need|bring|must)|need to (?:have|bring|know)|must[- ]haves?|mandatory",
    r"(?:required|minimum|basic) (?:skill|qualification|experience|knowledge)\w*",
)
NICE_FIRST = _any(r"(?:may|might|could) also|also have|not required|nice[- ]to[- ]haves?|preferred qualifications")
MUST = _any(
    r"mandatory|require\w*|requisites?|qualifications?|must|minimum|essentials?|needs?|who you are|about you",
    r"you(?:['’](?:ll|re)| will| are)? (?:have|are|need|bring)|what (?:it takes|you have|you need)",
    r"look(?:ing)? for|we seek|good fit|strong candidates?|you m(?:ay|ight) (?:be|have)",
    r"skills?|skillset|experience|expertise|background|profile?l?|knowledge|competenc\w+|candidates?|criteria",
    r"eligibility|proficienc\w+|technical (?:skills|knowledge|expertise)|certifications?",
    r"functie-?eisen|wat (?:vragen|breng|verwachten)|wie ben jij|jij hebt",
    r"anforderungen|ihr profil|dein profil|was du mitbringst",
)
TASKS = _any(
    r"responsib\w+|duties|essential (?:job )?functions|accountabilities|scope|purpose|impact|(?:key )?tasks",
    r"what you(?:['’]ll| will)? (?:do|be doing|work|build)|day[- ]to[- ]day|in this role|you will|a day in",
    r"about (?:the|this) (?:role|job|position|work)|the (?:role|job|position|opportunity|work|challenge)",
    r"(?:role|job|position) (?:overview|summary|description|purpose)|description|overview|summary",
    r"(?:tech(?:nical|nology)? )?stack|technolog(?:y|ies)",
    r"your (?:role|impact|mission|tasks|work)|de functie|wat ga je doen|jouw rol|takenpakket|aufgaben",
)
REQUIRED = _any(r"require\w*|minimum|must")  # "required and preferred skills" are must-haves
NOT_REQUIRED = _any("not required")

# Words that headings are made of; a short line of nothing else is one, with or without a colon.
OF_HEADINGS = _set(
    """
    & - / a abilities ability about academic accountabilities additional also an and apart applicant apply are areas
    at attributes background basic be benefits better bonus bring but candidate candidates certifications
    competencies core could criteria day description desirable desired do doing duties education essential
    essentials even expect expectations expected experience experiences expertise extra fit for foundations from
    functions general good great have haves having help here here's highly how ideal ideally if in include includes
    including information is it job join key knowledge ksa's language languages level like list ll look looking love
    main mandatory may might minimum mission more must need needed needs next nice not of offer optional or other
    our out overview perks person personal plus pluses points position possess practical preferable preferably
    preferred primary prior professional profile purpose qualifications qualities re recommended relevant required
    requirements requires responsibilities responsibility role seek seeking set should skill skills skillset soft
    some specific stand strong succeed success successful summary take takes tasks team tech technical technologies
    technology that the these things this thrive to tools traits us value valued want we we're what who why will
    wish with work working would you you'll you're you've your –
    """
)

# A line that ends in one of these goes on in the next; it is no heading.
GOES_ON = _set("a an and at by in of on or the with")

# Headings inside a line that has lost its breaks, in capitals of their own: "... growers QUALIFICATIONS A degree".
_KINDS = (
    "Key|Mandatory|Job|Basic|Minimum|Core|Main|Primary|Other|Additional|Required|Preferred|Desired|Essential|Technical"
    "|Professional|Education|Your|Role|Position"
)
_HEADS = (
    "Requirements?|Qualifications?|Responsibilit(?:y|ies)|Duties|Skills?|Experience|Knowledge|Profile|Overview|Summary"
    "|Benefits|Description"
)
INLINE = re.compile(
    r"(?:(?<=[.!?;:)|*•\"'>])|(?<=\s\s)|(?<=[a-z])(?=[A-Z])|^)\s*[|*•'\"]?\s*(?P<words>"
    rf"(?:(?:{_KINDS}|{_KINDS.upper()})\s(?:(?:and|&|/|AND|or)\s)?)*(?:{_HEADS}"
    r"|REQUIREMENTS?|QUALIFICATIONS?|RESPONSIBILIT(?:Y|IES)|DUTIES|SKILLS?|EXPERIENCE|KNOWLEDGE|BENEFITS|OVERVIEW"
    r"|Nice[ -][Tt]o[ -][Hh]aves?|Bonus Points|(?:About|Who) (?:You(?: Are)?|[Tt]he [Rr]ole|Us)"
    r"|What You(?:['’]ll)? \w+)"
    r")(?=\s*[|*•:'\"]|\s+[A-Z\d]|[A-Z][a-z])",
)

# Words of a clause that reach to the left ("Spark is a plus") or to the right ("ideally Spark").
NICE_AFTER = _any(
    r"an? (?:\w+ )?(?:plus|bonus|asset|advantage)",
    r"(?:advantageous|desirable|desired|beneficial|optional|helpful)(?=[\s.;,)]*(?:$|\n|[.;,)]|but\b))",
    r"(?:(?:strongly|highly|is|are|also) )*preferred(?!:| (?:qualification|skill|experience|requirement|education))",
    r"(?:nice|good|great)[- ]to[- ]haves?",
    r"(?:is|are|would be) (?:a )?(?:helpful|useful|welcome|valued|recommended|appreciated|nice|ideal)",
    r"not (?:strictly )?(?:required|necessary|mandatory|essential|a must)|plus(?=[\s.;,)]*(?:$|\n|[.;,)]))",
    r"een (?:pré|pre|plus)|von vorteil|wünschenswert",
)
NICE_BEFORE = _any(
    r"an? (?:\w+ )?(?:plus|bonus|asset|advantage)(?= \()",
    r"preferably|ideally|bonus(?: points)?(?=:| for| if)|extra credit for|nice to have(?=:| )|pluses",
    r"preferred(?=:| (?:qualification|skill|experience|knowledge|background|but))",
    r"desired(?=:| (?:skill|qualification|experience))",
    r"we['’]d love|would love|would be (?:great|nice|a plus) if|(?:big )?plus(?:es)? if",
    r"it['’]s (?:great|nice|a plus|a bonus) if|bij voorkeur|idealerweise",
)
_NOT = r"(?<!not )(?<!n't )(?<!n’t )(?<!strictly )(?<!nice )(?<!good )(?<!great )"
MUST_AFTER = _any(
    r"(?:is|are) (?:a must|mandatory|required|essential|necessary|needed)|mandatory|a must",
    r"(?<!be )required(?!:| (?:skill|qualification|experience|knowledge|by law))",
    r"must[- ]have(?!:| (?:skill|experience))",
    around=_NOT + r"\b(?:{})\b",
)
MUST_BEFORE = _any(
    r"must(?: be| have| know| possess|:)|must[- ]haves?(?=:| skill| experience)|requires",
    r"required(?=:| (?:skill|qualification|experience|knowledge))",
    r"you (?:have|need|know)|you['’]ve (?:got|worked|built|used)",
    r"(?:at least|minimum(?: of)?|min\.?) \d+|\d+ ?\+? ?(?:years|yrs)",
    around=_NOT + r"\b(?:{})\b",
)
# Where a clause begins again, so that a word on the one side says nothing of the other.
BREAK = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)\.(?=\s|$)|[;!?](?=\s|$)|[.;)](?-i:(?=[A-Z]))"
    r"|[|•]|['\"],\s?['\"]|\s[-–—•*]\s|\bbut\b|\bwhile\b"
    r"|\n\s*\n|(?<![,(&/])(?<!\band)(?<!\bor)(?<!\bwith)(?<!\bof)(?<!\bin)\n(?-i:(?=\W*[A-Z]))"
    r"|,\s*(?:(?:and|with|as well as)\s+)?(?=(?:\w+ ){0,2}(?:ability|background|certifi\w+|experienced?|exposure"
    r"|expertise|familiar\w*|knowledge|proficien\w+|skill(?:ed|s)?|understanding)\b)"
    r"|,\s*(?:with|plus|and ideally|and preferably|ideally|preferably)\b",
    re.I,
)

# A sentence that speaks of what somebody has to bring, where no heading says so.
BRINGS = _any(
    r"experienced?|expertise|proficien\w+|knowledge|familiar\w*|skill(?:s|ed)|fluen\w+|understanding|ability to|years?",
    r"background in|degree|required?|must|you (?:have|know|are)|ervaring|kennis|kenntnisse|erfahrung",
)

# A field of study names a skill only as what a degree is in: "a master's in statistics, mathematics or the like".
DEGREE = re.compile(
    r"\b(?:degrees?|diploma|bachelor\S*|master['’]?s?|ph\.?\s?d\.?|doctorate|b\.?sc?\.?|m\.?sc?\.?|major(?:ed|ing)?"
    r"|graduated?|hbo|wo)(?!\w)[^;:\n|•*]{0,80}?\b(?:in|of|such as|like|e\.g|as)\b[^;:\n|•*]{0,160}$",
    re.I,
)
NOT_OF_A_DEGREE = re.compile(
    r"\b(?:experienced?|knowledge|proficien\w+|understanding|skills?|years?|familiar\w*|expertise|ability)\b"
    r"|[.)]\s*[A-Z]|['\"],",
    re.I,
)

# A permit to work is no skill, though it has the name of one.
PERMIT = re.compile(r"\b(?:work|employment|legal|u\.?s\.?) authori[sz]ation\b|\bauthori[sz]ation to work\b", re.I)
