"""Files of strangers to text: `extract` reads one in a process of its own that can do nothing else.

Knows no table and no framework. `running` starts the process and never looks into the file; everything below `child`
runs in that process, behind the limits of `confining`.
"""

from .json_resume import write as to_json_resume
from .refusals import Reason, Refused
from .running import extract
from .values import Entry, Extracted, Kind

__all__ = ["Entry", "Extracted", "Kind", "Reason", "Refused", "extract", "to_json_resume"]
