"""Honest files that list skills themselves: JSON Resume, LinkedIn's archive, Europass old and new."""

import json
from collections.abc import Iterator

from careers.documents.extracting import Entry, Kind
from tests.careers.documents.extracting.honest import PRIVATE, Honest
from tests.careers.documents.extracting.writing import archive

_JOB = ("Data engineer (Jan 2019 – Mar 2021)", "Built pipelines in Python.")


def files() -> Iterator[Honest]:
    yield Honest(
        "JSON Resume",
        lambda: json.dumps(RESUME).encode(),
        Kind.JSON_RESUME,
        ("Loves tidy data.", *_JOB, "• Cut the load by half"),
        RESUME_ENTRIES,
    )
    yield Honest(
        "JSON Resume in UTF-16", lambda: json.dumps(RESUME).encode("utf-16"), Kind.JSON_RESUME, _JOB, RESUME_ENTRIES
    )
    yield Honest("LinkedIn", lambda: archive(LINKEDIN), Kind.LINKEDIN, LINKEDIN_WORDS, LINKEDIN_ENTRIES)
    yield Honest(
        "LinkedIn, in a folder",
        lambda: archive({f"Basic_Export/{name}": table for name, table in LINKEDIN.items()}),
        Kind.LINKEDIN,
        LINKEDIN_WORDS,
        LINKEDIN_ENTRIES,
    )
    yield Honest(
        "LinkedIn, skills only",
        lambda: archive({"Skills.csv": LINKEDIN["Skills.csv"]}),
        Kind.LINKEDIN,
        (),
        LINKEDIN_ENTRIES,
    )
    yield Honest(
        "Europass, old, XML",
        lambda: OLD_XML.encode(),
        Kind.EUROPASS,
        (*_JOB, "Runs workshops", "Python and SQL"),
        OLD_ENTRIES,
    )
    yield Honest(
        "Europass, old, JSON",
        lambda: json.dumps(OLD_JSON).encode(),
        Kind.EUROPASS,
        (*_JOB, "Runs workshops", "Python and SQL"),
        OLD_ENTRIES,
    )
    yield Honest(
        "Europass, new",
        lambda: NEW_XML.encode(),
        Kind.EUROPASS,
        ("Loves tidy data.", *_JOB, "MSc statistics (2014 – 2016)"),
        NEW_ENTRIES,
    )


RESUME = {
    "basics": {
        "name": PRIVATE,
        "label": "Data engineer",
        "email": "jo@example.org",
        "summary": "Loves tidy data.",
        "location": {"address": PRIVATE},
        "profiles": [{"username": PRIVATE}],
    },
    "work": [
        {
            "name": PRIVATE,
            "position": "Data engineer",
            "startDate": "2019-01-07",
            "endDate": "2021-03",
            "summary": "Built pipelines in Python.",
            "highlights": ["Cut the load by half"],
        }
    ],
    "skills": [
        {"name": "Python", "level": "Master"},
        {"name": "Databases", "level": "wizard", "keywords": ["SQL", "Redis"]},
        {"name": "python", "level": "Beginner"},
    ],
    "languages": [{"language": "Finnish", "fluency": "Native speaker"}],
    "references": [{"name": PRIVATE, "reference": PRIVATE}],
}
RESUME_ENTRIES = (
    Entry("Python", 5, "Python: Master"),
    Entry("Databases", None, "Databases: wizard"),
    Entry("SQL", None, "Databases: SQL"),
    Entry("Redis", None, "Databases: Redis"),
)

LINKEDIN = {
    "Profile.csv": (
        "First Name,Last Name,Address,Birth Date,Headline,Summary\n"
        f'{PRIVATE},{PRIVATE},{PRIVATE},{PRIVATE},Data engineer,"Loves, and keeps, tidy data."\n'
    ).encode(),
    "Positions.csv": (
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        f"{PRIVATE},Data engineer,Built pipelines in Python.,{PRIVATE},Jan 2019,Mar 2021\n"
        f"{PRIVATE},Analyst,,{PRIVATE},2017,\n"
    ).encode("utf-8-sig"),
    "Skills.csv": b"Name\nPython\nApache Kafka\nPython\n",
    "Connections.csv": f"First Name\n{PRIVATE}\n".encode(),
    "messages.csv": f"CONTENT\n{PRIVATE}\n".encode(),
}
LINKEDIN_WORDS = ("Data engineer", "Loves, and keeps, tidy data.", *_JOB, "Analyst (2017 – present)")
LINKEDIN_ENTRIES = (Entry("Python", None, "Python"), Entry("Apache Kafka", None, "Apache Kafka"))

_AREAS = {"Information": "C", "Communication": "B", "ContentCreation": "", "Safety": "A", "ProblemSolving": "B"}
OLD_XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo>
<Identification><PersonName><FirstName>{PRIVATE}</FirstName></PersonName><ContactInfo><Label>{PRIVATE}</Label></ContactInfo>
</Identification><WorkExperienceList><WorkExperience><Period>
<From year="2019" month="--01"/><To year="2021" month="--03"/>
</Period><Position><Label>Data engineer</Label></Position>
<Activities>&lt;p&gt;Built pipelines in Python.&lt;/p&gt;</Activities>
<Employer><Name>{PRIVATE}</Name><ContactInfo><Label>{PRIVATE}</Label></ContactInfo></Employer></WorkExperience>
</WorkExperienceList><Skills><Linguistic><ForeignLanguageList><ForeignLanguage><Description><Label>{PRIVATE}</Label>
</Description><ProficiencyLevel><Listening>C1</Listening></ProficiencyLevel></ForeignLanguage></ForeignLanguageList></Linguistic>
<Organisational><Description>Runs workshops</Description></Organisational>
<Computer><Description>Python and SQL</Description>
<ProficiencyLevel>{"".join(f"<{name}>{level}</{name}>" for name, level in _AREAS.items())}</ProficiencyLevel></Computer>
</Skills></LearnerInfo></SkillsPassport>"""
OLD_JSON = {
    "SkillsPassport": {
        "LearnerInfo": {
            "Identification": {"PersonName": {"FirstName": PRIVATE}, "Photo": {"Data": PRIVATE}},
            "WorkExperience": [
                {
                    "Period": {"From": {"Year": 2019, "Month": 1}, "To": {"Year": 2021, "Month": 3}},
                    "Position": {"Label": "Data engineer"},
                    "Activities": "<p>Built pipelines in Python.</p>",
                    "Employer": {"Name": PRIVATE, "ContactInfo": {"Label": PRIVATE}},
                }
            ],
            "Skills": {
                "Linguistic": {"ForeignLanguage": [{"Description": {"Label": PRIVATE}}]},
                "Organisational": {"Description": "Runs workshops"},
                "Computer": {"Description": "Python and SQL", "ProficiencyLevel": _AREAS},
            },
        }
    }
}
OLD_ENTRIES = (
    Entry("Information processing", 4, "Information processing: C"),
    Entry("Digital communication", 3, "Digital communication: B"),
    Entry("Digital safety", 2, "Digital safety: A"),
    Entry("Technical problem solving", 3, "Technical problem solving: B"),
)

NEW_XML = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
 xmlns:eures="http://www.europass_eures.eu/1.0" xmlns:hr="http://www.hr-xml.org/3">
<CandidatePerson><PersonName><oa:GivenName>{PRIVATE}</oa:GivenName></PersonName></CandidatePerson>
<CandidateProfile languageCode="en"><hr:ExecutiveSummary>&lt;p&gt;Loves tidy data.&lt;/p&gt;</hr:ExecutiveSummary>
<EmploymentHistory><EmployerHistory><hr:OrganizationName>{PRIVATE}</hr:OrganizationName>
<OrganizationContact><oa:Description>{PRIVATE}</oa:Description></OrganizationContact>
<PositionHistory><PositionTitle typeCode="FREETEXT">Data engineer</PositionTitle><eures:EmploymentPeriod>
<eures:StartDate><hr:FormattedDateTime>2019-01-07</hr:FormattedDateTime></eures:StartDate>
<eures:EndDate><hr:FormattedDateTime>2021-03</hr:FormattedDateTime></eures:EndDate></eures:EmploymentPeriod>
<oa:Description>&lt;ol&gt;&lt;li&gt;Built pipelines in Python.&lt;/li&gt;&lt;/ol&gt;</oa:Description>
</PositionHistory></EmployerHistory></EmploymentHistory>
<EducationHistory><EducationOrganizationAttendance><hr:OrganizationName>{PRIVATE}</hr:OrganizationName>
<AttendancePeriod><StartDate><hr:FormattedDateTime>2014</hr:FormattedDateTime></StartDate>
<EndDate><hr:FormattedDateTime>2016</hr:FormattedDateTime></EndDate></AttendancePeriod>
<EducationDegree><hr:DegreeName>MSc statistics</hr:DegreeName></EducationDegree>
</EducationOrganizationAttendance></EducationHistory>
<PersonQualifications><PersonCompetency><CompetencyID>fin</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID>
<hr:CompetencyName>{PRIVATE}</hr:CompetencyName></PersonCompetency></PersonQualifications>
<EmploymentReferences><hr:Title>{PRIVATE}</hr:Title></EmploymentReferences>
<Skills><PersonCompetency><hr:TaxonomyID>Digital_Skill</hr:TaxonomyID><hr:CompetencyName>Python</hr:CompetencyName></PersonCompetency>
<SkillsGroup><Title>Data</Title><PersonCompetency><hr:TaxonomyID>Digital_Skill</hr:TaxonomyID>
<hr:CompetencyName>SQL</hr:CompetencyName></PersonCompetency></SkillsGroup></Skills>
</CandidateProfile></Candidate>"""
NEW_ENTRIES = (Entry("Python", None, "Python"), Entry("SQL", None, "SQL"))
