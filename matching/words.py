"""The words and numbers that pages and API share."""

BAND_LABELS = {"explore": "to explore", "stretch": "a stretch", "nearly-there": "nearly there", "ready": "ready"}
USUAL_PACE = 800  # hundredths of an hour a week
