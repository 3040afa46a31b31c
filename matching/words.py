"""The words and numbers that pages and API share."""

BAND_LABELS = {"explore": "to explore", "stretch": "a stretch", "nearly-there": "nearly there", "ready": "ready"}
BAND_VERDICTS = {
    "explore": "Not close yet",
    "stretch": "A stretch",
    "nearly-there": "Nearly there",
    "ready": "You could apply today",
}
BAND_SENTENCES = {
    "explore": "You are not close yet",
    "stretch": "This is a stretch for you",
    "nearly-there": "You are nearly there",
    "ready": "You could apply today",
}
USUAL_PACE = 800  # hundredths of an hour a week
