"""The words by which headings and labels are told: what stands under them."""

import re

# A heading or a label of this kind has names of skills under it.
SKILLS = re.compile(
    r"skill|stack|tech|tool|framework|librar|back-?end|front-?end|platform|infrastruct|programming|programmierung"
    r"|software|databas|\bdata\b|cloud|\bops\b|kenntnis|werkzeug|methoden|compéten|スキル|competenc|proficien|method"
    r"|must|nice to have|looking for|strong in|strengths|schedul|queue|languages?\b|know|expertise|working with"
    r"|environment|plumbing|models|experience|require|preferred|desirable|essential|qualification|at home in|asked"
    r"|welcome|plus\b|bonus|responsible|\b(?:ai|llm|ml|ui)\b|mobile|\bweb\b|\bcan\b|you bring|advanced"
    r"|intermediate|basic"
    r"|fluent|beginner|expert|certif|courses?\b|training|degree|self-rat|profile|coursework|marks|wanted|familiar|used",
    re.I,
)

# A line of its own with nothing but one of these is a heading, whatever stands above it.
HEADING = re.compile(
    r"\W*(?:(?:additional|and|basic|core|desired|essential|general|ideal|job|key|main|minimum|must[- ]have|position"
    r"|preferred|primary|professional|required|specific|technical|the|your|&)\s+)*"
    r"(?:about (?:you|the (?:job|position|role|team))|bonus(?: points)?|competenc(?:es|ies)|description|duties"
    r"|experience|expertise|must[- ]haves?|nice[- ]to[- ]haves?|profile|qualifications?|requirements?"
    r"|responsibilit(?:ies|y)|role|skills?(?: ?set)?|stack|tasks|tech stack|technologies"
    r"|what (?:we|you)\b.*|who you are|you (?:are|bring|have|will)|(?:(?:is|are) )?nice to have)\W*",
    re.I,
)

# A heading or a label with one of these denies what stands under it.
DENYING = re.compile(
    r"\b(?:can['’]t|cannot|do not|doesn['’]t|don['’]t|forget about|forgotten|gaps|isn['’]t|lacking"
    r"|missing|never|no|none|not|skip|unknown"
    r"|without|won['’]t)\b(?! (?:limited|only)\b)",
    re.I,
)
# A heading or a label of this kind is about the firm or what it gives, until a sentence asks for something.
HOUSE = re.compile(
    r"(?:(?:my|other|our|some|the|what|your) )*(?:"
    r"(?:benefits|comp|in return|money|offer|pay|perks|rewards?|salary)\b.*"
    r"|(?:do i|i|we|you(?:['’]ll| will)?) (?:get|give|offer|provide)\b.*"
    r"|about (?:the (?:client|company|directorate|firm|office)|us)"
    r"|about (?!(?:me|the (?:job|position|role|work)|you)\b)[A-Z]\w+|clients?|company|team|who we are)",
    re.I,
)
ASKED = re.compile(
    r"\b(?:ability|expertise|expert|experienced?|familiar\w*|fluen\w+|hands-on|knowledge|must|proficien\w+|skill\w*"
    r"|understand\w*|years?|you(?:['’]ll| are| bring| have| know| will))\b",
    re.I,
)
OF_THE_HOUSE = re.compile(r"\b(?:our|us|we)\b", re.I)

# A heading or a label of this kind is about other things than what is known or asked.
AWAY = re.compile(
    r"(?:(?:my|other|our|some|the|what|your) )*(?:"
    r"(?:activities|community|elsewhere|(?:free|spare) time|fun|hobb(?:y|ies)|interests?|interessen|leisure|off"
    r"|outside work"
    r"|off screen|personal|pets?|service|sports?|volunteering|voluntary)\b.*"
    r"|(?:recommendations|references|referees?)\b.*"
    r"|next(?: steps)?|(?:learning )?(?:goals?|plans?)\b.*|to learn|wants? to learn|want to learn|wish\w*"
    r"|would like(?: to try)?"
    r"|(?:on )?(?:my )?(?:bucket|reading|to-?do|wish) list|books"
    r"|apply|companies|contact|floor.*|menu|newsletters?|(?:opening )?hours|physical|rooms?|salads?|star signs.*"
    r"|street|toys.*|visas?|who you work with)",
    re.I,
)
