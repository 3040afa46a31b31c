"""The words that the reader knows, each list once, by the question that they answer.

`clues`: is a skill meant? `cues`: is it held or asked, or denied, wished for, somebody else's? `headings`: what stands
under a heading? `ads`: how strongly does a job ad ask it? (How well and how long something is known is in `marks`,
whose words have their levels.) They are words of the language, not rules for a sentence; a new one belongs here if it
helps with texts of any author.
"""
